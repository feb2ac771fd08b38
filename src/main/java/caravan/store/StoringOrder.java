package caravan.store;

import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Lets one page at a time be stored, mostly in page order: one that comes a little early waits for the lower ones that are on
 * their way, so that less must be put in order at the end. Nothing else depends on it. Thread-safe.
 */
public final class StoringOrder {
    private final LongSupplier nanos;
    private final Semaphore turn = new Semaphore(1);
    /** Those on their way into the file for which it is worth waiting. */
    private final TreeSet<Integer> prompt = new TreeSet<>();

    private boolean stopped;
    private boolean torn;

    /** @param nanos the time in nanoseconds, of any origin */
    public StoringOrder(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The page is requested. */
    public synchronized void onItsWay(int page) {
        prompt.add(page);
    }

    /** The page is stored, or its attempt has failed. */
    public synchronized void gone(int page) {
        if (prompt.remove(page)) {
            notifyAll();
        }
    }

    /** Waits until no page lower than this one is on its way, but for no page longer than {@code patience}; then for its turn. */
    void take(int page, Duration patience) throws InterruptedException {
        awaitLower(page, patience);
        turn.acquire();
        if (isTorn()) {
            turn.release();
            throw new IllegalStateException(
                    "Page %d is not stored: one before it was left half stored".formatted(page));
        }
    }

    /** Rows were left that no page vouches for: whoever waits for a turn waits for the end of the run, and has none. */
    synchronized void tear() {
        torn = true;
        if (stopped) {
            turn.release();
        }
    }

    private synchronized boolean isTorn() {
        return torn;
    }

    /** Lets the next page have its turn. */
    void release() {
        turn.release();
    }

    /** Wakes all who wait for lower pages. */
    public synchronized void stop() {
        if (torn && !stopped) {
            turn.release();
        }
        stopped = true;
        notifyAll();
    }

    private synchronized void awaitLower(int page, Duration patience) throws InterruptedException {
        long until = nanos.getAsLong() + patience.toNanos();
        for (long wait = untilLower(page, until); wait > 0; wait = untilLower(page, until)) {
            wait(wait / 1_000_000 + 1);
        }
    }

    /** How many nanoseconds a page that has come waits for lower ones at most; zero when it need not. */
    synchronized long untilLower(int page, long until) {
        if (stopped || prompt.lower(page) == null) {
            return 0;
        }
        long left = until - nanos.getAsLong();
        if (left <= 0) {
            // Slow ones: nobody waits for them again.
            prompt.headSet(page).clear();
            notifyAll();
            return 0;
        }
        return left;
    }
}
