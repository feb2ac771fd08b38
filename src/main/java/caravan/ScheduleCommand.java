package caravan;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "schedule",
        description = "Stays and extracts whenever the timer of the route says so, until it is stopped.",
        mixinStandardHelpOptions = true)
final class ScheduleCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private LiveOptions live;

    @Override
    public Integer call() {
        return new Session(options.routes, options.choice(), console.verbosity())
                .live(live.address, false)
                .scheduled(options::load)
                .exitCode();
    }
}
