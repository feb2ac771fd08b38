package caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask when, in time that the test moves. */
class PaceTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final Duration SOON = Duration.ofMillis(10);

    private long now = 77;

    @Test
    void slotsGrowFromTwoToTheMostOneForEachRoundOfGoodAnswers() {
        Pace pace = pace(4);
        assertThat(round(pace, 10)).isEqualTo(2);
        assertThat(round(pace, 10)).isEqualTo(2);
        assertThat(round(pace, 10)).isEqualTo(3);
        for (int i = 0; i < 20; i++) {
            round(pace, 10);
        }
        assertThat(round(pace, 10)).isEqualTo(4);
    }

    @Test
    void slotsShrinkToOneWhileAnswersAreMuchSlowerThanTheBest() {
        Pace pace = pace(4);
        for (int i = 0; i < 20; i++) {
            round(pace, 10);
        }
        for (int i = 0; i < 40; i++) {
            round(pace, 2000);
        }
        assertThat(round(pace, 2000)).isEqualTo(1);
        for (int i = 0; i < 60; i++) {
            round(pace, 10);
        }
        assertThat(round(pace, 10)).isEqualTo(4);
    }

    @Test
    void theLowestPageGoesFirst() {
        Pace pace = pace(1);
        assertThat(enter(pace, 5)).isTrue();
        assertThat(enter(pace, 9)).isFalse();
        assertThat(enter(pace, 7)).isFalse();
        pace.leave(5);
        now += SECOND;
        assertThat(enter(pace, 9)).isFalse();
        assertThat(enter(pace, 7)).isTrue();
    }

    @Test
    void aPageInBackoffHoldsNoSlotAndLetsHigherOnesPass() {
        Pace pace = pace(1);
        assertThat(enter(pace, 1)).isTrue();
        pace.backOff(1, Duration.ofSeconds(8));
        now += SECOND;
        assertThat(pace.tryEnter(1)).isEqualTo(7 * SECOND);
        assertThat(enter(pace, 2)).isTrue();
        pace.leave(2);
        now += 7 * SECOND - 1;
        assertThat(pace.tryEnter(1)).isEqualTo(1);
        now++;
        assertThat(enter(pace, 1)).isTrue();
        // The wait was for that attempt.
        pace.leave(1);
        now += SECOND;
        assertThat(enter(pace, 1)).isTrue();
    }

    @Test
    void aPageThatIsGivenUpForgetsItsWait() {
        Pace pace = pace(1);
        enter(pace, 1);
        pace.backOff(1, Duration.ofSeconds(8));
        pace.leave(1);
        now += SECOND;
        assertThat(enter(pace, 1)).isTrue();
    }

    @Test
    void whatOneRefusalAsksForHoldsForAll() {
        Pace pace = pace(4);
        enter(pace, 1);
        now += SECOND;
        pace.refused(1, Duration.ofSeconds(5), Duration.ofSeconds(1));
        pace.backOff(1, Duration.ofSeconds(1));
        assertThat(pace.tryEnter(2)).isEqualTo(5 * SECOND);
        now += 5 * SECOND - 1;
        assertThat(pace.tryEnter(1)).isEqualTo(1);
        now++;
        assertThat(enter(pace, 1)).isTrue();
    }

    @Test
    void aQuotaThatIsUsedUpHoldsAllUntilItsResetAndThenOneAsks() {
        Pace pace = pace(4);
        enter(pace, 1);
        pace.answered(SOON, 0, Duration.ofSeconds(30));
        pace.leave(1);
        assertThat(pace.tryEnter(2)).isEqualTo(30 * SECOND);
        now += 30 * SECOND;
        assertThat(enter(pace, 2)).isTrue();
        now += SECOND;
        assertThat(enter(pace, 3)).isFalse();
        pace.answered(SOON, 9, Duration.ZERO);
        assertThat(enter(pace, 3)).isTrue();
    }

    @Test
    void noMoreInFlightThanTheQuotaLeaves() {
        Pace pace = pace(8);
        for (int i = 0; i < 40; i++) {
            round(pace, 10);
        }
        assertThat(round(pace, 10)).isEqualTo(8);
        enter(pace, 900);
        pace.answered(SOON, 3, Duration.ofSeconds(60));
        pace.leave(900);
        assertThat(inFlight(pace)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "0, 0.5", "0, 150", "0.25, 1e9", "0.25, 3", "1, 100"})
    void theUsersOwnLimitsAreNeverExceeded(double delaySeconds, double maxPerSecond) {
        Pace pace = Pace.alone(8, Duration.ofMillis((long) (delaySeconds * 1000)), maxPerSecond, () -> now);
        long spacing = (long) Math.max(delaySeconds * SECOND, SECOND / maxPerSecond);
        List<Long> sent = new ArrayList<>();
        for (int page = 1; page <= 200; page++) {
            // Now and then one comes late.
            now += page % 17 == 0 ? 3 * spacing + 1 : 0;
            long wait = pace.tryEnter(page);
            if (wait > 0) {
                now += wait;
                assertThat(enter(pace, page)).isTrue();
            }
            sent.add(now);
            pace.answered(SOON, Long.MAX_VALUE, Duration.ZERO);
            pace.served(page);
            pace.leave(page);
        }
        for (int i = 1; i < sent.size(); i++) {
            assertThat(sent.get(i) - sent.get(i - 1)).isGreaterThanOrEqualTo((long) (delaySeconds * SECOND));
            // One that is late may be followed sooner by one other; more do not gather.
            int from = Math.max(0, i - 10);
            assertThat(sent.get(i) - sent.get(from)).isGreaterThanOrEqualTo((i - from - 1) * (spacing - 1));
        }
    }

    @Test
    void aPageThatHasComeFreesItsSlotButFewWaitToBeStored() {
        Pace pace = pace(2);
        for (int page = 1; page <= 4; page++) {
            now += SECOND;
            assertThat(enter(pace, page)).as("page %d", page).isTrue();
            pace.arrived(page);
        }
        now += SECOND;
        assertThat(enter(pace, 5)).isFalse();
        pace.leave(1);
        assertThat(enter(pace, 5)).isTrue();
        assertThat(enter(pace, 6)).isFalse();
    }

    @Test
    void stopWakesAllWhoWaitForASlotOrForTheirBackoff() throws Exception {
        Pace pace = Pace.alone(1, Duration.ZERO, 1e9, System::nanoTime);
        assertThat(pace.enter(1)).isTrue();
        pace.backOff(1, Duration.ofHours(1));
        assertThat(pace.enter(2)).isTrue();
        CompletableFuture<Boolean> backoff = waiting(() -> pace.enter(1));
        CompletableFuture<Boolean> slot = waiting(() -> pace.enter(3));
        pace.stop();
        assertThat(backoff.get(5, TimeUnit.SECONDS)).isFalse();
        assertThat(slot.get(5, TimeUnit.SECONDS)).isFalse();
        assertThat(pace.enter(5)).isFalse();
    }

    @Test
    void aSlotThatIsGivenBackWakesTheNext() throws Exception {
        Pace pace = Pace.alone(1, Duration.ZERO, 1e9, System::nanoTime);
        assertThat(pace.enter(1)).isTrue();
        CompletableFuture<Boolean> third = waiting(() -> pace.enter(3));
        CompletableFuture<Boolean> second = waiting(() -> pace.enter(2));
        pace.leave(1);
        assertThat(second.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(third).isNotDone();
        pace.leave(2);
        assertThat(third.get(5, TimeUnit.SECONDS)).isTrue();
    }

    private Pace pace(int slots) {
        return Pace.alone(slots, Duration.ZERO, 1e9, () -> now);
    }

    private static boolean enter(Pace pace, int page) {
        return pace.tryEnter(page) == 0;
    }

    private int nextPage = 1000;

    /** As many pages as are let in at once, in the order of their numbers. */
    private List<Integer> inFlight(Pace pace) {
        List<Integer> pages = new ArrayList<>();
        while (true) {
            // Long enough after the last one for any rate.
            now += SECOND;
            if (!enter(pace, nextPage)) {
                return pages;
            }
            pages.add(nextPage++);
        }
    }

    /** A round of pages that come well after so long; returns how many were in flight. */
    private int round(Pace pace, int millis) {
        // The slots of a round are asked for one by one, so that each takes as long as the others.
        List<Integer> pages = new ArrayList<>();
        long wait = 0;
        while (wait != Long.MAX_VALUE) {
            now += wait;
            wait = pace.tryEnter(nextPage);
            if (wait == 0) {
                pages.add(nextPage++);
            }
        }
        now += millis * MILLI;
        for (int page : pages) {
            pace.answered(Duration.ofMillis(millis), Long.MAX_VALUE, Duration.ZERO);
            pace.served(page);
            pace.arrived(page);
            pace.leave(page);
        }
        return pages.size();
    }

    private interface Step {
        boolean take() throws InterruptedException;
    }

    /** Begins a step on a thread of its own, and returns when it waits there. */
    private static CompletableFuture<Boolean> waiting(Step step) {
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(step.take());
            } catch (Throwable thrown) {
                outcome.completeExceptionally(thrown);
            }
        });
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(outcome).as("it does not wait").isNotDone();
            Thread.onSpinWait();
        }
        return outcome;
    }
}
