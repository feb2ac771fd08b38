package caravan.pace;

import java.time.Duration;

/**
 * Learns how many requests a second an API bears, from what it serves and what it refuses.
 *
 * <p>The API is taken for a bucket: {@code limit} requests flow in each second, at most {@code burst} are held, and what finds it
 * empty is refused. So until the first refusal it served {@code burst + limit * seconds}, and between two refusals
 * {@code limit * seconds}; less only where it was full for a while. Until the first refusal the rate doubles; after each one it
 * is what was measured, and from there it rises as CUBIC's does (RFC 9438): hardly at first, then ever faster, in case the
 * limit is higher. A copy of the bucket tells what has gathered during a pause, which may be sent faster.
 *
 * <p>A refusal that does not say how long to wait may be chance (a 503 of one server of many): see {@link #isLimit}.
 *
 * <p>Pure: the caller supplies the time, in nanoseconds of any origin. Not thread-safe.
 */
final class LearnedRate {
    private static final double SECOND = 1e9;
    /** At first so many a second, doubled so often in a second: a burst of 10 is used up in 0.3 s, with one or two too many. */
    private static final double START = 25;

    private static final double DOUBLINGS = 4;
    /** The first refusal gives one equation for two unknowns: the burst is taken for this many seconds' worth of the limit. */
    private static final double BURST_SECONDS = 1;
    /** Below what was measured, so that the copy never holds more than the API's bucket. */
    private static final double MARGIN = 0.97;
    /** The limit lies between what was served and the rate when it was met: so far from the one to the other it is sought. */
    private static final double ABOVE_SERVED = 0.3;
    /** No refusal cuts the rate by more, since few answers measure badly. */
    private static final double DEEPEST_CUT = 0.5;
    /** While the copy is not empty: what gathered in a pause is used up after a third of its length. */
    private static final double CATCH_UP = 4;
    /**
     * Seconds in which the rate doubles: three times what the measurement took, within these bounds. A wrong guess is left soon,
     * a sure limit rarely met: 3 % more takes 9 of 30 seconds.
     */
    private static final double LEAST_PATIENCE = 5;

    private static final double MOST_PATIENCE = 30;
    /** So many refused of eight are no chance: where 5 % are refused by chance, that is 1 in 170. */
    private static final int MANY = 3;

    private final double cap;
    private double learned = START;
    private double patience;
    /** The copy: how many it holds at most, how many it held, and when. */
    private double burst;

    private double tokens;
    private long filledAt;
    /** How often a limit was met, when last (or the start), when the pause after it ended, and what was served since it was met. */
    private int timesMet;

    private long limitedAt;
    private long resumedAt;
    private int served;
    /** What was served until the first time, and in how many seconds. */
    private int firstServed;

    private double firstSeconds;
    private Duration rest = Duration.ZERO;
    /** The last answers, the latest in the lowest bit: set where one was refused. */
    private int recent;
    /** Refusals without a hint are chance: the API gives hints, or refused one between many that it served. */
    private boolean chanceSeen;

    /** @param cap requests a second that are never exceeded */
    LearnedRate(double cap, long now) {
        this.cap = cap;
        limitedAt = now;
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
        return (long) (SECOND / Math.min(cap, rate(now) * (tokens >= 1 ? CATCH_UP : 1)));
    }

    /** The answer to a request {@code sent} then was good. */
    void served(long sent) {
        if (!isLate(sent)) {
            served++;
            // One of sixteen, with eight before and seven after it.
            chanceSeen |= (recent & 0xffff) == 0x80;
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
        if (isLate(sent)) {
            resumedAt = Math.max(resumedAt, now + hint.toNanos());
            return hint;
        }
        fill(now);
        recent = recent << 1 | 1;
        chanceSeen |= !hint.isZero();
        if (hint.isZero() && !isLimit()) {
            return Duration.ZERO;
        }
        // Refused at once after a pause: it was too short.
        rest = timesMet > 0 && served == 0 ? rest.multipliedBy(2) : pause;
        Duration wait = hint.isZero() ? rest : hint;
        learn(now);
        resumedAt = now + wait.toNanos();
        return wait;
    }

    /** Whether it was on its way when a limit was met. */
    private boolean isLate(long sent) {
        return timesMet > 0 && sent <= limitedAt;
    }

    /**
     * Whether a refusal without a hint is a limit: many are refused, or the copy is empty, too, and chance was not seen.
     */
    private boolean isLimit() {
        boolean expected = timesMet > 0 && tokens < 1 && !chanceSeen;
        return expected || Integer.bitCount(recent & 0xff) >= (chanceSeen ? MANY + 1 : MANY);
    }

    private void learn(long now) {
        double seconds = Math.max(1e-3, (now - limitedAt) / SECOND);
        double before = rate(now);
        if (timesMet == 0) {
            firstServed = Math.max(1, served);
            firstSeconds = seconds;
            learned = Math.min(before, MARGIN * firstServed / (BURST_SECONDS + seconds));
        } else if (served > 0) {
            double measured = served / seconds;
            // The rate before was a guess when a limit is met for the second time, and says nothing of it.
            double above = timesMet == 1 ? 0 : ABOVE_SERVED * Math.min(before - measured, measured);
            double limit = MARGIN * (measured + above);
            learned = Math.min(before, Math.max(limit, DEEPEST_CUT * before));
        }
        burst = Math.max(1, firstServed - learned * firstSeconds);
        patience = Math.max(LEAST_PATIENCE, Math.min(3 * seconds, MOST_PATIENCE));
        timesMet++;
        limitedAt = now;
        filledAt = now;
        tokens = 0;
        served = 0;
        recent = 0;
    }

    private double rate(long now) {
        double seconds = Math.max(0, (now - resumedAt) / SECOND);
        return timesMet == 0
                ? learned * Math.pow(2, DOUBLINGS * seconds)
                : learned * (1 + Math.pow(seconds / patience, 3));
    }

    private void fill(long now) {
        tokens = Math.min(burst, tokens + learned * (now - filledAt) / SECOND);
        filledAt = now;
    }
}
