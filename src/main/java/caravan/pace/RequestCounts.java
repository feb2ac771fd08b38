package caravan.pace;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests over time and how soon they were answered, in at most 600 spans: when these are full, each two become one. Not
 * thread-safe.
 */
final class RequestCounts {
    private static final int MOST = 600;
    private static final long SECOND = 1_000_000_000L;

    private final long startNanos;
    private final List<Span> spans = new ArrayList<>();
    private int secondsPerCount = 1;
    private int refused;

    RequestCounts(long startNanos) {
        this.startNanos = startNanos;
    }

    void sent(long nanos) {
        span(nanos).sent++;
    }

    /** An answer began {@code took} nanoseconds after its request. */
    void answered(long nanos, long took) {
        Span span = span(nanos);
        span.answered++;
        span.sum += took;
        span.max = Math.max(span.max, took);
    }

    void refused() {
        refused++;
    }

    int refusals() {
        return refused;
    }

    List<Integer> counts() {
        return spans.stream().map(span -> span.sent).toList();
    }

    /** For each span the mean time until an answer began, in milliseconds rounded up; 0 where none did. */
    List<Integer> meanMillis() {
        return spans.stream()
                .map(span -> millis(span.sum / Math.max(1, span.answered)))
                .toList();
    }

    /** The longest time in each span. */
    List<Integer> maxMillis() {
        return spans.stream().map(span -> millis(span.max)).toList();
    }

    int secondsPerCount() {
        return secondsPerCount;
    }

    private Span span(long nanos) {
        while (index(nanos) >= MOST) {
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
        while (spans.size() <= index(nanos)) {
            spans.add(new Span());
        }
        return spans.get(index(nanos));
    }

    private int index(long nanos) {
        return (int) ((nanos - startNanos) / SECOND / secondsPerCount);
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
