package caravan.fetch;

import java.time.Duration;
import java.util.TreeSet;

/**
 * How many requests at once, and how fast: every attempt passes here, so that the run as a whole keeps to what the API
 * allows.
 *
 * <p>A page holds its slot from the request until it is stored or its attempt has failed; a page in backoff holds none.
 * The lowest page goes first. Thread-safe.
 */
public final class Pace {
    private final int slots;
    private final long spacingNanos;
    private final TreeSet<Integer> waiting = new TreeSet<>();
    private final TreeSet<Integer> inFlight = new TreeSet<>();
    /** Those in flight for which it is worth waiting. */
    private final TreeSet<Integer> prompt = new TreeSet<>();

    private long nextNanos = System.nanoTime();
    private boolean stopped;

    /**
     * @param slots how many pages may be in flight
     * @param spacing the least time between two requests
     */
    public Pace(int slots, Duration spacing) {
        this.slots = slots;
        this.spacingNanos = spacing.toNanos();
    }

    /** Waits until the page may be asked for, and takes a slot for it. False when the run is being stopped. */
    public synchronized boolean enter(int page) throws InterruptedException {
        waiting.add(page);
        try {
            while (!stopped) {
                long wait = nextNanos - System.nanoTime();
                if (inFlight.size() < slots && waiting.first() == page && wait <= 0) {
                    inFlight.add(page);
                    prompt.add(page);
                    nextNanos = System.nanoTime() + spacingNanos;
                    return true;
                }
                wait(wait <= 0 ? 0 : wait / 1_000_000 + 1);
            }
            return false;
        } finally {
            waiting.remove(page);
            notifyAll();
        }
    }

    /** Gives the page's slot back; without effect when it has none. */
    public synchronized void leave(int page) {
        if (inFlight.remove(page)) {
            prompt.remove(page);
            notifyAll();
        }
    }

    /** No request of any page before {@code pause} is over. */
    public synchronized void pause(Duration pause) {
        nextNanos = Math.max(nextNanos, System.nanoTime() + pause.toNanos());
        notifyAll();
    }

    /**
     * Waits until no lower page is in flight, so that pages that come a little early are stored in order; but for no page
     * longer than {@code patience}. Nothing depends on it but how much must be put in order at the end.
     */
    public synchronized void awaitLower(int page, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (!stopped && prompt.lower(page) != null) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                // Slow ones: nobody waits for them again.
                prompt.headSet(page).clear();
                notifyAll();
                return;
            }
            wait(left / 1_000_000 + 1);
        }
    }

    /** Wakes all who wait; none is let in any more. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
