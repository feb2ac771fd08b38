package caravan.trial;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A token bucket: so many requests a second, after a first burst. Thread-safe. */
final class RateLimit {
    private final double perSecond;
    private final int burst;
    private final InstantSource clock;
    private double tokens;
    private Instant filled;

    /**
     * What one request is told.
     *
     * @param toNext until a request would be granted
     * @param toFull until the whole burst is there again
     */
    record Grant(boolean granted, int remaining, Duration toNext, Duration toFull) {}

    RateLimit(double perSecond, int burst, InstantSource clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        this.tokens = burst;
        this.filled = clock.instant();
    }

    synchronized Grant ask() {
        Instant now = clock.instant();
        double since = Math.max(0, Duration.between(filled, now).toNanos()) / 1e9;
        tokens = Math.min(burst, tokens + since * perSecond);
        filled = now;
        boolean granted = tokens >= 1;
        if (granted) {
            tokens--;
        }
        return new Grant(granted, (int) tokens, seconds(Math.max(0, 1 - tokens)), seconds(burst - tokens));
    }

    private Duration seconds(double missingTokens) {
        return Duration.ofNanos((long) (missingTokens / perSecond * 1e9));
    }
}
