package caravan.pace;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many requests at once, and how fast: every attempt of a run passes here, so that the run keeps to what the API allows,
 * together with all others that ask the same host as the same user. A wait that it asks for, in one answer, holds for all.
 * Thread-safe.
 */
public final class Pace implements AutoCloseable {
    private static final int RUN_BITS = 16;

    private final SharedPace shared;
    private final int run;

    /**
     * What is going on at one moment, with all runs that share the pace.
     *
     * @param inFlight pages that hold a slot
     * @param waiting pages that wait for one
     * @param pause how long no request is sent, because the API asked for it or refused; zero when that is not so
     */
    public record Moment(int inFlight, int waiting, Duration pause) {}

    Pace(SharedPace shared, int run) {
        this.shared = shared;
        this.run = run & ((1 << RUN_BITS) - 1);
    }

    /** One that no other run shares, without bounds. */
    public static Pace alone(int maxSlots, Duration delay, double maxPerSecond, LongSupplier nanos) {
        return new SharedPace(maxSlots, delay, maxPerSecond, Duration.ofNanos(Long.MAX_VALUE), Long.MAX_VALUE, nanos)
                .join();
    }

    /** The lowest page goes first, of whatever run. */
    private long key(int page) {
        return (long) page << RUN_BITS | run;
    }

    static int run(long key) {
        return (int) (key & ((1 << RUN_BITS) - 1));
    }

    /** Waits for the page's backoff and its turn, and takes a slot for it. False when the run is being stopped. */
    public boolean enter(int page) throws InterruptedException {
        return shared.enter(key(page));
    }

    /** Takes a slot for the page when its turn has come: zero. Else how many nanoseconds to wait at most. */
    public long tryEnter(int page) {
        return shared.tryEnter(key(page));
    }

    /** Whether the API wants a longer pause than is granted: then nothing is let in any more. */
    public boolean isExhausted() {
        return shared.isExhausted();
    }

    /** A page takes so much memory: how many are let in at once depends on the largest one lately. */
    public void sized(long bytes) {
        shared.sized(bytes);
    }

    /** The page has come whole: the next request need not wait until it is stored. */
    public void arrived(int page) {
        shared.arrived(key(page));
    }

    /** The page is stored, or its attempt has failed; without effect when it has left before. */
    public void leave(int page) {
        shared.leave(key(page));
    }

    /** The page's attempt has failed: it leaves, and is not let in again before {@code wait} is over. */
    public void backOff(int page, Duration wait) {
        shared.backOff(key(page), wait);
    }

    /**
     * An answer came.
     *
     * @param after how long after its request
     * @param requestsLeft of a limit, as far as the answer says so; {@link Long#MAX_VALUE} when it does not
     * @param untilReset when there are more
     */
    public void answered(Duration after, long requestsLeft, Duration untilReset) {
        shared.answered(after, requestsLeft, untilReset);
    }

    /** The page came well. */
    public void served(int page) {
        shared.served(key(page));
    }

    /**
     * The page's request was refused: all slow down.
     *
     * @param hint how long the API asks to wait; zero when it does not say
     * @param pause how long to wait where it does not say
     */
    public void refused(int page, Duration hint, Duration pause) {
        shared.refused(key(page), hint, pause);
    }

    /** No request of any page before {@code rest} is over, though none was refused. */
    public void rest(Duration rest) {
        shared.rest(rest);
    }

    /** Wakes all of this run who wait; none of it is let in any more. */
    public void stop() {
        shared.stop(run);
    }

    /** The run is over. */
    @Override
    public void close() {
        shared.left(run);
    }

    public Moment moment() {
        return shared.moment();
    }
}
