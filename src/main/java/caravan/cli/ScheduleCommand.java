package caravan.cli;

import caravan.boot.Launch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "schedule",
        description = "Stays and extracts whenever the timer of the route says so, until it is stopped.",
        mixinStandardHelpOptions = true)
public final class ScheduleCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private LiveOptions live;

    @Override
    public Integer call() {
        return new Launch(options.routes, options.sources, options.choice(), console.verbosity())
                .keepsFile(options.local)
                .live(live.address, false)
                .scheduled(options::load)
                .exitCode();
    }
}
