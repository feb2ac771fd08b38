package caravan.cli;

import caravan.boot.Launch;
import caravan.report.Outcome;
import caravan.report.UnfinishedRuns;
import caravan.run.PastRun;
import caravan.run.Runs;
import caravan.settings.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code retry} and {@code deliver} have in common: they say what is left of the last run, and do it. */
final class ResumeOptions extends RoutesOptions {
    @Option(names = "--dry-run", description = "Only say what would be done. Needs no setting but OUTPUT_DIR.")
    private boolean dryRun;

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Only these sources; without any, all of them.")
    private List<String> sources = List.of();

    @Mixin
    private ConsoleOptions console;

    /**
     * @param choice which kind of unfinished run is taken up
     * @param local whether its file stays on this machine
     */
    int again(Runs.Choice choice, boolean local) throws IOException {
        UnfinishedRuns unfinished = UnfinishedRuns.in(folder(), sources);
        if (unfinished.runs().isEmpty()) {
            System.out.println(unfinished.nothingToDo());
            return 0;
        }
        boolean missing = false;
        for (PastRun run : unfinished.runs()) {
            Optional<Long> process = run.process();
            if (process.isPresent()) {
                System.out.printf(
                        "%s is already running (pid %d). Wait for it to finish.%n", run.name(), process.get());
                return Outcome.CONFIGURATION.exitCode();
            }
            System.out.println(UnfinishedRuns.describe(run));
            missing |= !run.isWhole();
        }
        if (missing && choice == Runs.Choice.DELIVER) {
            System.out.println(
                    "Nothing was delivered. Use caravan retry to fetch the missing pages and deliver the file.");
            return Outcome.PARTIAL.exitCode();
        }
        return dryRun
                ? 0
                : new Launch(
                                routes,
                                unfinished.runs().stream().map(PastRun::source).toList(),
                                choice,
                                console.verbosity())
                        .keepsFile(local)
                        .once(() -> load(local ? Settings.Need.API : Settings.Need.ALL), () -> {})
                        .exitCode();
    }
}
