package caravan.console;

import caravan.run.Progress;
import caravan.run.Run;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a run while it goes on: on a terminal a line at its bottom, elsewhere a line in the log now and then. Closing it
 * leaves nothing of that line behind.
 */
public final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("caravan.progress");
    private static final long BETWEEN_DRAWINGS_MILLIS = 250;
    private static final long BETWEEN_LINES_MILLIS = 10_000;

    private final Verbosity verbosity;
    private final Terminal terminal;
    private final @Nullable StatusLine line;
    private final Timer looking = new Timer("progress", true);

    private Console(Verbosity verbosity, Terminal terminal) {
        this.verbosity = verbosity;
        this.terminal = terminal;
        line = terminal.isThere() ? StatusLine.open() : null;
    }

    /** From now on what is printed goes through here. */
    public static Console open(Verbosity verbosity) {
        Logging.show(verbosity);
        boolean plain = Logging.isJson() || verbosity == Verbosity.QUIET;
        return new Console(verbosity, plain ? Terminal.NOWHERE : Terminal.ofStderr());
    }

    /**
     * Begins to show what is under way.
     *
     * @param newest the newest run of each source
     * @param several whether there are several sources, so that each is named
     * @param nanos the time in nanoseconds, of any origin
     */
    public void watch(Supplier<List<Run>> newest, boolean several, LongSupplier nanos) {
        Logging.nameRun(
                () -> {
                    List<Run> open =
                            newest.get().stream().filter(run -> !run.isClosed()).toList();
                    return open.size() == 1 ? open.get(0).name() : null;
                },
                several);
        if (verbosity == Verbosity.QUIET) {
            return;
        }
        Supplier<List<Progress>> progress = () -> newest.get().stream()
                .filter(run -> !run.isOver())
                .map(Run::progress)
                .toList();
        Consumer<String> show = line == null ? text -> LOG.info("{}", text) : line::show;
        ProgressWatch watch = new ProgressWatch(progress, several, nanos, terminal, show);
        long between = line == null ? BETWEEN_LINES_MILLIS : BETWEEN_DRAWINGS_MILLIS;
        looking.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        watch.look();
                    }
                },
                between,
                between);
    }

    @Override
    public void close() {
        end();
    }

    /** Takes away what is shown, for good. */
    public void end() {
        looking.cancel();
        if (line != null) {
            line.close();
        }
    }
}
