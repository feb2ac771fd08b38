package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.pace.Pace;
import caravan.page.Attempt;
import caravan.store.StoringOrder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The pages of one run on their way: passes each step of an attempt on to all that keep count of it, which are the pace, the order
 * of storing, the counts of the report and the metrics. Thread-safe.
 */
final class PageTraffic {
    /** A page that is read, and then written, takes about three times what it holds. */
    private static final int MEMORY_FACTOR = 3;

    private final Pace pace;
    private final StoringOrder order;
    private final Events events;
    private final Redirects redirects = new Redirects();
    private final RequestCounts requests;
    private final AtomicInteger retries = new AtomicInteger();

    /** @param nanos the time in nanoseconds, of any origin */
    PageTraffic(Pace pace, StoringOrder order, Events events, LongSupplier nanos) {
        this.pace = pace;
        this.order = order;
        this.events = events;
        requests = new RequestCounts(nanos);
    }

    /** Waits for the page's backoff and its turn, and begins an attempt. Returns false when the run is being stopped. */
    boolean enter(PageAttempts page) throws InterruptedException {
        if (!pace.enter(page.number())) {
            return false;
        }
        String again = page.begin();
        if (again != null) {
            retries.incrementAndGet();
            events.retried(again, page.waitsFor());
        }
        requests.sent();
        order.onItsWay(page.number());
        return true;
    }

    /** A page has come and is believed: the next request need not wait until it is stored. */
    void arrived(PageAttempts page, Attempt attempt, long bytes) {
        pace.sized(MEMORY_FACTOR * bytes);
        answered(page, attempt);
        events.requested(attempt, "ok");
        pace.served(page.number());
        pace.arrived(page.number());
    }

    /**
     * An attempt has failed: its page leaves, and waits.
     *
     * @param rest how long all rest where the API refused and does not say how long
     * @param wait how long this page waits
     */
    void failed(PageAttempts page, FetchException failure, Duration rest, Duration wait) {
        if (failure.kind() == FailureKind.REFUSED) {
            // The run is over: nobody is to take the slot that is about to be free.
            pace.stop();
        }
        answered(page, failure.attempt());
        events.requested(failure.attempt(), failure.causeName());
        if (failure.kind() == FailureKind.DOUBTFUL || failure.kind() == FailureKind.SETTLED) {
            // A good answer, whatever it means.
            pace.served(page.number());
        }
        if (failure.kind() == FailureKind.DOUBTFUL) {
            // Lanes that see the same glitch are one witness: all of them wait until it may be over.
            pace.rest(wait);
        }
        boolean rateLimited = failure.kind() == FailureKind.RATE_LIMITED;
        if (rateLimited) {
            requests.refused();
        }
        if (rateLimited
                || failure.causeName().equals("503")
                || !failure.retryAfter().isZero()) {
            pace.refused(page.number(), failure.retryAfter(), rest);
        }
        order.gone(page.number());
        // Last, so that nobody takes its slot before all slow down.
        pace.backOff(page.number(), wait);
    }

    /** A page is on its way no more. */
    void leave(PageAttempts page) {
        order.gone(page.number());
        pace.leave(page.number());
    }

    /** A page is durable. */
    void stored(int rows) {
        events.stored(rows);
    }

    /** Wakes all who wait; no page begins an attempt any more. */
    void stop() {
        pace.stop();
        order.stop();
    }

    /** Whether the API's limit is used up for longer than the run waits. */
    boolean isExhausted() {
        return pace.isExhausted();
    }

    /** How many attempts of this session were not the first of their page. */
    int retries() {
        return retries.get();
    }

    Redirects redirects() {
        return redirects;
    }

    RequestCounts requests() {
        return requests;
    }

    private void answered(PageAttempts page, Attempt attempt) {
        page.sent(attempt);
        if (attempt.isAnswered()) {
            requests.answered(attempt.answeredAfter());
            pace.answered(attempt.answeredAfter(), attempt.requestsLeft(), attempt.untilReset());
        }
    }
}
