package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fetch.Redirect;
import caravan.page.Attempt;
import caravan.page.Effort;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.plan.Judgement;
import caravan.text.Plural;
import java.net.URI;
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
    /** As many attempts as MAX_RETRIES gives a page by default. */
    private static final int PATIENT_DOUBTS = 5;

    /** As browsers and curl bound it, or less. */
    private static final int MAX_HOPS = 10;

    private final PageTask task;
    private final LongSupplier nanos;
    private final long startedNanos;
    private final Map<String, Integer> retries = new TreeMap<>();
    private int attempts;
    private int requests;
    private int failures;
    private int unauthorized;
    private int doubts;
    private int hops;
    private int hopsInARow;
    private @Nullable URI redirectedTo;
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

    /** Where to ask for it; it was redirected, or is asked for at its own place. */
    URI target() {
        return redirectedTo == null ? task.uri() : redirectedTo;
    }

    /** Attempts that count: an answer that was doubted was an answer, and a redirect is a part of one. */
    int spent() {
        return attempts - doubts - hops;
    }

    /** Whether it was sent from place to place too often to go on. */
    boolean isLost() {
        return lastFailure != null && lastFailure.redirect() != null && hopsInARow > MAX_HOPS;
    }

    /** Begins an attempt, and returns the short name of what it is a retry for, if it is one. */
    @Nullable
    String begin() {
        attempts++;
        if (lastFailure == null || lastFailure.redirect() != null) {
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
        Redirect redirect = failure.redirect();
        redirectedTo = redirect == null ? null : redirect.to();
        hopsInARow = redirect == null ? 0 : hopsInARow + 1;
        hops += redirect == null ? 0 : 1;
        return redirect == null ? ++failures : failures;
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

    /**
     * Whether this doubt was there before, so that the answer is believed; else the page is to be asked again.
     *
     * @param isPatient whether it must have been there some times
     */
    boolean confirms(String now, boolean isPatient) {
        if (isPatient ? doubts >= PATIENT_DOUBTS : now.equals(doubt) || doubts >= MAX_DOUBTS) {
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
