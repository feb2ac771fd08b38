package caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestCountsTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void countBySecond() {
        RequestCounts counts = new RequestCounts(-5);
        for (double at : new double[] {0, 0.1, 0.9, 1, 3.5}) {
            counts.sent(-5 + (long) (at * SECOND));
        }
        assertThat(counts.counts()).containsExactly(3, 1, 0, 1);
        assertThat(counts.secondsPerCount()).isEqualTo(1);
        assertThat(counts.refusals()).isZero();
        counts.refused();
        assertThat(counts.refusals()).isEqualTo(1);
    }

    @Test
    void stayFewHoweverLongItTakes() {
        RequestCounts counts = new RequestCounts(0);
        int seconds = 5000;
        for (int i = 0; i < seconds; i++) {
            counts.sent(i * SECOND);
        }
        assertThat(counts.secondsPerCount()).isEqualTo(16);
        assertThat(counts.counts()).hasSizeLessThanOrEqualTo(600).startsWith(16, 16, 16);
        assertThat(counts.counts().stream().mapToInt(Integer::intValue).sum()).isEqualTo(seconds);
    }

    @Test
    void bearALongSilence() {
        RequestCounts counts = new RequestCounts(0);
        counts.sent(0);
        counts.sent(1000 * SECOND);
        assertThat(counts.counts().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
        assertThat(counts.secondsPerCount()).isEqualTo(2);
        assertThat(counts.counts()).hasSize(501);
    }

    @Test
    void tellHowSoonRequestsWereAnswered() {
        RequestCounts counts = new RequestCounts(0);
        counts.sent(0);
        counts.sent(0);
        counts.answered(SECOND / 2, 1);
        counts.answered(SECOND / 2, 20_000_000);
        counts.answered(2 * SECOND, SECOND);
        assertThat(counts.counts()).containsExactly(2, 0, 0);
        assertThat(counts.meanMillis()).containsExactly(10, 0, 1000);
        assertThat(counts.maxMillis()).containsExactly(20, 0, 1000);
    }

    @Test
    void keepMeanAndMaximumWhenTwoSpansBecomeOne() {
        RequestCounts counts = new RequestCounts(0);
        counts.answered(0, 3_000_000);
        counts.answered(SECOND, 6_000_000);
        counts.answered(SECOND, 6_000_000);
        counts.answered(601 * SECOND, 8_000_000);
        assertThat(counts.secondsPerCount()).isEqualTo(2);
        assertThat(counts.meanMillis()).startsWith(5, 0).endsWith(0, 8).hasSize(301);
        assertThat(counts.maxMillis()).startsWith(6, 0).endsWith(0, 8).hasSize(301);
    }
}
