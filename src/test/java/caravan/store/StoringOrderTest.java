package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who waits for whom before it is stored, in time that the test moves. */
class StoringOrderTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = 77;
    private final StoringOrder order = new StoringOrder(() -> now);

    @Test
    void waitsForLowerPagesOnTheirWayAndForASlowOneOnlyOnce() {
        order.onItsWay(1);
        order.onItsWay(2);
        long until = now + SECOND;
        assertThat(order.untilLower(1, until)).isZero();
        assertThat(order.untilLower(2, until)).isEqualTo(SECOND);
        now += SECOND / 4;
        assertThat(order.untilLower(2, until)).isEqualTo(3 * SECOND / 4);
        now += 3 * SECOND / 4;
        assertThat(order.untilLower(2, until)).isZero();
        // Nobody waits for page 1 again.
        assertThat(order.untilLower(3, now + SECOND)).isEqualTo(SECOND);
        order.gone(2);
        assertThat(order.untilLower(3, now + SECOND)).isZero();
    }

    @Test
    void nobodyWaitsForAPageInBackoff() {
        order.onItsWay(1);
        order.onItsWay(2);
        order.gone(1);
        assertThat(order.untilLower(2, now + SECOND)).isZero();
    }

    @Test
    void stopWakesWhoWaitsForALowerPage() throws Exception {
        order.onItsWay(3);
        CompletableFuture<Void> taken = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                order.take(4, Duration.ofHours(1));
                taken.complete(null);
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(taken).isNotDone();
            Thread.onSpinWait();
        }
        order.stop();
        taken.get(5, TimeUnit.SECONDS);
    }

    @Test
    void oneAtATimeHasItsTurn() throws Exception {
        order.take(1, Duration.ZERO);
        CompletableFuture<Void> taken = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                order.take(2, Duration.ZERO);
                taken.complete(null);
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(taken).isNotDone();
            Thread.onSpinWait();
        }
        order.release();
        taken.get(5, TimeUnit.SECONDS);
    }
}
