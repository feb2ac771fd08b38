package caravan.run;

import caravan.pace.Pace;
import caravan.plan.ChainedPlan;
import caravan.plan.Difference;
import caravan.plan.NumberedPlan;
import caravan.plan.PagePlan;
import caravan.source.Source;
import caravan.store.DamagedException;
import caravan.store.Ledger;
import caravan.store.LedgerLine;
import caravan.store.OwnerOnly;
import caravan.store.PageWriter;
import caravan.store.Reconciliation;
import caravan.store.ResumePoint;
import caravan.store.RowWriter;
import caravan.store.RunFiles;
import caravan.store.RunStore;
import caravan.text.Plural;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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

    private final Path folder;
    private final Choice choice;
    private final Function<Source, RunRules> rules;
    private final Function<Source, RunIdentity> identity;
    private final RowWriter rowWriter;
    private final PageWriter pageWriter;
    private final Function<Source, Pace> pace;
    private final Function<String, Events> events;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Supplier<String> ids;
    private final Set<String> begun = new HashSet<>();
    private final Map<String, Run> newest = new LinkedHashMap<>();
    private @Nullable StopReason stopping;

    /**
     * @param folder the output folder
     * @param identity who asks, through which routes; asked for when a run begins
     * @param pace makes the pace of a run
     * @param events is told what happens, by source
     * @param nanos the time in nanoseconds, of any origin
     * @param ids makes the id of a run: eight hexadecimal digits, by chance
     */
    public Runs(
            Path folder,
            Choice choice,
            Function<Source, RunRules> rules,
            Function<Source, RunIdentity> identity,
            RowWriter rowWriter,
            PageWriter pageWriter,
            Function<Source, Pace> pace,
            Function<String, Events> events,
            Clock clock,
            LongSupplier nanos,
            Supplier<String> ids) {
        this.folder = folder;
        this.choice = choice;
        this.rules = rules;
        this.identity = identity;
        this.rowWriter = rowWriter;
        this.pageWriter = pageWriter;
        this.pace = pace;
        this.events = events;
        this.clock = clock;
        this.nanos = nanos;
        this.ids = ids;
    }

    /** The newest run of each source, under way or over, in the order in which they began. */
    public synchronized List<Run> newest() {
        return List.copyOf(newest.values());
    }

    /**
     * @throws RunRefusedException when another process is at it, or the unfinished run is one of other settings
     * @throws DamagedException when its files are not what they were
     */
    public Run beginOrResume(Source source) throws IOException {
        OwnerOnly.createFolder(folder);
        RunLock lock = RunLock.take(folder, source.name());
        try {
            Optional<RunFiles> unfinished =
                    choice == Choice.FRESH && begun.add(source.name()) ? Optional.empty() : unfinished(source);
            if (unfinished.isEmpty() && (choice == Choice.RETRY || choice == Choice.DELIVER)) {
                throw new RunRefusedException(
                        "No run of %s is unfinished in %s".formatted(source.name(), RunStore.shown(folder)));
            }
            Run run = unfinished.isPresent() ? resume(unfinished.get(), source, lock) : create(source, lock);
            synchronized (this) {
                newest.remove(source.name());
                newest.put(source.name(), run);
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

    /**
     * No page is left to ask for: puts the file in order, reads it, and either lets the plan ask once more for what that puts in
     * question, or says what the run has come to.
     */
    public void reconcile(Run run) throws IOException {
        run.check();
        Reconciliation found = run.audited(() -> pageWriter.reconcile(run.store(), run.expected()));
        if (!run.plan().examine(found.pagesSharingIds())) {
            return;
        }
        LedgerLine.Concluded concluded = run.resumedConclusion();
        if (concluded == null) {
            concluded = conclude(run, found);
            run.store().note(concluded);
        }
        run.reconciled(found.with(
                concluded.probed(),
                concluded.of(),
                concluded.differences(),
                concluded.concluded().equals(ACCEPTED)));
    }

    private static final String ACCEPTED = "accepted";

    private LedgerLine.Concluded conclude(Run run, Reconciliation found) throws IOException {
        PagePlan.Probed probed = run.plan().probed();
        if (!run.plan().isStored()) {
            return new LedgerLine.Concluded("partial", List.of(), probed.answered(), probed.of());
        }
        List<Difference> differences = new ArrayList<>(run.plan().differences());
        PreviousRun.shrink(run, found.recordsStored(), rules.apply(run.source()).maxShrink())
                .ifPresent(differences::add);
        String outcome = differences.isEmpty()
                ? "complete"
                : rules.apply(run.source()).accept().takes(differences, found) ? ACCEPTED : "differs";
        List<String> texts = differences.stream().map(Difference::text).toList();
        texts.forEach(
                text -> LOG.atWarn().addKeyValue("source", run.source().name()).log("{}", text));
        return new LedgerLine.Concluded(outcome, texts, probed.answered(), probed.of());
    }

    /** Ends the runs that are under way, and any that is begun from now on. */
    public synchronized void stop(StopReason reason) {
        stopping = reason;
        newest.values().forEach(run -> run.stop(reason));
    }

    private Run create(Source source, RunLock lock) throws IOException {
        Instant now = clock.instant();
        RunFiles files = named(source, now);
        for (Instant start = now; files.exist(); ) {
            start = start.plusSeconds(1);
            files = named(source, start);
        }
        String id = ids.get();
        RunIdentity who = identity.apply(source);
        Map<String, String> settings = who.settings(source, rowWriter.dialect().description(), id);
        LedgerLine.Begun begun = new LedgerLine.Begun(files.run(), source.name(), id, now.toString(), settings, 0);
        RunStore store = RunStore.create(files, begun, nanos);
        store.note(new LedgerLine.Session(now.toString(), who.tokenHash(source, id)));
        LOG.atInfo()
                .addKeyValue("run", files.run())
                .log(
                        "Starting {}: {}{}",
                        files.run(),
                        RunIdentity.shown(source.url()),
                        source.size() > 0 ? ", " + source.size() + " records a page" : "");
        return run(source, plan(source, new AtomicReference<>(store)), store, ResumePoint.START, null, lock);
    }

    private Run resume(RunFiles files, Source source, RunLock lock) throws IOException {
        LedgerLine.Begun begun = RunStore.begun(files);
        RunIdentity who = identity.apply(source);
        String differences = RunIdentity.differences(
                begun.settings(), who.settings(source, rowWriter.dialect().description(), begun.id()));
        if (!differences.isEmpty()) {
            throw new RunRefusedException(
                    "The unfinished run %s was started with other settings: %s. Set them back to finish it, or give --fresh to start a new one; its files stay."
                            .formatted(files.run(), differences));
        }
        AtomicReference<@Nullable RunStore> resumed = new AtomicReference<>();
        PagePlan plan = plan(source, resumed);
        Lifecycle lifecycle = new Lifecycle();
        ResumePoint from = RunStore.resumePoint(files, begun, line -> {
            lifecycle.add(line);
            PastRun.tell(plan, line);
        });
        // A page that was lost since puts it in question.
        LedgerLine.Concluded concluded = from.lost().isEmpty() ? lifecycle.concluded() : null;
        if (choice == Choice.DELIVER && concluded == null) {
            throw new RunRefusedException(
                    "Not every page of %s is stored and verified: caravan retry fetches what is missing"
                            .formatted(files.run()));
        }
        RunStore store = RunStore.resume(files, begun, from, nanos);
        resumed.set(store);
        if (concluded != null && !concluded.concluded().equals("partial")) {
            plan.resumeConcluded();
        } else {
            concluded = null;
        }
        plan.resumeSession();
        // That of the first session: another one must show the same each time.
        if (!who.tokenHash(source, begun.id()).equals(lifecycle.token())) {
            plan.checkFirst();
        }
        store.note(new LedgerLine.Session(clock.instant().toString(), lifecycle.token()));
        LOG.atInfo()
                .addKeyValue("run", files.run())
                .log("Resuming {}: {} already stored", files.run(), Plural.are(from.pages(), "page"));
        return run(source, plan, store, from, concluded, lock);
    }

    private PagePlan plan(Source source, AtomicReference<@Nullable RunStore> store) {
        if (source.isChained()) {
            return new ChainedPlan(source, rules.apply(source).probePercent());
        }
        return new NumberedPlan(
                source,
                rules.apply(source).ahead(),
                rules.apply(source).maxLostInARow(),
                rules.apply(source).probePercent(),
                from -> {
                    try {
                        Objects.requireNonNull(store.get(), "No page is asked for before the run is open")
                                .note(new LedgerLine.Redo(from));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    LOG.atWarn()
                            .addKeyValue("source", source.name())
                            .log(
                                    "Records have moved from page to page while they were read: from page {} on all are requested again",
                                    from);
                });
    }

    private Run run(
            Source source,
            PagePlan plan,
            RunStore store,
            ResumePoint from,
            LedgerLine.@Nullable Concluded concluded,
            RunLock lock) {
        return new Run(
                source,
                plan,
                pace.apply(source),
                store,
                from,
                concluded,
                clock.instant(),
                lock,
                events.apply(source.name()),
                nanos);
    }

    private RunFiles named(Source source, Instant start) {
        return new RunFiles(folder, source.name() + "_extract_" + STAMP.format(start));
    }

    /** The newest run of the source that has stored something, unless it is over, or was left for too long. */
    private Optional<RunFiles> unfinished(Source source) throws IOException {
        for (RunFiles files : PastRun.newestFirst(folder, source.name())) {
            if (Files.exists(files.manifest())) {
                return Optional.empty();
            }
            Lifecycle lifecycle = new Lifecycle();
            Ledger.read(files.ledger(), line -> {
                lifecycle.add(line);
                return true;
            });
            if (!lifecycle.hasPages()) {
                // It holds nothing: the one before it may.
                files.deleteEmpty(2 * source.size() + 1);
                continue;
            }
            if (lifecycle.isComplete() || (choice == Choice.RUN && isLeft(source, files, lifecycle))) {
                return Optional.empty();
            }
            return Optional.of(files);
        }
        return Optional.empty();
    }

    private boolean isLeft(Source source, RunFiles files, Lifecycle lifecycle) {
        if (lifecycle.isOver()) {
            LOG.info(
                    "{} ended the same way twice: a new run starts. Its files stay; caravan retry resumes it",
                    files.run());
            return true;
        }
        Instant last = lifecycle.lastActivity().orElse(Instant.MIN);
        if (last.isBefore(clock.instant().minus(rules.apply(source).resumeWithin()))) {
            LOG.info(
                    "{} stored its last page at {}, longer ago than RESUME_HOURS: a new run starts. Its files stay; caravan retry resumes it",
                    files.run(),
                    last);
            return true;
        }
        return false;
    }
}
