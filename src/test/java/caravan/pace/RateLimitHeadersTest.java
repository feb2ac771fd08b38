package caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RateLimit-Remaining: 5; RateLimit-Reset: 30              | 5 | 30
            x-ratelimit-remaining: 0; X-RATELIMIT-RESET: 7           | 0 | 7
            X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1800000020  | 0 | 20
            X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1799999999  | 0 | 0
            RateLimit: limit=100, remaining=3, reset=9               | 3 | 9
            RateLimit-Remaining: 4                                   | 4 | 0
            RateLimit-Remaining: 0; RateLimit-Reset: soon            | 0 | 0
            RateLimit-Remaining: 0; RateLimit-Reset: 99999           | 0 | 99999
            RateLimit-Remaining: 12, 100;w=60                        | 12 | 0
            X-Rate-Limit-Remaining: 0; X-Rate-Limit-Reset: 1800000007 | 0 | 7
            x-ratelimit-remaining: 0; x-ratelimit-reset-after: 2.5   | 0 | 2.5
            X-RateLimit-Remaining: 0; X-RateLimit-Reset: 2.5         | 0 | 2.5
            X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1800000020500 | 0 | 20.5
            X-RateLimit-Remaining: 0; X-RateLimit-Reset: 1800000020500000 | 0 | 20.5
            X-RateLimit-Remaining: 0; X-RateLimit-Reset: 2027-01-15T08:00:05Z | 0 | 5
            X-RateLimit-Remaining: 0.0; X-RateLimit-Reset: 3         | 0 | 3
            RateLimit: "default";r=0;t=2                             | 0 | 2
            RateLimit: "burst";r=0;t=2, "day";r=17;t=900             | 0 | 2
            RateLimit: "burst";r=0;t=2, "day";r=0;t=900              | 0 | 900
            RateLimit: "burst";r=5;t=2, "day";r=3;t=900              | 3 | 900
            RateLimit: default;r=4;t=1                               | 4 | 1
            """)
    void readsWhatIsLeft(String headers, long left, double reset) {
        assertThat(of(headers)).isEqualTo(new RateLimitHeaders(left, Duration.ofMillis(Math.round(1000 * reset))));
    }

    /** 1500 may be seconds or milliseconds: the longer, as far as one is willing to wait (here 300 s). */
    @ParameterizedTest
    @CsvSource({
        "X-RateLimit-Reset, 1500, 300", "X-RateLimit-Reset, 299, 299", "X-RateLimit-Reset, 999, 999",
        "X-Rate-Limit-Reset, 1500, 300", "RateLimit-Reset, 1500, 1500", "X-RateLimit-Reset, 1800001500, 1500"
    })
    void anAmbiguousResetIsNoReasonToGiveUp(String header, String value, long reset) {
        assertThat(of("X-RateLimit-Remaining: 0; " + header + ": " + value))
                .isEqualTo(new RateLimitHeaders(0, Duration.ofSeconds(reset)));
    }

    @Test
    void aResetIsHeardWhereNobodySaysWhatIsLeft() {
        assertThat(of("X-RateLimit-Reset: 7")).isEqualTo(new RateLimitHeaders(Long.MAX_VALUE, Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Retry-After: 5
            RateLimit-Remaining: many
            RateLimit: "default";w=60
            RateLimit-Remaining: -1
            RateLimit-Limit: 100; RateLimit-Policy: 100
            RateLimit: nonsense
            RateLimit-Remaining: 99999999999999999999
            """)
    void takesNonsenseForNoQuota(String headers) {
        assertThat(of(headers)).isEqualTo(RateLimitHeaders.UNKNOWN);
    }

    @Test
    void bearsAHeaderWithoutAValue() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("RateLimit-Remaining", null);
        assertThat(RateLimitHeaders.of(headers, NOW, Duration.ofMinutes(5))).isEqualTo(RateLimitHeaders.UNKNOWN);
    }

    private static RateLimitHeaders of(String text) {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (String header : text.split("; ", -1)) {
            headers.put(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
        }
        return RateLimitHeaders.of(headers, NOW, Duration.ofMinutes(5));
    }
}
