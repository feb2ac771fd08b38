package caravan.pace;

import java.time.Duration;

/**
 * How many requests a second the API bears, as far as its answers tell. Doubles quickly until something is refused; from then
 * on it keeps a copy of the bucket from which such APIs serve: so many a second, and at most so many at once.
 *
 * <p>Both are learned from what was served between one refusal and the next, when the bucket was empty: it held what came
 * in since. The run then keeps a little below, and tries for more at first hardly and then ever faster, as a limit may rise.
 * A refusal that does not say how long to wait may be chance, unless the copy is empty, too, or most are refused.
 *
 * <p>Pure: the caller supplies the time, in nanoseconds of any origin. Not thread-safe.
 */
final class LearnedRate {
    private static final double SECOND = 1e9;
    /** Requests a second with which a run begins; doubled seven times a second. */
    private static final double START = 25;

    private static final double DOUBLINGS = 7;
    /** Above this it bounds nothing. */
    private static final double UNBOUNDED = 10_000;

    private static final double LEAST = 0.1;
    /** What is asked for of what was served. */
    private static final double MARGIN = 0.97;
    /**
     * Seconds whose allowance an API serves at once, as a first guess: what was served until the first refusal is more than the
     * limit by that.
     */
    private static final double BURST_SECONDS = 1;
    /** While the copy is not empty. */
    private static final double CATCH_UP = 2;
    /** Seconds after which the rate is twice what was learned: when that was long enough to be sure, and when it is a guess. */
    private static final double PATIENCE = 30;

    private static final double FIRST_PATIENCE = 5;
    /** So many refused of the last eight answers, or of the last 32, are no chance. */
    private static final int MANY_OF_8 = 3;

    private static final int MANY_OF_32 = 7;

    private final double cap;
    /** Requests a second; while {@code events} is zero that of the start, and later what was learned. */
    private double learned = START;

    private double patience;
    /** The copy: how many at most, how many are in it, and when that was so. */
    private double depth;

    private double tokens;
    private long filledAt;
    /** How often a limit was met, when last, and until when the run rested then. */
    private int events;

    private long eventAt;
    private long resumedAt;
    /** What was served until the first time. */
    private int firstServed;

    private double firstSeconds;
    private Duration rest = Duration.ZERO;
    private int served;
    /** The last 32 answers, the latest in the lowest bit: set where one was refused. */
    private int recent;

    private boolean chanceSeen;

    /** @param cap requests a second that are never exceeded */
    LearnedRate(double cap, long now) {
        this.cap = cap;
        eventAt = now;
        resumedAt = now;
        filledAt = now;
    }

    /** A request is sent: how many nanoseconds later the next one may be. */
    long sent(long now) {
        fill(now);
        tokens = Math.max(0, tokens - 1);
        return spacing(now);
    }

    /** The least time between two requests, in nanoseconds. */
    long spacing(long now) {
        fill(now);
        double bound = Math.min(cap, rate(now) * (events > 0 && tokens >= 1 ? CATCH_UP : 1));
        return bound >= UNBOUNDED ? 0 : (long) (SECOND / bound);
    }

    /** The answer to a request {@code sent} then was good. */
    void served(long sent) {
        if (sent > eventAt || events == 0) {
            served++;
            if ((recent & 0xffff) == 0x80) {
                // Refused alone, with none before or after it.
                chanceSeen = true;
            }
            recent <<= 1;
        }
    }

    /**
     * A request was refused.
     *
     * @param sent when it was sent
     * @param hint how long the API asks to wait; zero when it does not say
     * @param pause how long to wait where it does not say
     * @return how long no request is to be sent
     */
    Duration refused(long sent, long now, Duration hint, Duration pause) {
        if (sent <= eventAt && events > 0) {
            // It was on its way when another one was refused.
            resumedAt = Math.max(resumedAt, now + hint.toNanos());
            return hint;
        }
        fill(now);
        recent = recent << 1 | 1;
        boolean explained = events > 0 && tokens < 1 && !chanceSeen;
        boolean many = Integer.bitCount(recent & 0xff) >= MANY_OF_8 + (chanceSeen ? 1 : 0)
                || Integer.bitCount(recent) >= MANY_OF_32;
        if (hint.isZero() && !explained && !many) {
            return Duration.ZERO;
        }
        // Refused at once after a pause: it was too short.
        rest = events > 0 && served == 0 ? rest.multipliedBy(2) : pause;
        Duration wait = hint.isZero() ? rest : hint;
        learn(now);
        resumedAt = now + wait.toNanos();
        return wait;
    }

    private void learn(long now) {
        double seconds = Math.max(1e-3, (now - eventAt) / SECOND);
        double before = rate(now);
        double limit;
        if (events == 0) {
            firstServed = served;
            firstSeconds = seconds;
            depth = Math.max(1, served);
            limit = (served + 1) / (BURST_SECONDS + seconds);
        } else {
            // A pause brings as much as a full bucket holds, not more.
            double running = Math.max(1e-3, (now - resumedAt) / SECOND);
            double least = Math.max(served / seconds, (served - depth) / running);
            // More than was served came in where the bucket was full for a while, but less than was asked for in the
            // end.
            limit = MARGIN * (events == 1 ? least : (least + Math.min(before, 2 * least)) / 2);
            depth = Math.max(1, firstServed - limit * firstSeconds);
        }
        // Too few were served to tell: never much less at a time than before.
        double floor = events == 0 ? 0 : before * (served == 0 ? 0.7 : 0.5);
        learned = Math.max(LEAST, Math.min(Math.max(limit, floor), before));
        // As sure of it as it took long to learn.
        patience = Math.max(FIRST_PATIENCE, Math.min(3 * seconds, PATIENCE));
        events++;
        eventAt = now;
        served = 0;
        recent = 0;
        tokens = 0;
        filledAt = now;
    }

    private double rate(long now) {
        double seconds = Math.max(0, (now - resumedAt) / SECOND);
        if (events == 0) {
            return learned * Math.pow(2, Math.min(60, DOUBLINGS * seconds));
        }
        return learned * (1 + Math.pow(seconds / patience, 3));
    }

    private void fill(long now) {
        tokens = Math.min(depth, tokens + learned / MARGIN * (now - filledAt) / SECOND);
        filledAt = now;
    }
}
