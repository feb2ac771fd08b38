package caravan.cli;

import caravan.run.Runs;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "retry",
        description = "Says what is left of the last run, and does it. Never begins a new one.",
        mixinStandardHelpOptions = true)
public final class RetryCommand implements Callable<Integer> {
    @Mixin
    private ResumeOptions options;

    @Override
    public Integer call() throws IOException {
        return options.again(Runs.Choice.RETRY);
    }
}
