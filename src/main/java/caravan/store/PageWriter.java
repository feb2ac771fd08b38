package caravan.store;

import caravan.fetch.Events;
import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fetch.PageAttempts;
import caravan.page.Announced;
import caravan.page.Page;
import caravan.plan.NumberedPlan;
import caravan.run.Run;
import caravan.run.StopReason;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one page at a time: its bytes go to the CSV file first, then a line to the ledger. What a crash leaves between the
 * two is cut off on resume.
 */
public final class PageWriter {
    private static final Logger LOG = LoggerFactory.getLogger("caravan.store");
    /** The statuses by which an API says that a page does not exist; others may only mean that it is not to be had. */
    private static final Set<String> NOT_THERE = Set.of("404", "410", "416");
    /** How long a page that came early waits for a lower one still in flight. */
    private static final Duration PATIENCE = Duration.ofMillis(250);
    /** After how many bytes the disk is asked to catch up: bounds what a power loss can take. */
    private static final long SYNC_BYTES = 64L << 20;

    private final RowWriter rowWriter;
    private final Events events;

    /** @param rowWriter knows the CSV dialect of the routes */
    public PageWriter(RowWriter rowWriter, Events events) {
        this.rowWriter = rowWriter;
        this.events = events;
    }

    /** Takes its turn and returns the page's rows; every call is followed by one of {@link #end}. */
    public Rows begin(Run run, PageAttempts page, Page content) throws InterruptedException {
        run.pace().awaitLower(page.number(), PATIENCE);
        run.storing().acquire();
        try {
            return new Rows(content, run.header());
        } catch (RuntimeException e) {
            run.storing().release();
            throw e;
        }
    }

    /** Vouches for bytes that were just appended to the CSV file, and returns how many records they are. */
    public int note(Run run, PageAttempts page, Rows rows, byte[] bytes) throws IOException {
        long before = run.csvLength();
        long length = Files.size(run.files().csv());
        if (length != before + bytes.length) {
            throw new IOException(
                    "%s has %d bytes where %d were expected: another program writes to it, or the disk is full"
                            .formatted(Run.shown(run.files().csv()), length, before + bytes.length));
        }
        int header = rows.headerLength();
        if (rows.withHeader()) {
            run.note(new LedgerLine.Stored(
                    0,
                    0,
                    before,
                    header,
                    Crc.of(bytes, 0, header),
                    0,
                    0,
                    0,
                    Map.of(),
                    rows.header(),
                    Map.of(),
                    -1,
                    -1,
                    -1,
                    List.of()));
            run.header(rows.header());
        }
        Page content = rows.page();
        run.note(new LedgerLine.Stored(
                page.number(),
                content.rows(),
                before + header,
                bytes.length - header,
                Crc.of(bytes, header, bytes.length - header),
                page.attempts(),
                page.requests(),
                page.elapsed().toMillis(),
                page.retries(),
                rows.further(),
                rows.missing(),
                content.metadata().totalPages(),
                content.metadata().totalRecords(),
                content.metadata().limit(),
                problems(page, content)));
        run.csvLength(length);
        if (before / SYNC_BYTES != length / SYNC_BYTES) {
            run.sync();
        }
        run.plan()
                .stored(
                        page.number(),
                        content.rows(),
                        content.metadata().totalPages(),
                        content.metadata().totalRecords(),
                        content.metadata().limit());
        events.stored(content.rows());
        if (page.number() == 1) {
            LOG.info("{}", announced(run.plan().extent()));
        }
        LOG.atDebug()
                .addKeyValue("page", page.number())
                .log("Page {}/{}: {} records", page.number(), run.plan().expected(), content.rows());
        rows.stored();
        page.settle();
        run.pace().leave(page.number());
        return content.rows();
    }

    private static String announced(NumberedPlan.Extent extent) {
        return "The API announces %s, %s"
                .formatted(number(extent.expected(), "pages"), number(extent.announcedRecords(), "records"));
    }

    private static String number(long count, String what) {
        return count < 0 ? "no number of " + what : String.format(Locale.ROOT, "%,d %s", count, what);
    }

    /** Lets the next page have its turn. */
    public void end(Run run) {
        run.storing().release();
    }

    /** Notes a page that has spent its attempts, and ends the run where this means more than one page. */
    public void failed(Run run, PageAttempts page) throws IOException {
        // First, since the page may be on its way once more as soon as it is noted.
        run.pace().leave(page.number());
        giveUp(run, page);
        page.settle();
    }

    private void giveUp(Run run, PageAttempts page) throws IOException {
        FetchException failure = page.lastFailure();
        if (failure.failure() == FailureKind.STOPPED) {
            run.plan().dropped(page.number());
            return;
        }
        boolean notThere = failure.failure() == FailureKind.ENDED || NOT_THERE.contains(failure.causeName());
        if (notThere && (page.isPastEnd() || run.plan().isPastEnd(page.number()))) {
            ended(run, page);
            return;
        }
        String what = "Page %d of %s %s".formatted(page.number(), run.source().getName(), page.givenUp());
        if (page.isPastEnd()) {
            LOG.atWarn()
                    .addKeyValue("page", page.number())
                    .log("Whether anything follows the last page could not be seen: {}", what);
            run.plan().endUnknown(page.number());
            return;
        }
        run.note(new LedgerLine.Failed(
                page.number(),
                failure.causeName(),
                failure.getMessage(),
                page.attempts(),
                page.requests(),
                page.retries()));
        // Asked while the page is open: once it has failed, another thread may have begun the second round.
        boolean willAskAgain = run.plan().willAskAgain();
        boolean unreachable = failure.failure() != FailureKind.PERMANENT;
        boolean tooMany = run.plan().failed(page.number(), unreachable);
        boolean ends = failure.failure() == FailureKind.REFUSED || page.number() == 1 || tooMany;
        if (!ends && willAskAgain) {
            LOG.atWarn().addKeyValue("page", page.number()).log("{}; it is tried once more at the end", what);
        } else {
            LOG.atError().addKeyValue("page", page.number()).log("{}", what);
        }
        if (ends) {
            run.stop(new StopReason(StopReason.Reason.API, what));
        }
    }

    private static void ended(Run run, PageAttempts page) throws IOException {
        Announced told =
                page.content() == null ? Announced.NONE : page.content().metadata();
        run.note(new LedgerLine.Ended(page.number(), told.totalPages(), told.totalRecords(), page.requests()));
        run.plan().ended(page.number(), told.totalPages(), told.totalRecords(), told.limit());
    }

    /** After the last page: puts the file in order and reconciles what was expected with what is there. */
    public void finish(Run run) throws IOException {
        run.beginChecking();
        Reorder.arrange(run, rowWriter.dialect());
        run.sync();
        run.reconciled(Audit.of(run, rowWriter.dialect()));
    }

    /** A page's way through the routes has ended; ends the run when it was neither stored nor given up. */
    public void settled(Run run, PageAttempts page) {
        if (run.stop() == null && !page.isSettled()) {
            run.stop(new StopReason(
                    StopReason.Reason.BUG,
                    "Page %d was neither stored nor given up: a step of the routes ended its way"
                            .formatted(page.number())));
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
                    "Page %d could not be stored in %s: %s. Make room or mend it"
                            .formatted(page.number(), Run.shown(run.files().folder()), io.getMessage())));
            return;
        }
        LOG.atError()
                .addKeyValue("page", page.number())
                .setCause(error)
                .log("Page {} could not be carried", page.number());
        run.stop(new StopReason(
                StopReason.Reason.BUG, "Page %d could not be carried: %s".formatted(page.number(), error)));
    }

    private static <T extends Throwable> T cause(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static List<String> problems(PageAttempts page, Page content) {
        List<String> problems = new ArrayList<>(page.problems());
        if (content.repeatedFields() > 0) {
            problems.add("%d fields stand twice in their record; the last value was taken"
                    .formatted(content.repeatedFields()));
        }
        return problems;
    }
}
