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
            """)
    void readsWhatIsLeft(String headers, long left, long reset) {
        assertThat(of(headers)).isEqualTo(new RateLimitHeaders(left, Duration.ofSeconds(reset)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Retry-After: 5
            RateLimit-Remaining: many; RateLimit-Reset: 5
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
        assertThat(RateLimitHeaders.of(headers, NOW)).isEqualTo(RateLimitHeaders.UNKNOWN);
    }

    private static RateLimitHeaders of(String text) {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (String header : text.split("; ", -1)) {
            headers.put(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
        }
        return RateLimitHeaders.of(headers, NOW);
    }
}
