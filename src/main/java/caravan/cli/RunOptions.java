package caravan.cli;

import caravan.run.Runs;
import caravan.settings.Settings;
import picocli.CommandLine.Option;

/** What {@code run} and {@code schedule} have in common on the command line. */
final class RunOptions extends RoutesOptions {
    @Option(names = "--fresh", description = "Start a new run instead of resuming an unfinished one; its files stay.")
    private boolean fresh;

    @Option(
            names = "--local",
            description = "Keep the file on this machine: nothing is delivered, and no setting of S3 is needed.")
    boolean local;

    @Override
    Settings load() {
        return load(local ? Settings.Need.API : Settings.Need.ALL);
    }

    Runs.Choice choice() {
        return fresh ? Runs.Choice.FRESH : Runs.Choice.RUN;
    }
}
