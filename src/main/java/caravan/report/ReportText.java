package caravan.report;

import static caravan.text.Numbers.grouped;
import static caravan.text.Plural.count;

import caravan.store.Reconciliation;
import caravan.text.Durations;
import caravan.text.SafeText;
import java.util.Map;
import java.util.stream.Collectors;

/** The report as it is printed at the end of a run. */
final class ReportText {
    private static final String RULE = "=".repeat(72) + "\n";

    private ReportText() {}

    static String of(RunReport report) {
        StringBuilder text = new StringBuilder("\n").append(RULE);
        text.append("--- Execution Report ---\n");
        line(text, "Outcome", report.ending().outcome() + exitCode(report));
        if (report.ending().message() != null) {
            text.append("  ").append(report.ending().message()).append('\n');
        }
        line(text, "Pages Requested", grouped(report.pages().requested()));
        line(text, "Successful Pages", grouped(report.pages().stored()));
        line(text, "Failed Pages", grouped(report.pages().failed().size()));
        report.pages().failed().forEach((page, cause) -> line(text, "  page " + page, cause));
        line(
                text,
                "Total Retries",
                grouped(report.retries().total()) + byCause(report.retries().byCause()));
        line(text, "Records Ingested", grouped(report.recordsIngested()));
        line(text, "Execution Time", Durations.exact(report.session().seconds()));
        line(text, "Format Chosen", "CSV (Reason: Streaming efficiency)");
        line(text, "Requests", requests(report));
        if (report.session().resumedPages() > 0) {
            line(
                    text,
                    "Resumed",
                    grouped(report.session().resumedPages()) + " pages were stored by an earlier session");
        }
        if (!report.content().missingFields().isEmpty()) {
            text.append("Missing Values:\n");
            report.content()
                    .missingFields()
                    .forEach((field, counts) -> line(
                            text,
                            "  " + oneLine(field),
                            "absent %s, null %s, empty %s"
                                    .formatted(
                                            grouped(counts.absent()),
                                            grouped(counts.nulls()),
                                            grouped(counts.empty()))));
        }
        report.content()
                .lookalikes()
                .keySet()
                .forEach(field ->
                        line(text, "Field " + oneLine(field), report.content().lookalike(field)));
        report.content()
                .problems()
                .forEach((page, problems) -> line(text, "Page " + page, String.join("; ", problems)));
        if (report.content().reconciliation() != null) {
            reconciliation(text, report.content().reconciliation());
        }
        line(text, "Local File", report.csv().file());
        line(
                text,
                "S3 Object",
                report.csv().object() == null ? "none" : report.csv().object());
        return text.append(RULE).toString();
    }

    /** Which signal it was is not told to the program: the shell gives 130 for Ctrl-C, 143 for SIGTERM. */
    private static String exitCode(RunReport report) {
        boolean told =
                report.ending().exitCode() != 0 && !report.ending().outcome().equals(Outcome.INTERRUPTED.text());
        return told ? " (exit " + report.ending().exitCode() + ")" : "";
    }

    private static String requests(RunReport report) {
        RunReport.OverTime over = report.traffic().overTime();
        int most = over.counts().stream().mapToInt(Integer::intValue).max().orElse(0);
        return "%s, at most %s a second, %s refused for exceeding the rate limit"
                .formatted(
                        grouped(report.traffic().requests()),
                        grouped(Math.round((double) most / over.secondsPerCount())),
                        grouped(over.refused()));
    }

    private static void reconciliation(StringBuilder text, Reconciliation found) {
        line(
                text,
                "Reconciliation",
                found.isExact()
                        ? "exact"
                        : found.differences().isEmpty()
                                ? "see below"
                                : found.accepted() ? "differs, accepted" : "differs");
        found.differences().forEach(difference -> line(text, "  differs", difference));
        line(
                text,
                "  records",
                found.recordsAnnounced() < 0
                        ? grouped(found.recordsStored()) + " stored, the API announced no total"
                        : "%s announced, %s stored%s"
                                .formatted(
                                        grouped(found.recordsAnnounced()),
                                        grouped(found.recordsStored()),
                                        difference(found)));
        line(
                text,
                "  pages",
                "%s expected, %s stored; %s"
                        .formatted(
                                grouped(found.pagesExpected()),
                                grouped(found.pagesStored()),
                                found.endConfirmed()
                                        ? "nothing follows the last one"
                                        : "it is not known what follows"));
        if (found.isProbeDue()) {
            line(text, "  stability", probe(found));
        }
        found.shortPages().entrySet().stream()
                .limit(20)
                .forEach(page -> line(
                        text,
                        "  page " + page.getKey(),
                        grouped(page.getValue()) + " records, fewer than on other pages"));
        if (!found.announcements().isEmpty()) {
            line(text, "  the API announced different totals", String.join("; then ", found.announcements()));
        }
        if (found.idField() != null) {
            line(
                    text,
                    "  duplicate " + oneLine(found.idField()),
                    found.repeatedIds() < 0 ? "too many to count" : grouped(found.repeatedIds()));
        }
        found.repeatedIdExamples().forEach((id, pages) -> line(text, "    " + oneLine(id), "on pages " + pages));
    }

    /** Whether the source stood still. */
    static String probe(Reconciliation found) {
        return found.probe() == 0
                ? "no page was requested once more, so it is not known whether the source stood still"
                : "%s of %s probed: requested once more to see whether the source stood still"
                        .formatted(grouped(found.probedPages()), count(found.probe(), "page"));
    }

    /** What follows the numbers of records where they differ: {@code : 5 missing}. */
    static String difference(Reconciliation found) {
        long difference = found.recordsStored() - found.recordsAnnounced();
        return difference == 0
                ? ""
                : ": %s %s".formatted(grouped(Math.abs(difference)), difference < 0 ? "missing" : "more");
    }

    private static String byCause(Map<String, Integer> causes) {
        return causes.isEmpty()
                ? ""
                : causes.entrySet().stream()
                        .map(cause -> cause.getKey() + ": " + cause.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    private static String oneLine(String name) {
        return SafeText.cut(SafeText.oneLine(name), 60);
    }
}
