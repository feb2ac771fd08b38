package caravan.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestCountsTest {
    private static final long SECOND = 1_000_000_000;

    private long now;

    @Test
    void countBySecond() {
        now = -5;
        RequestCounts counts = new RequestCounts(() -> now);
        for (double at : new double[] {0, 0.1, 0.9, 1, 3.5}) {
            now = -5 + (long) (at * SECOND);
            counts.sent();
        }
        assertThat(counts.snapshot().counts()).containsExactly(3, 1, 0, 1);
        assertThat(counts.snapshot().secondsPerCount()).isEqualTo(1);
        assertThat(counts.snapshot().refused()).isZero();
        counts.refused();
        assertThat(counts.snapshot().refused()).isEqualTo(1);
    }

    @Test
    void stayFewHoweverLongItTakes() {
        now = 0;
        RequestCounts counts = new RequestCounts(() -> now);
        int seconds = 5000;
        for (int i = 0; i < seconds; i++) {
            now = i * SECOND;
            counts.sent();
        }
        assertThat(counts.snapshot().secondsPerCount()).isEqualTo(16);
        assertThat(counts.snapshot().counts()).hasSizeLessThanOrEqualTo(600).startsWith(16, 16, 16);
        assertThat(counts.snapshot().counts().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(seconds);
    }

    @Test
    void bearALongSilence() {
        now = 0;
        RequestCounts counts = new RequestCounts(() -> now);
        now = 0;
        counts.sent();
        now = 1000 * SECOND;
        counts.sent();
        assertThat(counts.snapshot().counts().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(2);
        assertThat(counts.snapshot().secondsPerCount()).isEqualTo(2);
        assertThat(counts.snapshot().counts()).hasSize(501);
    }

    @Test
    void tellHowSoonRequestsWereAnswered() {
        now = 0;
        RequestCounts counts = new RequestCounts(() -> now);
        now = 0;
        counts.sent();
        now = 0;
        counts.sent();
        now = SECOND / 2;
        counts.answered(Duration.ofNanos(1));
        now = SECOND / 2;
        counts.answered(Duration.ofMillis(20));
        now = 2 * SECOND;
        counts.answered(Duration.ofNanos(SECOND));
        assertThat(counts.snapshot().counts()).containsExactly(2, 0, 0);
        assertThat(counts.snapshot().meanMillis()).containsExactly(10, 0, 1000);
        assertThat(counts.snapshot().maxMillis()).containsExactly(20, 0, 1000);
    }

    @Test
    void keepMeanAndMaximumWhenTwoSpansBecomeOne() {
        now = 0;
        RequestCounts counts = new RequestCounts(() -> now);
        now = 0;
        counts.answered(Duration.ofMillis(3));
        now = SECOND;
        counts.answered(Duration.ofMillis(6));
        now = SECOND;
        counts.answered(Duration.ofMillis(6));
        now = 601 * SECOND;
        counts.answered(Duration.ofMillis(8));
        assertThat(counts.snapshot().secondsPerCount()).isEqualTo(2);
        assertThat(counts.snapshot().meanMillis())
                .startsWith(5, 0)
                .endsWith(0, 8)
                .hasSize(301);
        assertThat(counts.snapshot().maxMillis())
                .startsWith(6, 0)
                .endsWith(0, 8)
                .hasSize(301);
    }
}
