package caravan.report;

import caravan.run.Run;
import caravan.store.OwnerOnly;
import caravan.store.RunStats;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
     * Prints the report, writes it beside the CSV and closes the run.
     *
     * @param run null when it could not begin
     * @param error what broke the flow itself
     * @return how the run ended, as {@link Outcome#text} has it: for steps of the route behind this one
     */
    public String report(@Nullable Run run, @Nullable Throwable error) {
        Outcome outcome = Outcome.BUG;
        try (run) {
            if (error != null) {
                outcome = broken(run, error);
            }
            if (run != null) {
                PageCells.Reader cells = new PageCells.Reader();
                RunStats stats = RunStats.of(run.files().ledger(), cells);
                outcome = RunReport.outcome(run, stats);
                RunReport report = RunReport.of(outcome, run, stats, logins.getAsInt(), clock.instant());
                run.end();
                out.print(ReportText.of(report));
                out.flush();
                ReportPage page = new ReportPage(report, cells.cells(run.plan().expected(), number -> false));
                lastPage = page;
                try {
                    write(run.files().report(), report.json());
                } finally {
                    write(run.files().reportPage(), page.html(false));
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The report could not be written", e);
        } finally {
            // Even after an Error: somebody waits for it.
            ended.accept(outcome);
        }
        return outcome.text();
    }

    /** The page of the run that ended last. */
    public @Nullable ReportPage lastPage() {
        return lastPage;
    }

    private Outcome broken(@Nullable Run run, Throwable error) {
        // Camel wraps what a bean throws.
        for (Throwable cause = error; run == null && cause != null; cause = cause.getCause()) {
            if (cause instanceof caravan.run.RunRefusedException) {
                LOG.error("{}", cause.getMessage());
                return Outcome.CONFIGURATION;
            }
        }
        LOG.error("Unexpected error", error);
        if (run != null) {
            run.stop(new caravan.run.StopReason(caravan.run.StopReason.Reason.BUG, "Unexpected error: " + error));
        }
        return Outcome.BUG;
    }

    private static void write(Path file, String text) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(whole);
        OwnerOnly.create(whole);
        try {
            Files.writeString(whole, text);
            Files.move(
                    whole,
                    file,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
