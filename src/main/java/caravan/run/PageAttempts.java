package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.page.Attempt;
import caravan.page.Effort;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.plan.Judgement;
import caravan.text.Plural;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One page on its way through all its attempts, until it is settled. Used by one thread at a time.
 *
 * <p>None of its methods takes what the routes fill in by type: Camel keeps each object of such a class that an expression
 * has looked into, a thousand of them, and so their pages.
 */
public final class PageAttempts {
    /** An API that answers otherwise each time: then the last answer counts. */
    private static final int MAX_DOUBTS = 4;

    private final PageTask task;
    private final LongSupplier nanos;
    private final long startedNanos;
    private final Map<String, Integer> retries = new TreeMap<>();
    private int attempts;
    private int requests;
    private int failures;
    private int unauthorized;
    private int doubts;
    private Duration wait = Duration.ZERO;
    private @Nullable FetchException lastFailure;
    private @Nullable String doubt;
    private @Nullable PageOutcome conclusion;

    /** @param nanos the time in nanoseconds, of any origin */
    public PageAttempts(PageTask task, LongSupplier nanos) {
        this.task = task;
        this.nanos = nanos;
        startedNanos = nanos.getAsLong();
    }

    public PageTask task() {
        return task;
    }

    public int number() {
        return task.page();
    }

    /** Attempts so far, the first one included. */
    public int attempts() {
        return attempts;
    }

    /** What it has taken so far. */
    public Effort effort() {
        return new Effort(
                number(),
                attempts,
                requests,
                elapsed().toMillis(),
                Collections.unmodifiableMap(new TreeMap<>(retries)));
    }

    /** What the latest failed attempt met. One must have failed. */
    public FetchException lastFailure() {
        return Objects.requireNonNull(lastFailure, "No attempt has failed");
    }

    public Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - startedNanos);
    }

    /** The line for a page that is given up. */
    String givenUp() {
        return "failed after %s in %d s; last answer: %s"
                .formatted(
                        Plural.count(attempts, "attempt"),
                        elapsed().toSeconds(),
                        lastFailure().getMessage());
    }

    /** Begins an attempt, and returns the short name of what it is a retry for, if it is one. */
    @Nullable
    String begin() {
        attempts++;
        if (lastFailure == null) {
            return null;
        }
        retries.merge(lastFailure.causeName(), 1, Integer::sum);
        return lastFailure.causeName();
    }

    /** Notes what an attempt sent, whatever it brought. */
    void sent(Attempt attempt) {
        requests += attempt.requests();
    }

    /** Notes a failed attempt and returns how many there were. */
    int failed(FetchException failure) {
        unauthorized = failure.kind() == FailureKind.UNAUTHORIZED ? unauthorized + 1 : 0;
        lastFailure = failure;
        return ++failures;
    }

    /** Whether the credentials were refused twice in a row. */
    boolean isUnauthorizedAgain() {
        return unauthorized > 1;
    }

    /** How long it waits for its next attempt. */
    Duration waitsFor() {
        return wait;
    }

    void waitsFor(Duration next) {
        wait = next;
    }

    /** How many answers were doubted. */
    int doubts() {
        return doubts;
    }

    /** Whether this doubt was there before, so that the answer is believed; else the page is to be asked again. */
    boolean confirms(String now) {
        if (now.equals(doubt) || doubts == MAX_DOUBTS) {
            return true;
        }
        doubt = now;
        doubts++;
        return false;
    }

    /** What an answer that is believed, but not stored, makes of the page. */
    void concludes(Judgement judgement) {
        conclusion = judgement.outcome();
    }

    @Nullable
    PageOutcome conclusion() {
        return conclusion;
    }
}
