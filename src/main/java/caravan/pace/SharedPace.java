package caravan.pace;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The pace of all runs that ask one host as one user, since the API's limit is theirs together. Each has its {@link Pace} by
 * {@link #join}; a page is a number that tells runs apart, too.
 *
 * <p>A page holds its slot from the request until it has come or its attempt has failed; a page in backoff holds none. Few
 * may have come and wait to be stored beside a full set of slots: that bounds memory, and what a crash makes ask twice. The
 * lowest page goes first. {@link ConcurrencyLimit} and what is left of a quota bound how many are in flight. Thread-safe.
 */
public final class SharedPace {
    /** Enough for one that is written while another one is next. */
    private static final int UNSTORED = 2;

    private static final long UNTIL_CHANGED = Long.MAX_VALUE;

    private final int maxSlots;
    private final long delayNanos;
    private final LongSupplier nanos;
    private final LearnedRate rate;
    private final ConcurrencyLimit slots;
    private final Turns turns = new Turns();
    private final TreeSet<Long> inFlight = new TreeSet<>();
    private final Map<Long, Long> sentAt = new HashMap<>();
    /** When those that failed may be asked for again. */
    private final Map<Long, Long> notBefore = new HashMap<>();
    /** Those that have come and are not stored yet. */
    private final TreeSet<Long> arrived = new TreeSet<>();

    private final Duration longestPause;
    private final long memory;
    /** How much a page takes, by the largest one lately. */
    private long pageBytes;

    private boolean exhausted;
    private long quotaLeft = Long.MAX_VALUE;
    private long nextNanos;
    private long pausedUntilNanos;
    private final Set<Integer> stopped = new HashSet<>();
    private int runs;
    private int going;

    /**
     * @param maxSlots how many pages may be in flight
     * @param delay the least time between two requests
     * @param maxPerSecond requests a second that are never exceeded
     * @param longestPause an API that wants a longer one is not waited for
     * @param memory how many bytes pages may take together; one is always let in
     * @param nanos the time in nanoseconds, of any origin
     */
    public SharedPace(
            int maxSlots, Duration delay, double maxPerSecond, Duration longestPause, long memory, LongSupplier nanos) {
        this.maxSlots = maxSlots;
        this.longestPause = longestPause;
        this.memory = memory;
        this.delayNanos = delay.toNanos();
        this.nanos = nanos;
        slots = new ConcurrencyLimit(maxSlots);
        nextNanos = nanos.getAsLong();
        pausedUntilNanos = nextNanos;
        rate = new LearnedRate(maxPerSecond, nextNanos);
    }

    /** For one run more. */
    public synchronized Pace join() {
        going++;
        return new Pace(this, runs++);
    }

    synchronized void left(int run) {
        going--;
        stopped.remove(run);
    }

    /** Whether nothing more is let in, and nobody is there who would wait for it. */
    public synchronized boolean isSpent() {
        return exhausted && going == 0;
    }

    /** Waits for the page's backoff and its turn, and takes a slot for it. False when the run is being stopped. */
    boolean enter(long page) throws InterruptedException {
        try {
            while (true) {
                long wait;
                synchronized (this) {
                    if (exhausted || stopped.contains(Pace.run(page))) {
                        return false;
                    }
                    wait = tryEnter(page);
                    if (wait == 0) {
                        return true;
                    }
                    turns.parks(page, Thread.currentThread());
                }
                LockSupport.parkNanos(this, wait);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            synchronized (this) {
                turns.leave(page);
                turns.unparked(page);
                wakeNext();
            }
        }
    }

    private void wakeNext() {
        if (!turns.isEmpty() && isPlace()) {
            turns.wakeNext();
        }
    }

    private boolean isPlace() {
        int held = arrived.size() + inFlight.size();
        return inFlight.size() < Math.min(slots.open(), quotaLeft)
                && held < maxSlots + UNSTORED
                && (held == 0 || (held + 1) * pageBytes <= memory);
    }

    /** Whether the API wants a longer pause than is granted: then nothing is let in any more. */
    synchronized boolean isExhausted() {
        return exhausted;
    }

    /** A page takes so much memory: how many are let in at once depends on the largest one lately. */
    synchronized void sized(long bytes) {
        pageBytes = Math.max(bytes, pageBytes - pageBytes / 64);
    }

    /** Takes a slot for the page when its turn has come: zero. Else how many nanoseconds to wait at most. */
    synchronized long tryEnter(long page) {
        long now = nanos.getAsLong();
        long rest = notBefore.getOrDefault(page, now) - now;
        if (rest > 0) {
            return rest; // And higher pages pass.
        }
        if (!turns.isNext(page) || !isPlace()) {
            return UNTIL_CHANGED;
        } else if (nextNanos > now) {
            return nextNanos - now;
        }
        turns.leave(page);
        inFlight.add(page);
        sentAt.put(page, now);
        // From when it was due, not from now: waking up late must not slow the run down.
        long spacing = rate.sent(now);
        nextNanos = Math.max(Math.max(nextNanos, now - spacing) + spacing, now + delayNanos);
        return 0;
    }

    /** The page has come whole: the next request need not wait until it is stored. */
    synchronized void arrived(long page) {
        if (inFlight.remove(page)) {
            arrived.add(page);
            sentAt.remove(page);
            wakeNext();
        }
    }

    /** The page is stored, or its attempt has failed; without effect when it has left before. */
    synchronized void leave(long page) {
        inFlight.remove(page);
        arrived.remove(page);
        sentAt.remove(page);
        notBefore.remove(page);
        wakeNext();
    }

    /** The page's attempt has failed: it leaves, and is not let in again before {@code wait} is over. */
    synchronized void backOff(long page, Duration wait) {
        leave(page);
        notBefore.put(page, nanos.getAsLong() + wait.toNanos());
    }

    /**
     * An answer came.
     *
     * @param after how long after its request
     * @param requestsLeft of a limit, as far as the answer says so; {@link Long#MAX_VALUE} when it does not
     * @param untilReset when there are more
     */
    synchronized void answered(Duration after, long requestsLeft, Duration untilReset) {
        // Where none is left, one asks after the reset what is there then.
        quotaLeft = Math.max(1, requestsLeft);
        if (requestsLeft == 0) {
            pause(untilReset);
            if (untilReset.compareTo(longestPause) > 0) {
                exhausted = true;
                turns.wakeAll();
            }
        }
        slots.answered((double) after.toNanos());
        wakeNext();
    }

    /** The page came well. */
    synchronized void served(long page) {
        rate.served(sentAt.getOrDefault(page, Long.MIN_VALUE));
        slots.served();
        wakeNext();
    }

    /**
     * The page's request was refused: all slow down.
     *
     * @param hint how long the API asks to wait; zero when it does not say
     * @param pause how long to wait where it does not say
     */
    synchronized void refused(long page, Duration hint, Duration pause) {
        pause(rate.refused(sentAt.getOrDefault(page, Long.MIN_VALUE), nanos.getAsLong(), hint, pause));
    }

    /** No request of any page before {@code rest} is over, though none was refused. */
    synchronized void rest(Duration rest) {
        pause(rest);
    }

    private void pause(Duration pause) {
        pausedUntilNanos = Math.max(pausedUntilNanos, nanos.getAsLong() + pause.toNanos());
        nextNanos = Math.max(nextNanos, pausedUntilNanos);
    }

    /** Wakes all who wait; none of this run is let in any more. */
    synchronized void stop(int run) {
        stopped.add(run);
        turns.wakeAll();
    }

    synchronized Pace.Moment moment() {
        long pause = Math.max(0, pausedUntilNanos - nanos.getAsLong());
        return new Pace.Moment(inFlight.size(), turns.size(), Duration.ofNanos(pause));
    }
}
