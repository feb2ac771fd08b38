package caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    @ParameterizedTest(name = "failure {0}, rate-limited {1}, Retry-After {2} s, random {3}: {4} ms")
    @CsvSource(textBlock = """
            # failures, rate-limited, Retry-After, random, wait
            1,  false, 0,   0.5,  1000
            2,  false, 0,   0.5,  2000
            3,  false, 0,   0.5,  4000
            6,  false, 0,   0.5,  32000
            7,  false, 0,   0.5,  60000
            1,  false, 0,   0,    750
            1,  false, 0,   0.75, 1125
            3,  false, 0,   0,    3000
            # twice as long when rate-limited
            1,  true,  0,   0.5,  2000
            2,  true,  0,   0.5,  4000
            1,  true,  0,   0,    1500
            # no longer than the cap, jitter included
            6,  false, 0,   0.99, 39840
            7,  false, 0,   0.99, 60000
            50, true,  0,   0,    60000
            2147483647, true, 0, 0.5, 60000
            # what the API asks for is the least, and may be longer than the cap
            1,  false, 1,   0.5,  1000
            1,  false, 3,   0.5,  3000
            5,  false, 3,   0.5,  16000
            1,  false, 300, 0.5,  300000
            9,  true,  61,  0.5,  61000
            """)
    void waits(int failures, boolean rateLimited, int retryAfter, double random, long millis) {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));
        assertThat(backoff.after(failures, rateLimited, Duration.ofSeconds(retryAfter), random))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Property(seed = "1")
    void isNeverBelowZeroNorAboveTheCap(
            @ForAll @IntRange(min = 1) int failures,
            @ForAll boolean rateLimited,
            @ForAll @IntRange(max = 1_000_000) int initial,
            @ForAll @IntRange(max = 100_000_000) int max,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        Backoff backoff = new Backoff(Duration.ofMillis(initial), Duration.ofMillis(max));
        assertThat(backoff.after(failures, rateLimited, Duration.ZERO, random))
                .isBetween(Duration.ZERO, Duration.ofMillis(max));
    }

    @Property(seed = "2")
    void waitsAtLeastAsLongAsRetryAfterAndElseAsIfThereWereNone(
            @ForAll @IntRange(min = 1, max = 60) int failures,
            @ForAll boolean rateLimited,
            @ForAll @IntRange(max = 1_000_000) int retryAfterMillis,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));
        Duration retryAfter = Duration.ofMillis(retryAfterMillis);
        Duration alone = backoff.after(failures, rateLimited, Duration.ZERO, random);
        assertThat(backoff.after(failures, rateLimited, retryAfter, random))
                .isEqualTo(alone.compareTo(retryAfter) > 0 ? alone : retryAfter);
    }

    @Property(seed = "3")
    void doublesAndSpreadsByAQuarter(
            @ForAll @IntRange(min = 1, max = 20) int failures,
            @ForAll boolean rateLimited,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofDays(365));
        double middle = 100 * Math.pow(2, failures - 1) * (rateLimited ? 2 : 1);
        long wait = backoff.after(failures, rateLimited, Duration.ZERO, random).toMillis();
        assertThat((double) wait).isBetween(Math.floor(middle * 0.75), middle * 1.25);
    }
}
