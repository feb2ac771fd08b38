package caravan.cli;

import caravan.run.Runs;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "retry",
        description = "Says what is left of the last run, and does it. Never begins a new one.",
        mixinStandardHelpOptions = true)
public final class RetryCommand implements Callable<Integer> {
    @Mixin
    private ResumeOptions options;

    @Option(names = "--local", description = "Keep the file on this machine, as in caravan run --local.")
    private boolean local;

    @Override
    public Integer call() throws IOException {
        return options.again(Runs.Choice.RETRY, local);
    }
}
