package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.page.Announced;
import caravan.page.Page;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.plan.Extent;
import caravan.store.LedgerLine;
import caravan.store.RunStore;
import caravan.text.Plural;
import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a page from its start to its end, and closes the loop there: the plan learns what became of it in {@link #settle}, and
 * nowhere else; a page that was not stored is noted in the ledger there, too. Thread-safe.
 */
public final class PageOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger("caravan.run");
    /** The statuses by which an API says that a page does not exist; others may only mean that it cannot be fetched. */
    private static final Set<String> NOT_THERE = Set.of("404", "410", "416");

    private final LongSupplier nanos;

    /** @param nanos the time in nanoseconds, of any origin */
    public PageOutcomes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A page that was handed out sets out. */
    public PageAttempts start(PageTask task) {
        return new PageAttempts(task, nanos);
    }

    /** What becomes of a page that has spent its attempts. */
    public PageOutcome failed(Run run, PageAttempts page) {
        FetchException failure = page.lastFailure();
        if (failure.kind() == FailureKind.STOPPED) {
            return new PageOutcome.Dropped(page.number());
        }
        boolean notThere = failure.kind() == FailureKind.ENDED || NOT_THERE.contains(failure.causeName());
        if (notThere && (page.task().pastEnd() || run.plan().isPastEnd(page.number()))) {
            Page fullest = page.fullest();
            return new PageOutcome.Ended(page.number(), fullest == null ? Announced.NOTHING : fullest.announced());
        }
        if (page.task().pastEnd()) {
            return new PageOutcome.EndUnknown(page.number(), what(page));
        }
        return new PageOutcome.Failed(
                page.number(), failure.causeName(), failure.getMessage(), failure.kind() != FailureKind.PERMANENT);
    }

    /**
     * A page's way through the routes has ended.
     *
     * @param outcome null when a step of the routes ended its way: then the run ends, since nobody can say what became of it
     */
    public void settle(Run run, PageAttempts page, @Nullable PageOutcome outcome) {
        try {
            if (outcome != null) {
                close(run, page, outcome);
            } else if (run.stop() == null) {
                run.stop(new StopReason(
                        StopReason.Reason.BUG,
                        "Page %d was neither stored nor given up: a step of the routes ended its way"
                                .formatted(page.number())));
            }
        } catch (IOException | RuntimeException e) {
            // Nobody else would end the run: the lanes would wait for this page for ever.
            broken(run, page, e);
        } finally {
            page.settle();
        }
    }

    private static void close(Run run, PageAttempts page, PageOutcome outcome) throws IOException {
        if (outcome instanceof PageOutcome.Failed failed) {
            giveUp(run, page, failed);
            return;
        }
        if (outcome instanceof PageOutcome.Ended ended) {
            run.store().note(LedgerLine.Ended.of(ended, page.effort()));
        } else if (outcome instanceof PageOutcome.EndUnknown unknown) {
            LOG.atWarn()
                    .addKeyValue("page", page.number())
                    .log("Whether anything follows the last page could not be seen: {}", unknown.message());
        }
        run.traffic().leave(page);
        run.plan().settle(outcome);
        if (outcome instanceof PageOutcome.Stored stored) {
            stored(run, stored);
        }
    }

    private static void stored(Run run, PageOutcome.Stored page) {
        run.traffic().stored(page.rows());
        if (page.page() == 1) {
            LOG.info("{}", announced(run.plan().extent()));
        }
        LOG.atDebug()
                .addKeyValue("page", page.page())
                .log("Page {}/{}: {} records", page.page(), run.plan().expected(), page.rows());
    }

    private static String announced(Extent extent) {
        return "The API announces %s, %s"
                .formatted(number(extent.expected(), "page"), number(extent.announcedRecords(), "record"));
    }

    private static String number(long count, String noun) {
        return count < 0 ? "no number of " + noun + "s" : Plural.count(count, noun);
    }

    /** Notes a page that has spent its attempts, and ends the run where this means more than one page. */
    private static void giveUp(Run run, PageAttempts page, PageOutcome.Failed failed) throws IOException {
        run.store().note(LedgerLine.Failed.of(failed, page.effort()));
        run.traffic().leave(page);
        // Asked while the page is open: once it has failed, another thread may have begun the second round.
        boolean willAskAgain = run.plan().willAskAgain();
        boolean tooMany = run.plan().settle(failed);
        boolean ends = page.lastFailure().kind() == FailureKind.REFUSED || page.number() == 1 || tooMany;
        String what = what(page);
        if (!ends && willAskAgain) {
            LOG.atWarn().addKeyValue("page", page.number()).log("{}; it is tried once more at the end", what);
        } else {
            LOG.atError().addKeyValue("page", page.number()).log("{}", what);
        }
        if (ends) {
            run.stop(new StopReason(StopReason.Reason.API, what));
        }
    }

    /** Ends the run after an error that is none of the page's. */
    public void broken(Run run, PageAttempts page, Exception error) {
        if (run.stop() != null) {
            LOG.atDebug().addKeyValue("page", page.number()).setCause(error).log("Page {} was dropped", page.number());
            return;
        }
        IOException io = cause(error, IOException.class);
        if (io != null) {
            run.stop(new StopReason(
                    StopReason.Reason.STORAGE,
                    "Page %d could not be stored in %s: %s. Make room or fix it"
                            .formatted(
                                    page.number(),
                                    RunStore.shown(run.store().files().folder()),
                                    io.getMessage())));
            return;
        }
        LOG.atError()
                .addKeyValue("page", page.number())
                .setCause(error)
                .log("Page {} could not be processed", page.number());
        run.stop(new StopReason(
                StopReason.Reason.BUG, "Page %d could not be processed: %s".formatted(page.number(), error)));
    }

    private static String what(PageAttempts page) {
        return "Page %d of %s %s".formatted(page.number(), page.task().source(), page.givenUp());
    }

    private static <T extends Throwable> @Nullable T cause(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
