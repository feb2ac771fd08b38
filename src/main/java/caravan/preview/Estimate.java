package caravan.preview;

import caravan.text.Durations;
import java.time.Duration;

/**
 * What the whole would take, were every answer like the one that was seen. Retries come on top.
 *
 * @param requests one for each page, and one to see that nothing follows
 */
public record Estimate(long requests, Duration time) {
    private static final double NANOS = 1e9;

    /**
     * @param took how long the one answer took
     * @param parallel how many requests are under way at a time
     * @param perSecond requests a second that are never exceeded; may be infinite
     * @param delay the least time between two requests
     */
    public static Estimate of(long pages, Duration took, int parallel, double perSecond, Duration delay) {
        long requests = pages + 1;
        double byLatency = took.toNanos() / NANOS / parallel;
        double byPace = Math.max(1 / perSecond, delay.toNanos() / NANOS);
        return new Estimate(requests, Duration.ofNanos((long) (requests * Math.max(byLatency, byPace) * NANOS)));
    }

    /** {@code 40 s}, {@code 12 min}, {@code 3 h 20 min}: as exact as a guess may look. */
    public String shown() {
        return Durations.rough(time);
    }
}
