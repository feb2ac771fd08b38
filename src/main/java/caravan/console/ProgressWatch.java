package caravan.console;

import caravan.run.Progress;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks how far the run has come, and shows it: at every look on a terminal, elsewhere where something has changed since the
 * last look. Used by one thread.
 */
final class ProgressWatch {
    private final Supplier<@Nullable Progress> source;
    private final LongSupplier nanos;
    private final Terminal terminal;
    private final Consumer<String> show;
    private String run = "";
    private Speed speed = new Speed();
    private List<Object> seen = List.of();

    /**
     * @param source null while no run is under way
     * @param nanos the time in nanoseconds, of any origin
     * @param show takes a line for the terminal, empty while no run is under way; without a terminal a line for a log
     */
    ProgressWatch(Supplier<@Nullable Progress> source, LongSupplier nanos, Terminal terminal, Consumer<String> show) {
        this.source = source;
        this.nanos = nanos;
        this.terminal = terminal;
        this.show = show;
    }

    void look() {
        Progress progress = source.get();
        if (progress != null) {
            if (!progress.run().equals(run)) {
                run = progress.run();
                speed = new Speed();
            }
            speed.note(
                    nanos.getAsLong(),
                    progress.pagesStored(),
                    progress.recordsStored(),
                    !progress.pause().isZero());
        }
        if (terminal.isThere()) {
            show.accept(
                    progress == null ? "" : ProgressText.bar(progress, speed, terminal.columns(), terminal.unicode()));
        } else if (progress != null && hasChanged(progress)) {
            show.accept(ProgressText.plain(progress, speed));
        }
    }

    private boolean hasChanged(Progress progress) {
        List<Object> before = seen;
        seen = List.of(
                progress.run(), progress.step(), progress.pagesStored(), progress.retries(), progress.failedPages());
        return !seen.equals(before);
    }
}
