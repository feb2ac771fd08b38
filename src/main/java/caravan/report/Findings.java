package caravan.report;

import static caravan.report.Markup.count;
import static caravan.report.Markup.number;
import static caravan.report.Markup.percent;
import static caravan.report.Markup.svg;
import static caravan.report.Markup.text;

import caravan.store.Reconciliation;
import caravan.text.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Why was retried, whether all is there, and which fields are filled. */
final class Findings {
    private Findings() {}

    static String causes(RunReport report) {
        StringBuilder html = new StringBuilder("<h2>Retries by cause</h2>");
        if (report.retries().byCause().isEmpty()) {
            return html.append("<p class=calm>No request had to be repeated.</p>")
                    .toString();
        }
        int most = report.retries().byCause().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
        html.append("<table class=bars><tbody>");
        report.retries().byCause().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(cause -> html.append("<tr><th>%s<td class=n>%s<td class=bar>%s"
                        .formatted(named(cause.getKey()), number(cause.getValue()), bar(cause.getValue(), most))));
        return html.append("</table>").toString();
    }

    /** A status with its name. */
    private static String named(String cause) {
        return cause.matches("[1-5][0-9]{2}")
                ? "%s<small>%s</small>"
                        .formatted(
                                cause,
                                text(HttpStatus.describe(Integer.parseInt(cause))
                                        .replaceFirst("^[0-9]+ |^status.*", "")))
                : text(cause);
    }

    static String fields(RunReport report) {
        if (report.content().columns().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<h2>Fields</h2>");
        List<String> filled = report.content().columns().stream()
                .filter(column -> !report.content().missingFields().containsKey(column))
                .toList();
        html.append("<p>%s; filled in every record: %s.</p>"
                .formatted(
                        count(report.content().columns().size(), "field"),
                        filled.isEmpty()
                                ? "none"
                                : filled.stream()
                                        .limit(50)
                                        .map(Markup::text)
                                        .collect(Collectors.joining(", ", "", filled.size() > 50 ? ", …" : ""))));
        if (report.content().missingFields().isEmpty()) {
            return html.toString();
        }
        html.append(
                "<table class=fields><thead><tr><th>Field<th class=bar>Missing<th class=n><th class=n><b class=absent></b>"
                        + "Absent<th class=n><b class=null></b>Null<th class=n><b class=empty></b>Empty<tbody>");
        long most = report.content().missingFields().values().stream()
                .mapToLong(Findings::all)
                .max()
                .orElse(1);
        report.content()
                .missingFields()
                .forEach((field, counts) ->
                        html.append("<tr><th>%s<td class=bar>%s<td class=n>%s<td class=n>%s<td class=n>%s<td class=n>%s"
                                .formatted(
                                        text(field),
                                        stack(counts, most),
                                        percent(all(counts), report.recordsIngested()),
                                        number(counts.absent()),
                                        number(counts.nulls()),
                                        number(counts.empty()))));
        return html.append("</table>").toString();
    }

    private static long all(RunReport.Counts counts) {
        return counts.absent() + counts.nulls() + counts.empty();
    }

    /** Absent, null and empty side by side; the field that misses most is as long as it gets. */
    private static String stack(RunReport.Counts counts, long most) {
        return "<svg height=\"10\" width=\"100%\" aria-hidden=\"true\">"
                + part("absent", 0, counts.absent(), most)
                + part("null", counts.absent(), counts.nulls(), most)
                + part("empty", counts.absent() + counts.nulls(), counts.empty(), most)
                + "</svg>";
    }

    private static String part(String kind, long from, long count, long most) {
        return "<rect class=%s x=\"%s%%\" width=\"%s%%\" height=\"10\"/>"
                .formatted(kind, svg(100.0 * from / most), svg(100.0 * count / most));
    }

    static String reconciliation(RunReport report) {
        Reconciliation found = report.content().reconciliation();
        StringBuilder html = new StringBuilder("<h2>Reconciliation</h2>");
        if (found == null) {
            return html.append("<p class=calm>%s</p>"
                            .formatted(
                                    report.isRunning()
                                            ? "Comes when the last page is stored."
                                            : "The run ended before its last page: there was nothing to compare."))
                    .toString();
        }
        html.append("<ul class=checks>");
        long records = found.recordsStored();
        check(
                html,
                records == found.recordsAnnounced(),
                found.recordsAnnounced() < 0
                        ? count(records, "record") + " stored; the API announced no number"
                        : "%s announced, %s stored%s"
                                .formatted(
                                        count(found.recordsAnnounced(), "record"),
                                        number(records),
                                        ReportText.difference(found)));
        check(
                html,
                found.pagesExpected() == found.pagesStored(),
                "%s expected, %s stored".formatted(count(found.pagesExpected(), "page"), number(found.pagesStored())));
        check(
                html,
                found.endConfirmed(),
                found.endConfirmed() ? "nothing follows the last page" : "what follows the last page was not seen");
        check(
                html,
                found.shortPages().isEmpty(),
                found.shortPages().isEmpty()
                        ? "no page is shorter than the others"
                        : "%s%s shorter than the others"
                                .formatted(
                                        count(found.shortPages().size(), "page"),
                                        found.shortPages().size() == 1 ? " is" : " are"));
        if (found.idField() != null) {
            check(
                    html,
                    found.repeatedIds() == 0,
                    switch (Long.signum(found.repeatedIds())) {
                        case 0 -> "no %s stands twice".formatted(text(found.idField()));
                        case -1 -> "too many repeated %s to count".formatted(text(found.idField()));
                        default ->
                            "%s with a repeated %s"
                                            .formatted(count(found.repeatedIds(), "record"), text(found.idField()))
                                    + examples(found.repeatedIdExamples());
                    });
        }
        if (!found.announcements().isEmpty()) {
            check(html, false, "the API changed its mind: " + text(String.join("; then ", found.announcements())));
        }
        return html.append("</ul>").toString();
    }

    private static String examples(Map<String, List<Integer>> examples) {
        return examples.isEmpty()
                ? ""
                : examples.entrySet().stream()
                        .limit(5)
                        .map(id -> "%s on pages %s"
                                .formatted(
                                        text(id.getKey()),
                                        id.getValue().stream()
                                                .map(Object::toString)
                                                .collect(Collectors.joining(", "))))
                        .collect(Collectors.joining(
                                "<br>", "<small>", examples.size() > 5 ? "<br>…</small>" : "</small>"));
    }

    private static void check(StringBuilder html, boolean good, String text) {
        html.append("<li class=%s>%s</li>".formatted(good ? "yes" : "no", text));
    }

    private static String bar(long part, long most) {
        return "<svg height=\"10\" width=\"100%%\" aria-hidden=\"true\"><rect width=\"%s%%\" height=\"10\" rx=\"2\"/></svg>"
                .formatted(svg(100.0 * part / most));
    }
}
