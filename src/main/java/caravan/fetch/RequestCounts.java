package caravan.fetch;

import java.util.ArrayList;
import java.util.List;

/** Requests over time, in at most 600 numbers: when these are full, each two become one. Not thread-safe. */
final class RequestCounts {
    private static final int MOST = 600;

    private final long startNanos;
    private final List<Integer> counts = new ArrayList<>();
    private int secondsPerCount = 1;
    private int refused;

    RequestCounts(long startNanos) {
        this.startNanos = startNanos;
    }

    void sent(long nanos) {
        int index = index(nanos);
        while (index >= MOST) {
            for (int i = 0; i < counts.size(); i += 2) {
                counts.set(i / 2, counts.get(i) + (i + 1 < counts.size() ? counts.get(i + 1) : 0));
            }
            counts.subList((counts.size() + 1) / 2, counts.size()).clear();
            secondsPerCount *= 2;
            index = index(nanos);
        }
        while (counts.size() <= index) {
            counts.add(0);
        }
        counts.set(index, counts.get(index) + 1);
    }

    void refused() {
        refused++;
    }

    int refusals() {
        return refused;
    }

    List<Integer> counts() {
        return List.copyOf(counts);
    }

    int secondsPerCount() {
        return secondsPerCount;
    }

    private int index(long nanos) {
        return (int) ((nanos - startNanos) / 1_000_000_000L / secondsPerCount);
    }
}
