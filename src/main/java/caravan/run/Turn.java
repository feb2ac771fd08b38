package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.page.PageTask;

/** Lets a page begin its next attempt when the pace of its run allows it. Thread-safe. */
public final class Turn {
    /** Waits for the page's backoff and its turn, and returns what to request. */
    public PageTask await(Run run, PageAttempts page) throws FetchException, InterruptedException {
        if (!run.traffic().enter(page)) {
            if (run.traffic().isExhausted() && run.stop() == null) {
                throw new FetchException(
                        FailureKind.REFUSED,
                        "rate limit",
                        "the API says that its limit is used up for %d s, longer than MAX_RETRY_AFTER allows"
                                .formatted(run.pace().moment().pause().toSeconds()));
            }
            throw new FetchException(FailureKind.STOPPED, "stopped", "the run is being stopped");
        }
        if (run.plan().isPastLimit(page.task())) {
            throw new FetchException(FailureKind.STOPPED, "limit", "the API refuses all pages from one before it on");
        }
        return page.task().at(run.traffic().redirects().target(page.target()));
    }
}
