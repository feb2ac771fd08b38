package caravan.pace;

import java.time.Duration;

/**
 * Decides how long to wait before the next attempt. Pure: the caller supplies the random number.
 *
 * @param initial the wait after the first failure
 * @param max no wait is longer, save one that the API asks for
 */
public record Backoff(Duration initial, Duration max) {
    private static final double JITTER = 0.25;

    /**
     * The wait after failure number {@code failures}: doubled for each failure before it, twice as long when
     * rate-limited, spread by ±25 %, and never shorter than {@code retryAfter}.
     *
     * @param failures counts from 1
     * @param random from 0 (inclusive) to 1 (exclusive)
     */
    public Duration after(int failures, boolean rateLimited, Duration retryAfter, double random) {
        // 2^40 times a millisecond is 34 years: a higher power would only overflow.
        double factor = Math.pow(2, Math.min(failures - 1, 40)) * (rateLimited ? 2 : 1);
        double spread = 1 + JITTER * (2 * random - 1);
        double millis = Math.min(initial.toMillis() * factor * spread, (double) max.toMillis());
        Duration wait = Duration.ofMillis((long) millis);
        return wait.compareTo(retryAfter) >= 0 ? wait : retryAfter;
    }
}
