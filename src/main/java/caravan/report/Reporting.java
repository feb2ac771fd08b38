package caravan.report;

import caravan.run.Run;
import caravan.run.RunRefusedException;
import caravan.run.StopReason;
import caravan.store.DamagedException;
import caravan.store.OwnerOnly;
import caravan.store.RunStats;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a run with its report, whatever happened before. */
public final class Reporting {
    private static final Logger LOG = LoggerFactory.getLogger("caravan.report");

    private final PrintStream out;
    private final IntSupplier logins;
    private final Clock clock;
    private final Consumer<Outcome> ended;
    private final AtomicReference<@Nullable Run> reported = new AtomicReference<>();
    private volatile WeakReference<@Nullable Throwable> toldError = new WeakReference<>(null);
    private volatile Outcome lastOutcome = Outcome.BUG;
    private volatile @Nullable ReportPage lastPage;

    /**
     * @param logins how many logins were tried so far
     * @param ended told how each run ended, after all is written
     */
    public Reporting(PrintStream out, IntSupplier logins, Clock clock, Consumer<Outcome> ended) {
        this.out = out;
        this.logins = logins;
        this.clock = clock;
        this.ended = ended;
    }

    /**
     * Prints the report, writes it beside the CSV and closes the run. A run is reported once: another call changes nothing.
     *
     * @param run null when it could not begin
     * @param error what broke the flow itself; null where a run that is not finished was left by a step of the routes
     * @return how the run ended, as {@link Outcome#text} has it: for steps of the route behind this one
     */
    public String report(@Nullable Run run, @Nullable Throwable error) {
        if (run != null && reported.getAndSet(run) == run) {
            return lastOutcome.text();
        }
        toldError = new WeakReference<>(error);
        Outcome outcome = Outcome.BUG;
        try (run) {
            if (error != null) {
                outcome = broken(run, error);
            }
            if (run != null) {
                outcome = tell(run, error != null);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The report could not be told", e);
        } finally {
            lastOutcome = outcome;
            // Even after an Error: somebody waits for it.
            ended.accept(outcome);
        }
        return outcome.text();
    }

    /** Whether this is what was told last to have broken the flow. */
    public boolean hasTold(Throwable error) {
        for (Throwable told = toldError.get(); told != null; told = told.getCause()) {
            if (told == error) {
                return true;
            }
        }
        return false;
    }

    private Outcome tell(Run run, boolean broken) throws IOException {
        PageCells.Reader cells = new PageCells.Reader();
        RunStats stats = stats(run, cells);
        left(run, stats);
        Outcome outcome = RunReport.outcome(run, stats);
        // What is delivered is delivered; but a step that failed is told by the exit code, too.
        outcome = broken && outcome == Outcome.COMPLETE ? Outcome.BUG : outcome;
        RunReport report = RunReport.of(outcome, run, stats, logins.getAsInt(), clock.instant());
        run.end();
        out.print(ReportText.of(report));
        out.flush();
        ReportPage page = new ReportPage(report, cells.cells(run.plan().expected(), number -> false));
        lastPage = page;
        write(run.files().report(), report.json());
        write(run.files().reportPage(), page.html(false));
        return outcome;
    }

    private static RunStats stats(Run run, PageCells.Reader cells) {
        try {
            return RunStats.of(run.files().ledger(), cells);
        } catch (IOException e) {
            run.stop(new StopReason(
                    StopReason.Reason.STORAGE,
                    "%s cannot be read: %s".formatted(run.files().ledger(), e)));
            return new RunStats();
        }
    }

    /** A run that nobody has stopped comes here proven and delivered; or a step of the routes has left something out. */
    private static void left(Run run, RunStats stats) {
        if (run.stop() != null || run.notDelivered() != null) {
            return;
        }
        if (run.reconciliation() == null) {
            run.stop(new StopReason(
                    StopReason.Reason.BUG,
                    "A step of the routes ended the run before its file was complete and checked"));
        } else if (stats.delivered() == null) {
            run.notDelivered("A step of the routes ended the run before the file was delivered");
        }
    }

    /** The page of the run that ended last. */
    public @Nullable ReportPage lastPage() {
        return lastPage;
    }

    private Outcome broken(@Nullable Run run, Throwable error) {
        // Camel wraps what a bean throws.
        for (Throwable cause = error; run == null && cause != null; cause = cause.getCause()) {
            if (cause instanceof DamagedException) {
                LOG.error("{}", cause.getMessage());
                return Outcome.STORAGE;
            }
            if (cause instanceof RunRefusedException) {
                LOG.error("{}", cause.getMessage());
                return Outcome.CONFIGURATION;
            }
        }
        LOG.error("Unexpected error: {}", error.toString(), error);
        if (run != null) {
            run.stop(new StopReason(StopReason.Reason.BUG, "Unexpected error: " + error));
        }
        return Outcome.BUG;
    }

    /** The run's end does not depend on it: the report is printed, and says so. */
    private void write(Path file, String text) {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(whole);
            OwnerOnly.create(whole);
            try {
                Files.writeString(whole, text);
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            out.printf("The report could not be written to %s: %s%n", file, e);
            out.flush();
        }
    }
}
