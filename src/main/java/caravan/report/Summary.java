package caravan.report;

import static caravan.report.Markup.bytes;
import static caravan.report.Markup.count;
import static caravan.report.Markup.duration;
import static caravan.report.Markup.moment;
import static caravan.report.Markup.number;
import static caravan.report.Markup.text;

/** Head and foot of the page: what a reader wants to know first, and what last. */
final class Summary {
    private Summary() {}

    static String of(RunReport report, PageCells pages) {
        Verdict verdict = Verdict.of(report, pages);
        StringBuilder html = new StringBuilder();
        html.append("<p class=kicker>%s · %s</p>"
                .formatted(
                        text(report.identity().source()), moment(report.times().started())));
        html.append("<h1 class=%s><span class=mark aria-hidden=true></span>%s</h1>"
                .formatted(verdict.tone(), verdict.sentence()));
        // Of these the sentence and the advice say all that there is.
        boolean said = report.ending().outcome().equals(Outcome.COMPLETE.text())
                || report.ending().outcome().equals(Outcome.PARTIAL.text());
        if (report.ending().message() != null && !said) {
            html.append("<p class=message>%s</p>".formatted(text(report.ending().message())));
        }
        if (report.isRunning()) {
            html.append("<progress value=%d max=%d>%1$d of %2$d</progress><p class=advice>%s</p>"
                    .formatted(report.pages().stored(), pages.size(), timeLeft(report, pages)));
        } else {
            html.append("<p class=advice><b>Exit code %d.</b> %s</p>"
                    .formatted(report.ending().exitCode(), verdict.advice()));
        }
        html.append("<dl class=numbers>");
        figure(html, "records", "Records", report.recordsIngested(), number(report.recordsIngested()), "");
        figure(
                html,
                "stored",
                "Pages",
                report.pages().stored(),
                number(report.pages().stored()),
                report.pages().stored() == pages.size() ? "all stored" : "of " + number(pages.size()) + " stored");
        figure(
                html,
                "retries",
                "Retries",
                report.retries().total(),
                number(report.retries().total()),
                "");
        figure(
                html,
                "requests",
                "Requests",
                report.traffic().requests(),
                number(report.traffic().requests()),
                refused(report));
        figure(
                html,
                "seconds",
                "Time",
                report.session().seconds(),
                duration(report.session().seconds()),
                report.session().resumedPages() == 0 ? "" : "in this session");
        figure(
                html,
                "bytes",
                "CSV file",
                report.csv().bytes(),
                bytes(report.csv().bytes()),
                "");
        html.append("</dl><dl class=where>");
        place(html, "Local file", report.csv().file(), "");
        place(html, "On S3", report.csv().object(), report.isRunning() ? "not yet" : "nothing delivered");
        return html.append("</dl>").toString();
    }

    static String foot(RunReport report) {
        StringBuilder html = new StringBuilder("Run <b>")
                .append(text(report.identity().run()))
                .append("</b>");
        html.append(" · begun ").append(moment(report.times().started()));
        if (report.times().finished() != null) {
            html.append(" · ended ").append(moment(report.times().finished()));
        }
        if (report.session().resumedPages() > 0) {
            html.append(" · resumed: ")
                    .append(count(report.session().resumedPages(), "page"))
                    .append(report.session().resumedPages() == 1 ? " was" : " were")
                    .append(" stored by earlier sessions");
        }
        return html.append(" · ")
                .append(count(report.traffic().logins(), "login"))
                .toString();
    }

    /** @param exact the number as the JSON report has it */
    private static void figure(StringBuilder html, String id, String name, Number exact, String value, String note) {
        html.append("<div><dt>%s</dt><dd><data id=%s value=%s>%s</data>%s</dd></div>"
                .formatted(name, id, exact, value, note.isEmpty() ? "" : "<small>" + note + "</small>"));
    }

    private static void place(StringBuilder html, String name, String address, String none) {
        html.append("<div><dt>%s</dt><dd>%s</dd></div>"
                .formatted(name, address == null ? none : "<code>" + text(address) + "</code>"));
    }

    private static String refused(RunReport report) {
        int refused = report.traffic().overTime().refused();
        return refused == 0 ? "" : number(refused) + " refused as too fast";
    }

    private static String timeLeft(RunReport report, PageCells pages) {
        int now = report.pages().stored() - report.session().resumedPages();
        int left = pages.size() - report.pages().stored();
        return now < 3 || left == 0
                ? "This page follows the run by itself."
                : "About %s left. This page follows the run by itself."
                        .formatted(duration(Math.ceil(report.session().seconds() * left / now))
                                .replace(".0 s", " s"));
    }
}
