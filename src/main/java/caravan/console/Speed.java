package caravan.console;

/** How fast pages and records have come of late. Pauses that the API asked for do not count. Not thread-safe. */
final class Speed {
    /** What is older than this counts for about a third. */
    private static final double SECONDS = 20;

    private static final double SETTLED_SECONDS = 1.5;

    private long lastNanos;
    private int lastPages;
    private long lastRecords;
    private boolean started;
    private double seconds;
    private double pages;
    private double records;

    /** Notes what is there at a moment. */
    void note(long nanos, int pagesNow, long recordsNow, boolean paused) {
        double passed = (nanos - lastNanos) / 1e9;
        if (started && passed <= 0) {
            return;
        }
        if (started && !paused) {
            double fading = Math.exp(-passed / SECONDS);
            seconds = seconds * fading + passed;
            pages = pages * fading + (pagesNow - lastPages);
            records = records * fading + (recordsNow - lastRecords);
        }
        started = true;
        lastNanos = nanos;
        lastPages = pagesNow;
        lastRecords = recordsNow;
    }

    /** Whether there is enough to tell the future by. */
    boolean isSettled() {
        return seconds >= SETTLED_SECONDS;
    }

    /** 0 while nothing is known. */
    double pagesPerSecond() {
        return seconds == 0 ? 0 : pages / seconds;
    }

    double recordsPerSecond() {
        return seconds == 0 ? 0 : records / seconds;
    }
}
