package caravan.report;

import static caravan.report.Markup.count;
import static caravan.report.Markup.duration;
import static caravan.report.Markup.number;
import static caravan.report.Markup.svg;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Requests and latency over the time of the session, as bars. */
final class TimeCharts {
    /** So that a run of a second does not look like a wall. */
    private static final int LEAST_BARS = 12;

    private static final int MOST_BARS = 150;

    private final List<Bar> bars = new ArrayList<>();
    private final int seconds;

    /** One span of time; {@code mean} and {@code max} in milliseconds. */
    private record Bar(int requests, double mean, int max) {}

    private TimeCharts(RunReport.OverTime requests) {
        int spans = requests.counts().size();
        int each = (spans + MOST_BARS - 1) / MOST_BARS;
        seconds = each * requests.secondsPerCount();
        for (int from = 0; from < spans; from += each) {
            int sent = 0;
            double took = 0;
            int max = 0;
            for (int i = from; i < Math.min(from + each, spans); i++) {
                int weight = Math.max(1, requests.counts().get(i));
                sent += requests.counts().get(i);
                took += (double) weight * requests.meanMillis().get(i);
                max = Math.max(max, requests.maxMillis().get(i));
            }
            bars.add(new Bar(sent, Math.min(max, took / Math.max(1, sent)), max));
        }
    }

    static String of(RunReport report) {
        RunReport.OverTime requests = report.traffic().overTime();
        return requests.counts().isEmpty() ? "" : new TimeCharts(requests).html();
    }

    private String html() {
        StringBuilder sent = new StringBuilder();
        double mostSent = top(bars.stream().mapToInt(Bar::requests).max().orElse(0) / (double) seconds);
        StringBuilder took = new StringBuilder();
        double longest = top(bars.stream().mapToInt(Bar::max).max().orElse(0));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            String span = time(i * (double) seconds) + " to " + time((i + 1) * (double) seconds);
            rect(sent, "", i, bar.requests / (double) seconds / mostSent, span + ": " + count(bar.requests, "request"));
            String title = "%s: %s on average, %s at most".formatted(span, millis(bar.mean), millis(bar.max));
            rect(took, "class=max ", i, bar.max / longest, title);
            rect(took, "", i, bar.mean / longest, title);
        }
        return chart("Requests a second", "", number(Math.round(mostSent)), sent)
                + chart(
                        "Time until an answer began",
                        "<ul class=legend><li><b class=mean></b>on average<li><b class=max></b>at most</ul>",
                        millis(longest),
                        took);
    }

    private String chart(String name, String legend, String top, StringBuilder rects) {
        int width = Math.max(LEAST_BARS, bars.size());
        return """
            <figure><figcaption><h2>%s</h2>%s</figcaption><div class=plot><span class=top>%s</span>\
            <svg viewBox="0 0 %d 100" preserveAspectRatio="none" role="img" aria-label="%s">%s</svg></div>\
            <div class=axis><span>0 s</span><span>%s</span><span>%s</span></div></figure>""".formatted(
                name, legend, top, width, name, rects, time(width * seconds / 2.0), time((double) width * seconds));
    }

    private static void rect(StringBuilder to, String attributes, int bar, double share, String title) {
        if (share > 0) {
            to.append("<rect %sx=\"%s\" y=\"%s\" width=\".8\" height=\"%s\"><title>%s</title></rect>"
                    .formatted(attributes, svg(bar + 0.1), svg(100 - 100 * share), svg(100 * share), title));
        }
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

    private static String millis(double millis) {
        return millis < 1000
                ? number(Math.round(millis)) + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / 1000).replace(".0 s", " s");
    }

    private static String time(double seconds) {
        return seconds < 60 ? svg(seconds) + " s" : duration(seconds);
    }
}
