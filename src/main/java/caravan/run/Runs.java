package caravan.run;

import caravan.pace.Pace;
import caravan.plan.NumberedPlan;
import caravan.source.Source;
import caravan.store.Expected;
import caravan.store.Ledger;
import caravan.store.LedgerLine;
import caravan.store.OwnerOnly;
import caravan.store.PageWriter;
import caravan.store.ResumePoint;
import caravan.store.RowWriter;
import caravan.store.RunFiles;
import caravan.store.RunStore;
import caravan.text.Plural;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins a run, or resumes the newest one of its source that is not over. */
public final class Runs {
    /** What to take up. */
    public enum Choice {
        /** The unfinished run; where there is none, a new one. */
        RUN,
        /** A new one. */
        FRESH,
        /** The unfinished run, and nothing else. */
        RETRY,
        /** The unfinished run, when no page of it is left to ask for. */
        DELIVER
    }

    private static final Logger LOG = LoggerFactory.getLogger("caravan.run");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
    private static final int MAX_LOST_IN_A_ROW = 3;

    private final Path folder;
    private final Choice choice;
    private final int parallelPages;
    private final RowWriter rowWriter;
    private final PageWriter pageWriter;
    private final Supplier<Pace> pace;
    private final Events events;
    private final Clock clock;
    private final LongSupplier nanos;
    private volatile @Nullable Run current;
    private @Nullable StopReason stopping;

    /**
     * @param folder the output folder
     * @param pace makes the pace of a run
     * @param nanos the time in nanoseconds, of any origin
     */
    public Runs(
            Path folder,
            Choice choice,
            int parallelPages,
            RowWriter rowWriter,
            Supplier<Pace> pace,
            Events events,
            Clock clock,
            LongSupplier nanos) {
        this.folder = folder;
        this.choice = choice;
        this.parallelPages = parallelPages;
        this.rowWriter = rowWriter;
        this.pageWriter = new PageWriter(rowWriter);
        this.pace = pace;
        this.events = events;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** The newest run of this process, under way or over. */
    public @Nullable Run current() {
        return current;
    }

    /** @throws RunRefusedException when another process is at it, or the unfinished run is one of other settings */
    public Run beginOrResume(Source source) throws IOException {
        OwnerOnly.createFolder(folder);
        RunLock lock = RunLock.take(folder, source.getName());
        try {
            Map<String, String> settings = settings(source);
            Optional<RunFiles> unfinished =
                    choice == Choice.FRESH && current() == null ? Optional.empty() : unfinished(source);
            if (unfinished.isEmpty() && (choice == Choice.RETRY || choice == Choice.DELIVER)) {
                throw new RunRefusedException(
                        "No run of %s is unfinished in %s".formatted(source.getName(), RunStore.shown(folder)));
            }
            Run run = unfinished.isPresent()
                    ? resume(unfinished.get(), source, settings, lock)
                    : create(source, settings, lock);
            synchronized (this) {
                current = run;
                if (stopping != null) {
                    run.stop(stopping);
                }
            }
            return run;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** After the last page: puts the file in order and holds it against what was expected. */
    public void reconcile(Run run) throws IOException {
        Expected expected = run.endExtraction();
        run.reconciled(pageWriter.reconcile(run.store(), expected));
    }

    /** Ends the run that is under way, and any that is begun from now on. */
    public synchronized void stop(StopReason reason) {
        stopping = reason;
        if (current != null) {
            current.stop(reason);
        }
    }

    private Run create(Source source, Map<String, String> settings, RunLock lock) throws IOException {
        Instant now = clock.instant();
        RunFiles files = named(source, now);
        for (Instant start = now; files.exist(); ) {
            start = start.plusSeconds(1);
            files = named(source, start);
        }
        RunStore store = RunStore.create(files, source.getName(), now.toString(), settings, nanos);
        NumberedPlan plan = new NumberedPlan(source, parallelPages, MAX_LOST_IN_A_ROW);
        // A query may hold a key.
        LOG.atInfo()
                .addKeyValue("run", files.run())
                .log(
                        "Starting {}: {}, {} records a page",
                        files.run(),
                        source.getUrl().replaceFirst("\\?.*", ""),
                        source.getRecordsPerPage());
        return run(source, plan, store, ResumePoint.START, lock);
    }

    private Run resume(RunFiles files, Source source, Map<String, String> settings, RunLock lock) throws IOException {
        LedgerLine.Begun begun = begun(files);
        String differences = differences(begun.settings(), settings);
        if (!differences.isEmpty()) {
            throw new RunRefusedException(
                    "The unfinished run %s was started with other settings: %s. Set them back to finish it, or give --fresh to start a new one; its files stay."
                            .formatted(files.run(), differences));
        }
        NumberedPlan plan = new NumberedPlan(source, parallelPages, MAX_LOST_IN_A_ROW);
        ResumePoint from = RunStore.resumePoint(files, begun, line -> plan.resume(line.outcome()));
        if (choice == Choice.DELIVER && !plan.isWhole()) {
            throw new RunRefusedException("Not every page of %s is stored: caravan retry fetches those that are missing"
                    .formatted(files.run()));
        }
        RunStore store = RunStore.resume(files, begun, from, nanos);
        LOG.atInfo()
                .addKeyValue("run", files.run())
                .log("Resuming {}: {} already stored", files.run(), Plural.are(from.pages(), "page"));
        return run(source, plan, store, from, lock);
    }

    private Run run(Source source, NumberedPlan plan, RunStore store, ResumePoint from, RunLock lock) {
        return new Run(source, plan, pace.get(), store, from, clock.instant(), lock, events, nanos);
    }

    private RunFiles named(Source source, Instant start) {
        return new RunFiles(folder, source.getName() + "_extract_" + STAMP.format(start));
    }

    /** The newest run of the source, unless it is over or has not stored anything. */
    private Optional<RunFiles> unfinished(Source source) throws IOException {
        String prefix = source.getName() + "_extract_";
        Optional<RunFiles> newest;
        try (Stream<Path> entries = Files.list(folder)) {
            newest = entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(RunFiles.LEDGER))
                    .max(String::compareTo)
                    .map(name -> new RunFiles(folder, name.substring(0, name.length() - RunFiles.LEDGER.length())));
        }
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        boolean[] over = new boolean[1];
        boolean[] begun = new boolean[1];
        Ledger.read(newest.get().ledger(), line -> {
            over[0] = line instanceof LedgerLine.Delivered delivered && delivered.complete();
            begun[0] |= line instanceof LedgerLine.Stored;
            return true;
        });
        if (!begun[0]) {
            // It holds nothing: another one takes its place.
            newest.get().delete();
        }
        return over[0] || !begun[0] ? Optional.empty() : newest;
    }

    private static LedgerLine.Begun begun(RunFiles files) throws IOException {
        LedgerLine.@Nullable Begun[] begun = new LedgerLine.Begun[1];
        Ledger.read(files.ledger(), line -> {
            if (begun[0] == null && line instanceof LedgerLine.Begun first) {
                begun[0] = first;
                return true;
            }
            return false;
        });
        return Objects.requireNonNull(begun[0], "An unfinished run has stored a page, after its first line");
    }

    private Map<String, String> settings(Source source) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("url", source.getUrl());
        settings.put("records per page", Integer.toString(source.getRecordsPerPage()));
        settings.put("csv", rowWriter.dialect().description());
        return settings;
    }

    private static String differences(Map<String, String> then, Map<String, String> now) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(now).forEach((name, value) -> {
            if (!value.equals(then.get(name))) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(name)
                        .append(" was ")
                        .append(then.get(name))
                        .append(", is now ")
                        .append(value);
            }
        });
        return text.toString();
    }
}
