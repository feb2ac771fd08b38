package caravan.run;

import caravan.pace.Pace;
import caravan.plan.NumberedPlan;
import caravan.source.Source;
import caravan.store.Disk;
import caravan.store.Ledger;
import caravan.store.LedgerLine;
import caravan.store.PageWriter;
import caravan.store.Reconciliation;
import caravan.store.ResumePoint;
import caravan.store.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * One extraction of one source: its plan and pace, its CSV file and the ledger that vouches for it.
 *
 * <p>Pages come from many threads; storing is one at a time, between {@link PageWriter#begin} and {@link PageWriter#end}.
 */
public final class Run implements AutoCloseable {
    private volatile LedgerLine.Begun begun;
    private final Source source;
    private final NumberedPlan plan;
    private final Pace pace;
    private final RunFiles files;
    private final Instant sessionStarted;
    private final int resumedPages;
    private final int resumedRetries;
    private final RunLock lock;
    private final Semaphore storing = new Semaphore(1);
    private Ledger ledger;
    private List<String> header;
    private long csvLength;
    private volatile StopReason stop;
    private volatile boolean extracted;
    private volatile boolean over;
    private volatile boolean closed;
    private volatile String notDelivered;
    private int deliveryAttempts;
    private volatile Reconciliation reconciliation;

    Run(
            LedgerLine.Begun begun,
            Source source,
            NumberedPlan plan,
            Pace pace,
            RunFiles files,
            Instant sessionStarted,
            ResumePoint from,
            Ledger ledger,
            RunLock lock) {
        this.begun = begun;
        this.source = source;
        this.plan = plan;
        this.pace = pace;
        this.files = files;
        this.sessionStarted = sessionStarted;
        this.resumedPages = from.pages();
        this.resumedRetries = from.retries();
        this.ledger = ledger;
        this.lock = lock;
        header = from.header();
        csvLength = from.csvLength();
    }

    /** The name that all files of the run begin with. */
    public String name() {
        return begun.run();
    }

    /** When the run began; a resumed one keeps the time of its first session. */
    public Instant started() {
        return Instant.parse(begun.started());
    }

    /** When this process took the run up. */
    public Instant sessionStarted() {
        return sessionStarted;
    }

    public Source source() {
        return source;
    }

    public NumberedPlan plan() {
        return plan;
    }

    public Pace pace() {
        return pace;
    }

    public RunFiles files() {
        return files;
    }

    public String csvName() {
        return files.csv().getFileName().toString();
    }

    /** How many pages were already stored when this process took the run up. */
    public int resumedPages() {
        return resumedPages;
    }

    /** Ends the run at its next step; the first reason counts. */
    public synchronized void stop(StopReason reason) {
        if (stop == null) {
            stop = reason;
        }
        plan.stop();
        pace.stop();
    }

    /** Why the run ended before its last page; null when it did not. */
    public StopReason stop() {
        return stop;
    }

    /** Cheap enough to be asked several times a second, by any thread. */
    public Progress progress() {
        NumberedPlan.Extent extent = plan.extent();
        Pace.Moment moment = pace.moment();
        return new Progress(
                name(),
                step(),
                extent.stored(),
                extent.expected(),
                extent.records(),
                extent.announcedRecords(),
                resumedRetries + moment.retries(),
                extent.failed(),
                moment.inFlight(),
                moment.waiting(),
                moment.pause());
    }

    private Progress.Step step() {
        if (stop != null) {
            return Progress.Step.STOPPING;
        }
        if (!extracted) {
            return Progress.Step.EXTRACTING;
        }
        return reconciliation == null ? Progress.Step.CHECKING : Progress.Step.DELIVERING;
    }

    /** Counts an attempt to put the file on S3. */
    public void beginDelivery() {
        deliveryAttempts++;
    }

    /** How often it was tried to put the file on S3. */
    public int getDeliveryAttempts() {
        return deliveryAttempts;
    }

    /** Notes that the file could not be put on S3, and why. */
    public void notDelivered(String why) {
        notDelivered = why;
    }

    /** Why the file is not on S3; null when that is not so. */
    public String notDelivered() {
        return notDelivered;
    }

    /** What was expected against what is there; null before the last page is stored. */
    public Reconciliation reconciliation() {
        return reconciliation;
    }

    /** From now on no page is asked for. */
    public void beginChecking() {
        extracted = true;
    }

    public void reconciled(Reconciliation found) {
        reconciliation = found;
    }

    /** Whether there is a file to deliver: every page was stored or given up. */
    public boolean isExtracted() {
        return stop == null && plan.isUnderWay();
    }

    /** Writes a fact to the ledger. */
    public void note(LedgerLine line) throws IOException {
        ledger.append(line);
    }

    /** Returns when all that was stored is on the disk. */
    public void sync() throws IOException {
        Disk.sync(files.csv());
        ledger.sync();
    }

    /** From now on nothing happens but that its report is told. */
    public void end() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }

    /** Whether its report is written. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try (lock) {
            ledger.close();
        }
    }

    public Semaphore storing() {
        return storing;
    }

    /** The columns of the header row; null before the first page is stored. */
    public List<String> header() {
        return header;
    }

    public void header(List<String> columns) {
        header = columns;
    }

    public long csvLength() {
        return csvLength;
    }

    public void csvLength(long length) {
        csvLength = length;
    }

    public LedgerLine.Begun begun() {
        return begun;
    }

    /** Goes on with the ledger of a file that was put in order. */
    public void replaced(LedgerLine.Begun next, Ledger inOrder, List<String> columns, long length) throws IOException {
        begun = next;
        ledger.close();
        ledger = inOrder;
        header = columns;
        csvLength = length;
    }

    /** Where in the file {@code path} stands, for messages. */
    public static String shown(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
