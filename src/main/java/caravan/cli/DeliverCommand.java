package caravan.cli;

import caravan.run.Runs;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "deliver",
        description = "Delivers the last run when it is extracted and not delivered. Asks for no page.",
        mixinStandardHelpOptions = true)
public final class DeliverCommand implements Callable<Integer> {
    @Mixin
    private ResumeOptions options;

    @Override
    public Integer call() throws IOException {
        return options.again(Runs.Choice.DELIVER, false);
    }
}
