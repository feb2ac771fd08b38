package caravan.cli;

import caravan.boot.Launch;
import caravan.report.Outcome;
import caravan.report.Remains;
import caravan.run.PastRun;
import caravan.run.Runs;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code retry} and {@code deliver} have in common: they say what is left of the last run, and do it. */
final class ResumeOptions extends RoutesOptions {
    @Option(names = "--dry-run", description = "Only say what would be done. Needs no setting but OUTPUT_DIR.")
    private boolean dryRun;

    @Mixin
    private ConsoleOptions console;

    /** @param choice which kind of unfinished run is taken up */
    int again(Runs.Choice choice) throws IOException {
        Remains remains = Remains.in(folder());
        if (remains.runs().isEmpty()) {
            System.out.println(remains.idle());
            return 0;
        }
        boolean missing = false;
        for (PastRun run : remains.runs()) {
            Optional<Long> process = run.process();
            if (process.isPresent()) {
                System.out.printf("%s is under way (process %d): wait for it.%n", run.name(), process.get());
                return Outcome.CONFIGURATION.exitCode();
            }
            System.out.println(Remains.words(run));
            missing |= !run.isWhole();
        }
        if (missing && choice == Runs.Choice.DELIVER) {
            System.out.println("Nothing was delivered: caravan retry asks for what is missing, and delivers.");
            return Outcome.PARTIAL.exitCode();
        }
        return dryRun
                ? 0
                : new Launch(routes, choice, console.verbosity())
                        .once(this::load, () -> {})
                        .exitCode();
    }
}
