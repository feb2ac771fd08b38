package caravan.cli;

import caravan.run.Runs;
import caravan.settings.Settings;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code run} and {@code schedule} have in common on the command line. */
final class RunOptions extends RoutesOptions {
    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "The sources to run; without any, all of them.")
    List<String> sources = List.of();

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
