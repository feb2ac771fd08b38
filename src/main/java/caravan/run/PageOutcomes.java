package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.plan.Extent;
import caravan.store.LedgerLine;
import caravan.store.RunStore;
import caravan.text.Plural;
import java.io.IOException;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Follows a page from its start to its end, and closes the loop there: the plan learns what became of it in {@link #settle}, and
 * nowhere else; a page that was not stored is noted in the ledger there, too. Thread-safe.
 */
public final class PageOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger("caravan.run");
    private static final String SOURCE = "source";

    private final LongSupplier nanos;

    /** @param nanos the time in nanoseconds, of any origin */
    public PageOutcomes(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A page that was handed out sets out. */
    public PageAttempts start(PageTask task) {
        return new PageAttempts(task, nanos);
    }

    /** What becomes of a page that has spent its attempts, or whose answer is believed and not to be stored. */
    public PageOutcome failed(Run run, PageAttempts page) {
        FetchException failure = page.lastFailure();
        if (failure.kind() == FailureKind.STOPPED) {
            return new PageOutcome.Dropped(page.number());
        }
        if (failure.kind() == FailureKind.SETTLED) {
            return Objects.requireNonNull(page.conclusion(), "The check has concluded");
        }
        return switch (page.task().purpose()) {
            case FAR -> new PageOutcome.Far(page.number(), PageOutcome.FarAnswer.NOTHING);
            case END -> new PageOutcome.EndUnknown(page.number(), what(page) + atTheEnd(failure));
            default ->
                new PageOutcome.Failed(
                        page.number(),
                        failure.causeName(),
                        failure.getMessage() + run.plan().advice(page.task(), failure.causeName()),
                        failure.kind() != FailureKind.PERMANENT);
        };
    }

    private static String atTheEnd(FetchException failure) {
        return failure.causeName().equals("invalid body")
                ? ". Where the API leaves the list out behind its last page, set absentIsEmpty: true"
                : "";
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
        }
    }

    private static void close(Run run, PageAttempts page, PageOutcome outcome) throws IOException {
        if (outcome instanceof PageOutcome.Failed failed) {
            giveUp(run, page, failed);
            return;
        }
        if (outcome instanceof PageOutcome.Ended ended) {
            run.store().note(LedgerLine.Ended.of(ended, page.effort()));
        } else if (!(outcome instanceof PageOutcome.Stored)) {
            notStored(run, page, outcome);
        }
        run.traffic().leave(page);
        run.plan().settle(outcome);
        if (outcome instanceof PageOutcome.Stored stored) {
            stored(run, stored);
        }
    }

    /** An answer of which nothing is stored: noted for its requests, and told where it tells something. */
    private static void notStored(Run run, PageAttempts page, PageOutcome outcome) throws IOException {
        boolean taken = outcome instanceof PageOutcome.Empty || outcome instanceof PageOutcome.Copied;
        if (taken && run.plan().has(page.number())) {
            run.store().note(new LedgerLine.Removed(page.number(), "it has no records of its own any more"));
        }
        run.store().note(LedgerLine.Asked.of(outcome, page.effort()));
        String told = told(page, outcome);
        if (told != null) {
            about(page, LOG.atWarn()).log("{}", told);
        }
    }

    private static @Nullable String told(PageAttempts page, PageOutcome outcome) {
        int number = page.number();
        if (outcome instanceof PageOutcome.EndUnknown unknown) {
            return "Whether anything follows the last page could not be seen: " + unknown.message();
        } else if (outcome instanceof PageOutcome.Empty) {
            return "Page %d has no records, although some were expected".formatted(number);
        } else if (outcome instanceof PageOutcome.Copied copy) {
            return "Page %d holds the same records as page %d; both are requested again".formatted(number, copy.of());
        } else if (outcome instanceof PageOutcome.Probed probed && probed.change() == PageOutcome.Change.SHIFTED) {
            return "Page %d has other records now than when it was stored".formatted(number);
        }
        return null;
    }

    private static void stored(Run run, PageOutcome.Stored page) {
        run.traffic().stored(page.rows());
        if (page.page() == 1) {
            LOG.atInfo()
                    .addKeyValue(SOURCE, run.source().name())
                    .log("{}", announced(run.plan().extent()));
        }
        LOG.atDebug()
                .addKeyValue(SOURCE, run.source().name())
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
        boolean probed = page.task().purpose() == PageTask.Purpose.PROBE;
        if (!probed && run.plan().has(page.number())) {
            // What is stored of it may be another page's, or has moved.
            run.store().note(new LedgerLine.Removed(page.number(), "it could not be requested again"));
        }
        run.store()
                .note(
                        probed
                                ? LedgerLine.Asked.of(failed, page.effort())
                                : LedgerLine.Failed.of(failed, page.effort()));
        run.traffic().leave(page);
        // Asked while the page is open: once it has failed, another thread may have begun the second round.
        boolean willAskAgain = run.plan().willAskAgain(failed);
        boolean isLimitKnown = run.plan().limit() != null;
        boolean tooMany = run.plan().settle(failed);
        String limit = isLimitKnown ? null : run.plan().limit();
        FailureKind kind = page.lastFailure().kind();
        boolean ends = kind == FailureKind.REFUSED
                || kind == FailureKind.UNAUTHORIZED
                || (page.number() == 1 && !probed)
                || tooMany;
        String what = what(page) + run.plan().advice(page.task(), failed.cause());
        if (!ends && probed) {
            about(page, LOG.atWarn()).log("{}; it is stored and was only requested once more", what);
        } else if (!ends && isLimitKnown) {
            // One message says it for all.
            about(page, LOG.atDebug()).log("{}", what);
        } else if (!ends && willAskAgain) {
            about(page, LOG.atWarn()).log("{}; it is tried once more at the end", what);
        } else {
            about(page, LOG.atError()).log("{}", what);
        }
        if (limit != null) {
            about(page, LOG.atError()).log("{}", limit);
        }
        if (ends) {
            run.stop(new StopReason(StopReason.Reason.API, what));
        }
    }

    /** Ends the run after an error that is none of the page's. */
    public void broken(Run run, PageAttempts page, Exception error) {
        if (run.stop() != null) {
            about(page, LOG.atDebug()).setCause(error).log("Page {} was dropped", page.number());
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
        about(page, LOG.atError()).setCause(error).log("Page {} could not be processed", page.number());
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

    private static LoggingEventBuilder about(PageAttempts page, LoggingEventBuilder event) {
        return event.addKeyValue("source", page.task().source()).addKeyValue("page", page.number());
    }
}
