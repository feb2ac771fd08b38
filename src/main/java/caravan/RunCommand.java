package caravan;

import caravan.report.Outcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = "Extracts once, or finishes the run that was not finished, and ends with its exit code.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Override
    public Integer call() {
        Outcome outcome = new Session(options.routes, options.fresh).once(options::load);
        WarmUpCommand.inBackgroundIfDue();
        return outcome.exitCode();
    }
}
