package caravan.pace;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * The pages that wait for their turn, the lowest first, and the threads that wait with them. Only the one whose turn it may be
 * is woken: there may be very many, and the others cannot pass it. Guarded by its {@link Pace}.
 */
final class Turns {
    private final TreeSet<Long> waiting = new TreeSet<>();
    /** Those that wait for their turn or for the end of their backoff. */
    private final Map<Long, Thread> threads = new HashMap<>();

    /** Whether the page is the next one of those that wait. */
    boolean isNext(long page) {
        waiting.add(page);
        return waiting.first() == page;
    }

    /** The page has taken its turn, or waits no more. */
    void leave(long page) {
        waiting.remove(page);
    }

    void parks(long page, Thread thread) {
        threads.put(page, thread);
    }

    void unparked(long page) {
        threads.remove(page);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    void wakeNext() {
        LockSupport.unpark(threads.get(waiting.first()));
    }

    void wakeAll() {
        threads.values().forEach(LockSupport::unpark);
    }
}
