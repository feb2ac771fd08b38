package caravan.report;

import static caravan.report.Markup.number;
import static caravan.report.Markup.svg;

import java.util.List;
import java.util.Locale;

/** Requests and latency over the time of the session, as bars. */
final class TimeCharts {
    /** So that a run of a second does not look like a wall. */
    private static final int LEAST_SPANS = 12;

    private final RunReport.Requests requests;
    private final int spans;

    private TimeCharts(RunReport.Requests requests) {
        this.requests = requests;
        spans = Math.max(LEAST_SPANS, requests.counts().size());
    }

    static String of(RunReport report) {
        RunReport.Requests requests = report.requestsOverTime();
        return requests.counts().isEmpty() ? "" : new TimeCharts(requests).html();
    }

    private String html() {
        double perSecond = requests.secondsPerCount();
        int most = requests.counts().stream().mapToInt(Integer::intValue).max().orElse(0);
        StringBuilder bars = new StringBuilder();
        double top = top(most / perSecond);
        for (int i = 0; i < requests.counts().size(); i++) {
            int count = requests.counts().get(i);
            if (count > 0) {
                bar(bars, "", i, count / perSecond / top, "%s: %s".formatted(span(i), Markup.count(count, "request")));
            }
        }
        String sent = chart("Requests a second", axis(top), bars, "");
        if (requests.maxMillis() == null || requests.maxMillis().isEmpty()) {
            return sent;
        }
        int slowest =
                requests.maxMillis().stream().mapToInt(Integer::intValue).max().orElse(0);
        top = top(slowest);
        bars.setLength(0);
        for (int i = 0; i < requests.maxMillis().size(); i++) {
            int max = requests.maxMillis().get(i);
            if (max > 0) {
                int mean = requests.meanMillis().get(i);
                String title = "%s: %s on average, %s at most".formatted(span(i), millis(mean), millis(max));
                bar(bars, "class=max ", i, max / top, title);
                bar(bars, "", i, mean / top, title);
            }
        }
        return sent
                + chart(
                        "Until an answer began",
                        millis(top),
                        bars,
                        "<ul class=legend><li><b class=mean></b>on average<li><b class=max></b>at most</ul>");
    }

    private String chart(String name, String top, StringBuilder bars, String legend) {
        double seconds = (double) spans * requests.secondsPerCount();
        return """
            <figure><figcaption><h2>%s</h2>%s</figcaption><div class=plot><span class=top>%s</span>\
            <svg viewBox="0 0 %d 100" preserveAspectRatio="none" role="img" aria-label="%s over time">%s</svg></div>\
            <div class=axis><span>0 s</span><span>%s</span><span>%s</span></div></figure>""".formatted(name, legend, top, spans, name, bars, time(seconds / 2), time(seconds));
    }

    private void bar(StringBuilder bars, String attributes, int span, double share, String title) {
        bars.append("<rect %sx=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>"
                .formatted(
                        attributes,
                        svg(span + (spans > 120 ? 0 : 0.12)),
                        svg(100 - 100 * share),
                        svg(spans > 120 ? 1 : 0.76),
                        svg(100 * share),
                        title));
    }

    private String span(int index) {
        int from = index * requests.secondsPerCount();
        return "%s to %s".formatted(time(from), time(from + (double) requests.secondsPerCount()));
    }

    /** The next of 1, 2, 5, 10, 20, … that is not below. */
    static double top(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1))));
        for (double step : List.of(1.0, 2.0, 5.0)) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String axis(double value) {
        return number(Math.round(value));
    }

    private static String millis(double millis) {
        return millis < 1000
                ? number(Math.round(millis)) + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / 1000).replace(".0 s", " s");
    }

    private static String time(double seconds) {
        return seconds < 60 ? Markup.svg(seconds) + " s" : ReportText.duration(seconds);
    }
}
