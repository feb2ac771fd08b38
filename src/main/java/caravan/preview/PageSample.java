package caravan.preview;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fetch.Redirect;
import caravan.pace.Pace;
import caravan.page.Page;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.plan.ChainedPlan;
import caravan.plan.NumberedPlan;
import caravan.plan.PagePlan;
import caravan.run.PageAttempts;
import caravan.run.PageCheck;
import caravan.source.Source;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One page, asked for outside of a run: once, and once more when the API did answer, but with something that a run would
 * not take either.
 *
 * @param page null when it could not be fetched
 * @param failure why not; where there is a page, what was odd about it, or null
 * @param error what broke the way itself, so that nothing is known of the page
 * @param took from the request to the last byte, of the attempt that counts
 * @param first what the attempt before it met
 */
public record PageSample(
        Source source,
        int number,
        @Nullable Page page,
        @Nullable FetchException failure,
        @Nullable Exception error,
        Duration took,
        @Nullable FetchException first,
        PagePlan plan) {
    /** A page is asked for at most so often. */
    private static final int MAX_REQUESTS = 2;

    private static final int MAX_HOPS = 10;
    /** The longest wait for the second attempt: somebody sits and waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Set<FailureKind> AGAIN =
            Set.of(FailureKind.TRANSIENT, FailureKind.RATE_LIMITED, FailureKind.DOUBTFUL);
    /** No answer came at all: the second attempt would take as long to say the same. */
    private static final Set<String> UNREACHABLE = Set.of("no connection", "unknown host", "tls", "timeout");

    /** The way to a page: one attempt, whatever it throws; null when it leaves none. */
    @FunctionalInterface
    public interface Way {
        @Nullable
        Page ask(PageTask task) throws Exception;
    }

    /**
     * @param nanos the time in nanoseconds, of any origin
     * @param backoff the wait before the second attempt, where the API does not ask for a longer one
     */
    public static PageSample at(Source source, int number, Pace pace, LongSupplier nanos, Duration backoff, Way way)
            throws InterruptedException {
        PagePlan plan = source.isChained() ? new ChainedPlan(source, 0) : new NumberedPlan(source, 1, 1, 0, from -> {});
        Attempt first = Attempt.of(source, number, pace, nanos, plan, way);
        if (first.failure == null || !AGAIN.contains(first.failure.kind()) || first.requests() >= MAX_REQUESTS) {
            return first.look(source, plan, null);
        }
        Duration wait = first.failure.retryAfter().compareTo(backoff) > 0 ? first.failure.retryAfter() : backoff;
        if (UNREACHABLE.contains(first.failure.causeName()) || wait.compareTo(PATIENCE) > 0) {
            return first.look(source, plan, null);
        }
        pace.backOff(number, wait);
        return Attempt.of(source, number, pace, nanos, plan, way).look(source, plan, first.failure);
    }

    /** Whether the API gave any answer. */
    public boolean isReachable() {
        return failure == null || !UNREACHABLE.contains(failure.causeName());
    }

    /** Whether the API refused who asked. */
    public boolean isDenied() {
        return failure != null && failure.causeName().matches("401|403|login .*");
    }

    /** How many pages there are; 0 when the API does not say. */
    public long pages() {
        boolean told = (page != null && page.announced().totalPages() > 0) || plan.announcedRecords() > 0;
        return told ? plan.expected() : 0;
    }

    private record Attempt(
            PageAttempts attempts,
            @Nullable Page page,
            @Nullable FetchException failure,
            @Nullable Exception error,
            Duration took) {
        static Attempt of(Source source, int number, Pace pace, LongSupplier nanos, PagePlan plan, Way way)
                throws InterruptedException {
            pace.enter(number);
            PageAttempts attempts = new PageAttempts(
                    source.isChained()
                            ? source.start(PageTask.Purpose.RECORDS)
                            : source.page(number, PageTask.Purpose.RECORDS),
                    nanos);
            Page page = null;
            FetchException failure = null;
            Exception error = null;
            try {
                page = ask(attempts.task(), number, pace, way);
                if (page == null) {
                    error = new IllegalStateException("The route get-page did not leave a page in the body");
                } else {
                    seen(plan, attempts, page, source.id());
                }
            } catch (Exception e) {
                failure = FetchException.in(e);
                error = failure == null ? e : null;
            } finally {
                caravan.page.Attempt cost =
                        page != null ? page.attempt() : failure != null ? failure.attempt() : caravan.page.Attempt.NONE;
                if (cost.isAnswered()) {
                    pace.answered(cost.answeredAfter(), cost.requestsLeft(), cost.untilReset());
                }
                pace.leave(number);
            }
            if (failure != null && failure.kind() == FailureKind.SETTLED) {
                page = null;
            }
            return new Attempt(attempts, page, failure, error, attempts.elapsed());
        }

        /** Follows redirects, each of them a request of its own. */
        private static @Nullable Page ask(PageTask task, int number, Pace pace, Way way) throws Exception {
            PageTask at = task;
            for (int hops = 0; true; hops++) {
                try {
                    return way.ask(at);
                } catch (Exception e) {
                    FetchException failure = FetchException.in(e);
                    Redirect redirect = failure == null ? null : failure.redirect();
                    if (redirect == null || hops == MAX_HOPS) {
                        throw e;
                    }
                    at = task.at(redirect.to());
                }
                pace.leave(number);
                pace.enter(number);
            }
        }

        /** Judges it, and takes what it announces. */
        private static void seen(PagePlan plan, PageAttempts attempts, Page page, String idField)
                throws FetchException {
            long pages = page.announced().totalPages();
            if (page.rows() == 0 && pages > 0 && attempts.number() > pages) {
                throw new FetchException(
                        FailureKind.SETTLED, "end", "nothing is there: there are %d pages".formatted(pages));
            }
            PageCheck.judge(plan, attempts, page, idField);
            plan.settle(
                    new PageOutcome.Stored(attempts.number(), page.rows(), page.identity(idField), page.announced()));
        }

        int requests() {
            return page != null
                    ? page.attempt().requests()
                    : failure != null ? failure.attempt().requests() : 0;
        }

        PageSample look(Source source, PagePlan plan, @Nullable FetchException first) {
            return new PageSample(source, attempts.number(), page, failure, error, took, first, plan);
        }
    }
}
