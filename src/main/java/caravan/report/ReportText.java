package caravan.report;

import caravan.store.Reconciliation;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report as it is printed at the end of a run. */
final class ReportText {
    private static final String RULE = "=".repeat(72) + "\n";

    private ReportText() {}

    static String of(RunReport report) {
        StringBuilder text = new StringBuilder("\n").append(RULE);
        text.append("--- Execution Report ---\n");
        line(text, "Outcome", report.outcome() + exitCode(report));
        if (report.message() != null) {
            text.append("  ").append(report.message()).append('\n');
        }
        line(text, "Pages Requested", number(report.pagesRequested()));
        line(text, "Successful Pages", number(report.successfulPages()));
        line(text, "Failed Pages", number(report.failedPages().size()));
        report.failedPages().forEach((page, cause) -> line(text, "  page " + page, cause));
        line(text, "Total Retries", number(report.totalRetries()) + byCause(report.retriesByCause()));
        line(text, "Records Ingested", number(report.recordsIngested()));
        line(text, "Execution Time", duration(report.executionSeconds()));
        line(text, "Format Chosen", "CSV (Reason: Streaming efficiency)");
        line(text, "Requests", requests(report));
        if (report.resumedPages() > 0) {
            line(text, "Resumed", number(report.resumedPages()) + " pages were stored by an earlier session");
        }
        if (!report.missingFields().isEmpty()) {
            text.append("Missing Values:\n");
            report.missingFields()
                    .forEach((field, counts) -> line(
                            text,
                            "  " + oneLine(field),
                            "absent %s, null %s, empty %s"
                                    .formatted(
                                            number(counts.absent()), number(counts.nulls()), number(counts.empty()))));
        }
        report.problems().forEach((page, problems) -> line(text, "Page " + page, String.join("; ", problems)));
        if (report.reconciliation() != null) {
            reconciliation(text, report.reconciliation());
        }
        line(text, "Local File", report.file());
        line(text, "S3 Object", report.object() == null ? "none" : report.object());
        return text.append(RULE).toString();
    }

    /** Which signal it was is not told to the program: the shell gives 130 for Ctrl-C, 143 for SIGTERM. */
    private static String exitCode(RunReport report) {
        boolean told = report.exitCode() != 0 && !report.outcome().equals(Outcome.INTERRUPTED.text());
        return told ? " (exit " + report.exitCode() + ")" : "";
    }

    private static String requests(RunReport report) {
        RunReport.Requests over = report.requestsOverTime();
        int most = over.counts().stream().mapToInt(Integer::intValue).max().orElse(0);
        return "%s, at most %s a second, %s refused for coming too fast"
                .formatted(
                        number(report.requests()),
                        number(Math.round((double) most / over.secondsPerCount())),
                        number(over.refused()));
    }

    private static void reconciliation(StringBuilder text, Reconciliation found) {
        line(text, "Reconciliation", found.isExact() ? "exact" : "see below");
        line(
                text,
                "  records",
                found.recordsAnnounced() < 0
                        ? number(found.recordsStored()) + " stored, the API announced no number"
                        : "%s announced, %s stored%s"
                                .formatted(
                                        number(found.recordsAnnounced()),
                                        number(found.recordsStored()),
                                        difference(found)));
        line(
                text,
                "  pages",
                "%s expected, %s stored; %s"
                        .formatted(
                                number(found.pagesExpected()),
                                number(found.pagesStored()),
                                found.endConfirmed() ? "nothing follows the last one" : "what follows was not seen"));
        found.shortPages().entrySet().stream()
                .limit(20)
                .forEach(page ->
                        line(text, "  page " + page.getKey(), number(page.getValue()) + " records, fewer than others"));
        if (!found.announcements().isEmpty()) {
            line(text, "  the API changed its mind", String.join("; then ", found.announcements()));
        }
        if (found.idField() != null) {
            line(
                    text,
                    "  repeated " + oneLine(found.idField()),
                    found.repeatedIds() < 0 ? "too many to count" : number(found.repeatedIds()));
        }
        found.repeatedIdExamples().forEach((id, pages) -> line(text, "    " + oneLine(id), "on pages " + pages));
    }

    /** What follows the numbers of records where they differ: {@code : 5 missing}. */
    static String difference(Reconciliation found) {
        long difference = found.recordsStored() - found.recordsAnnounced();
        return difference == 0
                ? ""
                : ": %s %s".formatted(number(Math.abs(difference)), difference < 0 ? "missing" : "more");
    }

    /** {@code 4m 12s}, as people say it. */
    static String duration(double seconds) {
        // What would be rounded to 60.0 is a minute.
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, "%.1fs", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? "%dm %02ds".formatted(whole / 60, whole % 60)
                : "%dh %02dm %02ds".formatted(whole / 3600, whole / 60 % 60, whole % 60);
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

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String oneLine(String name) {
        String line = name.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }
}
