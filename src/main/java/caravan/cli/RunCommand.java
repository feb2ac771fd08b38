package caravan.cli;

import caravan.boot.Launch;
import caravan.report.Outcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Extracts once, or finishes the run that was not finished, and ends with its exit code.",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private LiveOptions live;

    @Option(names = "--stay", description = "Go on serving the live page after the end of the run, until Ctrl-C.")
    private boolean stay;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (stay && live.address == null) {
            throw new ParameterException(spec.commandLine(), "--stay needs --live: there is nothing to go on with");
        }
        Outcome outcome = new Launch(options.routes, options.sources, options.choice(), console.verbosity())
                .keepsFile(options.local)
                .live(live.address, stay)
                .once(options::load, () -> {});
        WarmUpCommand.inBackgroundIfDue();
        return outcome.exitCode();
    }
}
