package caravan.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            125, 400,  4, Infinity, 0,   126, 13 s
            125, 400,  1, Infinity, 0,   126, 50 s
            125, 400,  4, 1,        0,   126, 2 min
            125, 400,  4, Infinity, 500, 126, 63 s
            1,   1,    4, Infinity, 0,   2,   1 s
            10000, 3000, 1, Infinity, 0, 10001, 8 h 20 min
            1000, 3000, 1, Infinity, 0,  1001, 50 min
            """)
    void isBoundByTheSlowestOfLatencyRateAndDelay(
            long pages, long millis, int parallel, double perSecond, long delay, long requests, String time) {
        Estimate estimate =
                Estimate.of(pages, Duration.ofMillis(millis), parallel, perSecond, Duration.ofMillis(delay));
        assertThat(estimate.requests()).isEqualTo(requests);
        assertThat(estimate.shown()).isEqualTo(time);
    }
}
