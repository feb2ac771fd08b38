package caravan.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Requests over time and how soon they were answered, in at most 600 spans: when these are full, each two become one.
 * Thread-safe.
 */
public final class RequestCounts {
    private static final int MOST = 600;
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanos;
    private final long startNanos;
    private final List<Span> spans = new ArrayList<>();
    private int secondsPerCount = 1;
    private int refused;

    /**
     * All of it at one moment.
     *
     * @param secondsPerCount how long a span is
     * @param counts how many requests were sent in each span
     * @param meanMillis the mean time until an answer began, of those that did in a span, rounded up; 0 where none did
     * @param maxMillis the longest such time
     * @param refused how many requests were refused for coming too fast
     */
    public record Snapshot(
            int secondsPerCount,
            List<Integer> counts,
            List<Integer> meanMillis,
            List<Integer> maxMillis,
            int refused) {}

    /** @param nanos the time in nanoseconds, of any origin */
    public RequestCounts(LongSupplier nanos) {
        this.nanos = nanos;
        startNanos = nanos.getAsLong();
    }

    public synchronized void sent() {
        span(nanos.getAsLong()).sent++;
    }

    /** An answer begins, so long after its request. */
    public synchronized void answered(Duration after) {
        Span span = span(nanos.getAsLong());
        span.answered++;
        span.sum += after.toNanos();
        span.max = Math.max(span.max, after.toNanos());
    }

    public synchronized void refused() {
        refused++;
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(
                secondsPerCount,
                spans.stream().map(span -> span.sent).toList(),
                spans.stream()
                        .map(span -> millis(span.sum / Math.max(1, span.answered)))
                        .toList(),
                spans.stream().map(span -> millis(span.max)).toList(),
                refused);
    }

    private Span span(long now) {
        while (index(now) >= MOST) {
            for (int i = 0; i < spans.size(); i += 2) {
                Span both = spans.get(i);
                if (i + 1 < spans.size()) {
                    both.add(spans.get(i + 1));
                }
                spans.set(i / 2, both);
            }
            spans.subList((spans.size() + 1) / 2, spans.size()).clear();
            secondsPerCount *= 2;
        }
        while (spans.size() <= index(now)) {
            spans.add(new Span());
        }
        return spans.get(index(now));
    }

    private int index(long now) {
        return (int) ((now - startNanos) / SECOND / secondsPerCount);
    }

    private static int millis(long nanos) {
        return (int) ((nanos + 999_999) / 1_000_000);
    }

    private static final class Span {
        private int sent;
        private int answered;
        private long sum;
        private long max;

        private void add(Span next) {
            sent += next.sent;
            answered += next.answered;
            sum += next.sum;
            max = Math.max(max, next.max);
        }
    }
}
