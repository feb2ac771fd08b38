package caravan.run;

import caravan.page.PageOutcome;
import caravan.plan.NumberedPlan;
import caravan.plan.PagePlan;
import caravan.source.Source;
import caravan.store.Ledger;
import caravan.store.LedgerLine;
import caravan.store.RunFiles;
import caravan.store.RunStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far a run has come, by its ledger as far as that can be read. Looks only: nothing is changed, locked or repaired. */
public final class PastRun {
    private final RunFiles files;
    private RunStats stats = new RunStats();
    private final NumberedPlan plan = new NumberedPlan(Source.UNKNOWN, 1, 1, 0, from -> {});
    private final Lifecycle lifecycle = new Lifecycle();
    private LedgerLine.@Nullable Begun begun;
    private boolean everDelivered;
    private boolean damaged;

    private PastRun(RunFiles files) {
        this.files = files;
    }

    public static PastRun of(RunFiles files) throws IOException {
        PastRun run = new PastRun(files);
        if (Files.exists(files.ledger())) {
            run.stats = RunStats.of(files.ledger(), run::add);
            run.damaged = Ledger.isDamaged(files.ledger());
            if (run.lifecycle.concluded() != null) {
                run.plan.resumeConcluded();
            }
        }
        return run;
    }

    /** The runs of an output folder by their names, the newest of each source last; none where there is no folder. */
    public static List<RunFiles> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(RunFiles.LEDGER) || name.endsWith(RunFiles.REPORT))
                    .map(name -> name.substring(
                            0,
                            name.length()
                                    - (name.endsWith(RunFiles.LEDGER) ? RunFiles.LEDGER : RunFiles.REPORT).length()))
                    .distinct()
                    .sorted(RunFiles.OLDEST_FIRST)
                    .map(name -> new RunFiles(folder, name))
                    .toList();
        }
    }

    private void add(LedgerLine line) {
        if (line instanceof LedgerLine.Begun first && begun == null) {
            begun = first;
        } else if (line instanceof LedgerLine.Delivered) {
            everDelivered = true;
        }
        lifecycle.add(line);
        tell(plan, line);
    }

    /** Tells a plan what a line of its ledger says. */
    static void tell(PagePlan plan, LedgerLine line) {
        PageOutcome fact = line.outcome();
        if (fact != null) {
            plan.resume(fact);
        } else if (line instanceof LedgerLine.Failed page) {
            plan.resumeFailed(new PageOutcome.Failed(page.failed(), page.cause(), page.message(), false));
        } else if (line instanceof LedgerLine.Removed gone) {
            plan.resumeWithout(gone.removed());
        } else if (line instanceof LedgerLine.Redo again) {
            plan.resumeRedo(again.redo());
        } else if (line instanceof LedgerLine.Session) {
            plan.resumeSession();
        }
    }

    /** The runs of a source, the newest first; those without a ledger are left out. */
    static List<RunFiles> newestFirst(Path folder, String source) throws IOException {
        String prefix = source + "_extract_";
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(RunFiles.LEDGER))
                    .sorted(Comparator.reverseOrder())
                    .map(name -> new RunFiles(folder, name.substring(0, name.length() - RunFiles.LEDGER.length())))
                    .toList();
        }
    }

    public RunFiles files() {
        return files;
    }

    public String name() {
        return files.run();
    }

    /** The source it carries; empty where the ledger does not even say that. */
    public String source() {
        return begun == null ? "" : begun.source();
    }

    public RunStats stats() {
        return stats;
    }

    /** How many pages it has to have, as far as is known. */
    public int expectedPages() {
        return plan.expected();
    }

    /** The pages known to be missing. */
    public List<Integer> missingPages() {
        return plan.notStored();
    }

    /** Whether nothing is left to ask for, not even what follows the last page. */
    public boolean isWhole() {
        return plan.isWhole();
    }

    /** Whether nothing is left to do: it is complete and delivered, or has nothing that could be resumed. */
    public boolean isOver() {
        return lifecycle.isComplete() || stats.pages() == 0;
    }

    /** Whether its ledger cannot be read to its end. */
    public boolean isDamaged() {
        return damaged;
    }

    /** Whether an object of it is on S3, even if pages were stored since. */
    public boolean isOnS3() {
        return everDelivered;
    }

    /** The process that is at work on it; empty when none is. */
    public Optional<Long> process() throws IOException {
        return isOver() || begun == null ? Optional.empty() : RunLock.holder(files.folder(), begun.source());
    }
}
