package caravan.report;

import static caravan.text.Numbers.grouped;
import static caravan.text.Plural.count;

import caravan.text.Durations;
import caravan.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests and latency over the time of the session, as bars. */
final class TimeCharts {
    /** So that a run of a second does not look like a wall. */
    private static final int LEAST_BARS = 12;

    private static final int MOST_BARS = 150;

    private final List<Span> spans = new ArrayList<>();
    private final int seconds;

    /** Some seconds of the session; {@code mean} and {@code max} in milliseconds. */
    private record Span(int requests, double mean, int max) {}

    /**
     * A chart as it is drawn, one unit wide for each span of time and 100 units high.
     *
     * @param top what the upper edge stands for
     * @param middle the time in the middle of the axis
     * @param end the time at the end of the axis
     */
    record Chart(String name, int width, String top, String middle, String end, List<Bar> bars) {}

    /**
     * A bar of a chart.
     *
     * @param kind the style sheet's class; null for the usual one
     * @param share of the chart's height
     */
    record Bar(@Nullable String kind, double x, double share, String title) {}

    TimeCharts(RunReport.OverTime requests) {
        int counts = requests.counts().size();
        int each = (counts + MOST_BARS - 1) / MOST_BARS;
        seconds = each * requests.secondsPerCount();
        for (int from = 0; from < counts; from += each) {
            int sent = 0;
            double took = 0;
            int max = 0;
            for (int i = from; i < Math.min(from + each, counts); i++) {
                int weight = Math.max(1, requests.counts().get(i));
                sent += requests.counts().get(i);
                took += (double) weight * requests.meanMillis().get(i);
                max = Math.max(max, requests.maxMillis().get(i));
            }
            spans.add(new Span(sent, Math.min(max, took / Math.max(1, sent)), max));
        }
    }

    /** How many requests were sent. */
    Chart requests() {
        double most = top(spans.stream().mapToInt(Span::requests).max().orElse(0) / (double) seconds);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            int sent = spans.get(i).requests();
            add(bars, null, i, sent / (double) seconds / most, span(i) + ": " + count(sent, "request"));
        }
        return chart("Requests per second", grouped(Math.round(most)), bars);
    }

    /** How long answers took. */
    Chart latency() {
        double longest = top(spans.stream().mapToInt(Span::max).max().orElse(0));
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            String title = "%s: %s on average, %s at most"
                    .formatted(span(i), Durations.millis(span.mean()), Durations.millis(span.max()));
            add(bars, "max", i, span.max() / longest, title);
            add(bars, null, i, span.mean() / longest, title);
        }
        return chart("Time to first byte", Durations.millis(longest), bars);
    }

    private Chart chart(String name, String top, List<Bar> bars) {
        int width = Math.max(LEAST_BARS, spans.size());
        return new Chart(name, width, top, time(width * seconds / 2.0), time((double) width * seconds), bars);
    }

    private static void add(List<Bar> bars, @Nullable String kind, int span, double share, String title) {
        if (share > 0) {
            bars.add(new Bar(kind, span + 0.1, share, title));
        }
    }

    private String span(int i) {
        return time(i * (double) seconds) + " to " + time((i + 1) * (double) seconds);
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

    private static String time(double seconds) {
        return seconds < 60 ? svg(seconds) + " s" : Durations.spaced(seconds);
    }

    /** A number as SVG has it: at most two digits after the point. */
    static String svg(double value) {
        return Numbers.decimals(value, 2).replaceFirst("\\.?0+$", "");
    }
}
