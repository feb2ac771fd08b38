package caravan.run;

import caravan.pace.Pace;
import caravan.page.PageTask;
import caravan.plan.Extent;
import caravan.plan.PagePlan;
import caravan.source.Source;
import caravan.store.Expected;
import caravan.store.LedgerLine;
import caravan.store.Reconciliation;
import caravan.store.ResumePoint;
import caravan.store.RunFiles;
import caravan.store.RunStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One extraction of one source: its plan, its pace, what of it is durable, and how far it is. Thread-safe.
 */
public final class Run implements AutoCloseable {
    private final Source source;
    private final PagePlan plan;
    private final Pace pace;
    private final RunStore store;
    private final ResumePoint from;
    private final LedgerLine.@Nullable Concluded resumedConclusion;
    private final Instant sessionStarted;
    private final RunLock lock;
    private final PageTraffic traffic;
    private volatile @Nullable StopReason stop;
    private volatile boolean extracted;
    private volatile boolean over;
    private volatile boolean closed;
    private volatile @Nullable String notDelivered;
    private int deliveryAttempts;
    private volatile boolean nameConflict;
    private int failedDeliveries;
    private volatile @Nullable Reconciliation reconciliation;
    private @Nullable Reconciliation audit;
    private int auditedChanges;

    /**
     * @param from how far an earlier session came
     * @param resumedConclusion what an earlier session has proven, so that nothing is left to ask for
     * @param sessionStarted when this process took it up
     * @param nanos the time in nanoseconds, of any origin
     */
    Run(
            Source source,
            PagePlan plan,
            Pace pace,
            RunStore store,
            ResumePoint from,
            LedgerLine.@Nullable Concluded resumedConclusion,
            Instant sessionStarted,
            RunLock lock,
            Events events,
            LongSupplier nanos) {
        this.source = source;
        this.plan = plan;
        this.pace = pace;
        this.store = store;
        this.from = from;
        this.resumedConclusion = resumedConclusion;
        this.sessionStarted = sessionStarted;
        this.lock = lock;
        traffic = new PageTraffic(pace, store.order(), events, nanos);
    }

    /** The name that all files of the run begin with. */
    public String name() {
        return store.begun().run();
    }

    /** When the run began; a resumed one keeps the time of its first session. */
    public Instant started() {
        return Instant.parse(store.begun().started());
    }

    /** When this process took the run up. */
    public Instant sessionStarted() {
        return sessionStarted;
    }

    public Source source() {
        return source;
    }

    public PagePlan plan() {
        return plan;
    }

    /** Page 1, which says how many there are; null when it is stored already. */
    public @Nullable PageTask firstPage() {
        return plan.first();
    }

    /** So many ways to go through the pages still to request; whoever is free takes the next one. */
    public List<Iterator<@Nullable PageTask>> lanes(int count) {
        return plan.lanes(count).stream()
                .<Iterator<@Nullable PageTask>>map(lane -> new CarriedLane(lane, this))
                .toList();
    }

    /** Whether page 1 is stored, so that others can be requested, or looked at once more, until all is proven. */
    public boolean isUnderWay() {
        return plan.isUnderWay() && reconciliation == null;
    }

    public Pace pace() {
        return pace;
    }

    public RunStore store() {
        return store;
    }

    public RunFiles files() {
        return store.files();
    }

    public String csvName() {
        return files().csv().getFileName().toString();
    }

    /** The requests of this session over time. */
    public RequestCounts requests() {
        return traffic.requests();
    }

    PageTraffic traffic() {
        return traffic;
    }

    /** How many pages were already stored when this process took the run up. */
    public int resumedPages() {
        return from.pages();
    }

    /** Ends the run at its next step; the first reason counts. */
    public synchronized void stop(StopReason reason) {
        if (stop == null) {
            stop = reason;
        }
        plan.stop();
        traffic.stop();
    }

    /** Why the run ended before its last page. */
    public @Nullable StopReason stop() {
        return stop;
    }

    /** Cheap enough to be asked several times a second, by any thread. */
    public Progress progress() {
        Extent extent = plan.extent();
        Pace.Moment moment = pace.moment();
        return new Progress(
                source.name(),
                name(),
                step(),
                extent.stored(),
                extent.expected(),
                extent.records(),
                extent.announcedRecords(),
                from.retries() + traffic.retries(),
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

    /** Whether there is a file to deliver: every page was stored or given up. */
    public boolean isExtracted() {
        return stop == null && plan.isUnderWay();
    }

    /** The file is put in order and read; pages may yet be requested once more after that. */
    void check() {
        extracted = true;
    }

    /** What the file is to be held against. */
    Expected expected() {
        return new Expected(
                plan.announcedRecords(), plan.expected(), plan.isEndProven(), plan.announcements(), source.id());
    }

    /** What was read in the file; read again only when something was stored since. */
    Reconciliation audited(Audited file) throws IOException {
        if (audit == null || auditedChanges != plan.changes()) {
            audit = file.read();
            auditedChanges = plan.changes();
        }
        return audit;
    }

    /** Reads the file. */
    interface Audited {
        Reconciliation read() throws IOException;
    }

    LedgerLine.@Nullable Concluded resumedConclusion() {
        return resumedConclusion;
    }

    /** Whether every page is stored. */
    public boolean isStored() {
        return plan.isStored();
    }

    /** Whether every page is stored and nothing speaks against the file that the user does not take. */
    public boolean isComplete() {
        Reconciliation found = reconciliation;
        return isStored() && found != null && (found.differences().isEmpty() || found.accepted());
    }

    void reconciled(Reconciliation found) {
        reconciliation = found;
    }

    /** What was expected against what is there; null before all is proven that can be. */
    public @Nullable Reconciliation reconciliation() {
        return reconciliation;
    }

    /** Counts an attempt to put the file on S3. */
    public void beginDelivery() {
        deliveryAttempts++;
    }

    /** The run's own id: tells it from another one of the same name. */
    public String id() {
        return store.begun().id();
    }

    /** Notes that an object of another run has this run's name. */
    public void nameConflict() {
        nameConflict = true;
    }

    public boolean hasNameConflict() {
        return nameConflict;
    }

    /** How often it was tried to put the file on S3. */
    public int getDeliveryAttempts() {
        return deliveryAttempts;
    }

    /** Counts one that failed, also before it came to the file: a step of a user that fails there must not be tried for ever. */
    public int countFailedDelivery() {
        return ++failedDeliveries;
    }

    /** Notes that the file could not be put on S3, and why. */
    public void notDelivered(String why) {
        notDelivered = why;
    }

    /** Why the file is not on S3. */
    public @Nullable String notDelivered() {
        return notDelivered;
    }

    /** From now on nothing happens but that its report is written. */
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
        if (!closed) {
            pace.close();
        }
        closed = true;
        try (lock) {
            store.close();
        }
    }
}
