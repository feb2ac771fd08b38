package caravan.cli;

import caravan.run.Runs;
import picocli.CommandLine.Option;

/** What {@code run} and {@code schedule} have in common on the command line. */
final class RunOptions extends RoutesOptions {
    @Option(names = "--fresh", description = "Start a new run instead of resuming an unfinished one; its files stay.")
    private boolean fresh;

    Runs.Choice choice() {
        return fresh ? Runs.Choice.FRESH : Runs.Choice.RUN;
    }
}
