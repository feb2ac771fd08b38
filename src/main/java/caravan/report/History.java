package caravan.report;

import static caravan.text.Numbers.grouped;

import caravan.run.PastRun;
import caravan.store.LedgerLine;
import caravan.store.RunFiles;
import caravan.text.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run of the past in a few words.
 *
 * @param began in UTC
 * @param outcome of its last session, by its report; where that session left none, what the ledger shows
 * @param pages stored, of how many
 * @param time of the last session that ended with a report
 * @param place the object, or where the file is
 */
public record History(
        String source,
        String run,
        String began,
        String outcome,
        String pages,
        String records,
        String retries,
        String time,
        String place) {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss", Locale.ROOT);
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String UNKNOWN = "–";

    /** The runs of an output folder, the newest last; none where there is no folder. */
    public static List<History> of(Path folder) throws IOException {
        List<History> all = new ArrayList<>();
        for (RunFiles files : PastRun.in(folder)) {
            all.add(of(files));
        }
        return all;
    }

    private static History of(RunFiles files) {
        try {
            PastRun run = PastRun.of(files);
            SavedReport saved = SavedReport.of(files.report());
            return run.source().isEmpty() && saved != null
                    ? ofReport(files, saved.report())
                    : of(files, run, saved == null ? null : saved.report());
        } catch (IOException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return new History(
                    source(files.run()),
                    files.run(),
                    began(files.run()),
                    "unreadable",
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    UNKNOWN,
                    message);
        }
    }

    private static History of(RunFiles files, PastRun run, @Nullable RunReport report) throws IOException {
        Optional<Long> process = run.process();
        LedgerLine.Delivered delivered = run.stats().delivered();
        // A later session that was killed has left the report of an earlier one.
        boolean current = report != null
                && report.pages().stored() == run.stats().pages()
                && (report.csv().object() != null) == (delivered != null);
        int expected = Math.max(run.expectedPages(), run.stats().pages());
        return new History(
                source(files.run()),
                files.run(),
                began(files.run()),
                process.isPresent()
                        ? "running (pid %d)".formatted(process.get())
                        : report != null && current
                                ? report.ending().outcome()
                                : run.isDamaged() ? "damaged" : over(run),
                "%d/%d".formatted(run.stats().pages(), expected),
                grouped(run.stats().rows()),
                grouped(run.stats().totalRetries()),
                report == null ? UNKNOWN : Durations.exact(report.session().seconds()),
                delivered == null ? files.csv().toString() : delivered.delivered());
    }

    /** The ledger was removed: only a run that is over can do without. */
    private static History ofReport(RunFiles files, RunReport report) {
        return new History(
                source(files.run()),
                files.run(),
                began(files.run()),
                report.ending().outcome(),
                "%d/%d".formatted(report.pages().stored(), report.pages().requested()),
                grouped(report.recordsIngested()),
                grouped(report.retries().total()),
                Durations.exact(report.session().seconds()),
                Objects.requireNonNullElse(report.csv().object(), files.csv().toString()));
    }

    /** How a run ended of which there is no report. */
    private static String over(PastRun run) {
        LedgerLine.Delivered delivered = run.stats().delivered();
        return run.isOver() && delivered != null ? delivered.verdict() : "unfinished";
    }

    /** As the run's name has it. */
    private static String source(String run) {
        int end = run.lastIndexOf("_extract_");
        return end < 0 ? run : run.substring(0, end);
    }

    private static String began(String run) {
        int length = "YYYYMMDD_HHMMSS".length();
        try {
            return SHOWN.format(LocalDateTime.parse(run.substring(Math.max(0, run.length() - length)), STAMP));
        } catch (DateTimeParseException e) {
            return UNKNOWN;
        }
    }
}
