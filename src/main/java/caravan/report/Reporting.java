package caravan.report;

import caravan.run.Run;
import caravan.run.RunBusyException;
import caravan.run.RunRefusedException;
import caravan.run.StopReason;
import caravan.store.DamagedException;
import caravan.store.OwnerOnly;
import caravan.store.RunStats;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a run with its report, whatever happened before. */
public final class Reporting {
    private static final Logger LOG = LoggerFactory.getLogger("caravan.report");

    private final PrintStream out;
    private final ToIntFunction<String> logins;
    private final Clock clock;
    private final Consumer<Ended> ended;
    private final Map<Run, Outcome> reported = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<Throwable, Boolean> toldErrors = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * @param logins how many logins were tried so far for a run of a source
     * @param ended told how each run ended, after all is written
     */
    public Reporting(PrintStream out, ToIntFunction<String> logins, Clock clock, Consumer<Ended> ended) {
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
        Outcome before = run == null ? null : reported.putIfAbsent(run, Outcome.BUG);
        if (before != null) {
            return before.text();
        }
        if (error != null) {
            toldErrors.put(error, true);
        }
        Ended end = new Ended(run, Outcome.BUG, false, null, null);
        try (run) {
            if (error != null) {
                end = new Ended(run, broken(run, error), isBusy(run, error), null, null);
            }
            if (run != null) {
                end = tell(run, error != null);
                reported.put(run, end.outcome());
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The report could not be told", e);
        } finally {
            // Even after an Error: somebody waits for it.
            ended.accept(end);
        }
        return end.outcome().text();
    }

    /** Whether this has broken a flow, and was told. */
    public boolean hasTold(Throwable error) {
        return List.copyOf(toldErrors.keySet()).stream()
                .anyMatch(told -> Stream.iterate(told, Objects::nonNull, Throwable::getCause)
                        .anyMatch(error::equals));
    }

    private static boolean isBusy(@Nullable Run run, Throwable error) {
        return run == null
                && Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                        .anyMatch(RunBusyException.class::isInstance);
    }

    private Ended tell(Run run, boolean broken) throws IOException {
        PageCells.Reader cells = new PageCells.Reader();
        RunStats stats = stats(run, cells);
        left(run, stats);
        Outcome outcome = RunReport.outcome(run, stats);
        // What is delivered is delivered; but a step that failed is told by the exit code, too.
        outcome = broken && outcome == Outcome.COMPLETE ? Outcome.BUG : outcome;
        RunReport report =
                RunReport.of(outcome, run, stats, logins.applyAsInt(run.source().name()), clock.instant());
        run.end();
        out.print(ReportText.of(report));
        out.flush();
        ReportPage page = new ReportPage(report, cells.cells(run.plan().expected(), number -> false));
        write(run.files().report(), report.json());
        write(run.files().reportPage(), page.html());
        return new Ended(run, outcome, false, page, report);
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
