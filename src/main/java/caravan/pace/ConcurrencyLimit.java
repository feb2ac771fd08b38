package caravan.pace;

/**
 * How many requests at once the API bears: from two, one more for each round of good answers, and fewer while answers
 * become much slower than the best ones. Not thread-safe.
 */
final class ConcurrencyLimit {
    private static final int FIRST = 2;
    /** So much slower than the best, and by so much at least, means that the API is overloaded. */
    private static final int MUCH_SLOWER = 4;

    private static final long SLOWER_NANOS = 100_000_000;
    private static final double SMOOTHING = 0.2;

    private final int most;
    private double open;
    private double latency;
    private double bestLatency = Double.MAX_VALUE;

    ConcurrencyLimit(int most) {
        this.most = most;
        open = Math.min(FIRST, most);
    }

    int open() {
        return (int) open;
    }

    /** An answer began so many nanoseconds after its request. */
    void answered(double took) {
        latency = latency == 0 ? took : latency + SMOOTHING * (took - latency);
        bestLatency = Math.min(bestLatency, took);
    }

    /** A page came well. */
    void served() {
        if (latency > MUCH_SLOWER * bestLatency + SLOWER_NANOS) {
            open = Math.max(1, open - 1 / open);
        } else {
            open = Math.min(most, open + 1 / open);
        }
    }
}
