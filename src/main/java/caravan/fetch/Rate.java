package caravan.fetch;

import java.time.Duration;

/**
 * How many requests a second the API bears, as far as its answers tell: doubles quickly until something is refused, then
 * keeps to what was really served and grows from there; so additive in effect, multiplicative in retreat.
 *
 * <p>Pure: the caller supplies the time, in nanoseconds of any origin. Not thread-safe.
 */
final class Rate {
    private static final double SECOND = 1e9;
    /** Requests a second with which a run begins; doubled every tenth of a second. */
    private static final double START = 25;
    /** Above this it bounds nothing. */
    private static final double UNBOUNDED = 10_000;

    private static final double LEAST = 0.1;
    private static final double LEAST_BY_CHANCE = 10;
    /** Answers from which a rate can be told. */
    private static final int ENOUGH = 8;
    /** A single refusal may be chance. */
    private static final double RETREAT = 0.7;
    /** Growth a second after a refusal that was a real limit, and after one that may have been chance. */
    private static final double GROWTH = 1.6;

    private static final double FAST_GROWTH = 2;
    /** Refusals this close together come from the same overload. */
    private static final double SAME_EVENT = 0.25 * SECOND;

    private final double cap;
    private double rate;
    private double growthPerSecond = Math.pow(2, 10);
    private long changedAt;
    private long windowStart;
    private int served;
    private long eventUntil = Long.MIN_VALUE;
    private int refusalsOfEvent;
    private int servedInEvent;

    /** @param cap requests a second that are never exceeded */
    Rate(double cap, long now) {
        this.cap = cap;
        rate = START;
        changedAt = now;
        windowStart = now;
    }

    /** The least time between two requests, in nanoseconds. */
    long spacing(long now) {
        double grown = rate * Math.pow(growthPerSecond, Math.max(0, Math.min((now - changedAt) / SECOND, 60)));
        double bound = Math.min(grown, cap);
        return bound >= UNBOUNDED ? 0 : (long) (SECOND / bound);
    }

    void served() {
        servedInEvent++;
        served++;
    }

    /**
     * A request was refused for coming too fast.
     *
     * @param hint how long the API asks to wait; zero when it does not say
     * @param pause how long to wait where it does not say
     * @return how long no request is to be sent
     */
    Duration refused(long now, Duration hint, Duration pause) {
        if (now >= eventUntil) {
            refusalsOfEvent = 0;
            servedInEvent = 0;
            eventUntil = now + (long) SAME_EVENT;
        }
        refusalsOfEvent++;
        // Where more is refused than served it is no chance.
        boolean limit = !hint.isZero() || refusalsOfEvent == Math.max(2, servedInEvent + 1);
        if (!limit) {
            if (refusalsOfEvent == 1) {
                set(Math.max(LEAST_BY_CHANCE, bound(now) * RETREAT), FAST_GROWTH, now);
            }
            return Duration.ZERO;
        }
        Duration wait = hint.isZero() ? pause : hint;
        long end = now + wait.toNanos();
        eventUntil = end + (long) SAME_EVENT;
        if (served >= ENOUGH) {
            // What was really served, the wait included, is what the API allows.
            set(served * SECOND / (end - windowStart), GROWTH, end);
            windowStart = end;
            served = 0;
        } else {
            set(bound(now) * RETREAT, GROWTH, end);
        }
        return wait;
    }

    private double bound(long now) {
        double allowed = Math.min(cap, rate * Math.pow(growthPerSecond, Math.max(0, now - changedAt) / SECOND));
        return served < ENOUGH ? allowed : Math.min(allowed, served * SECOND / (now - windowStart));
    }

    private void set(double newRate, double growth, long from) {
        rate = Math.max(LEAST, newRate);
        growthPerSecond = growth;
        changedAt = from;
    }
}
