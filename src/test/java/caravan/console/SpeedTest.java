package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpeedTest {
    private final Speed speed = new Speed();
    private double seconds;
    private double pages;

    private void go(double forSeconds, double pagesPerSecond, boolean paused) {
        for (int step = 0; step < forSeconds * 4; step++) {
            seconds += 0.25;
            pages += pagesPerSecond / 4;
            speed.note((long) (seconds * 1e9), (int) pages, (long) (pages * 1000), paused);
        }
    }

    @Test
    void isRightFromTheStartWhateverWasThereBefore() {
        assertThat(speed.pagesPerSecond()).isZero();
        pages = 500;
        go(3, 8, false);
        assertThat(speed.pagesPerSecond()).isCloseTo(8, within(0.1));
        assertThat(speed.recordsPerSecond()).isCloseTo(8000, within(100.0));
    }

    @Test
    void followsAChangeWithinAMinute() {
        go(300, 40, false);
        go(60, 4, false);
        assertThat(speed.pagesPerSecond()).isBetween(4.0, 7.0);
    }

    @Test
    void doesNotFallInAPause() {
        go(30, 8, false);
        go(120, 0, true);
        assertThat(speed.pagesPerSecond()).isCloseTo(8, within(0.1));
        go(10, 0, false);
        assertThat(speed.pagesPerSecond()).isLessThan(7);
    }

    @Test
    void takesNoNoteOfTheSameMomentTwice() {
        go(10, 8, false);
        speed.note((long) (seconds * 1e9), 1_000_000, 1_000_000, false);
        go(1, 8, false);
        assertThat(speed.pagesPerSecond()).isCloseTo(8, within(0.1));
    }
}
