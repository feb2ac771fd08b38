package caravan.console;

import caravan.run.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks how far the runs have come, and shows it: at every look on a terminal, elsewhere where something has changed since the
 * last look. Used by one thread.
 */
final class ProgressWatch {
    private final Supplier<List<Progress>> sources;
    private final boolean several;
    private final LongSupplier nanos;
    private final Terminal terminal;
    private final Consumer<String> show;
    private final Map<String, Watched> runs = new HashMap<>();

    /** One run as it was seen. */
    private static final class Watched {
        private final Speed speed = new Speed();
        private List<Object> seen = List.of();

        void note(Progress progress, long now) {
            speed.note(
                    now,
                    progress.pagesStored(),
                    progress.recordsStored(),
                    !progress.pause().isZero());
        }

        boolean hasChanged(Progress progress) {
            List<Object> before = seen;
            seen = List.of(progress.step(), progress.pagesStored(), progress.retries(), progress.failedPages());
            return !seen.equals(before);
        }
    }

    /**
     * @param sources those that are under way
     * @param several whether each is named
     * @param nanos the time in nanoseconds, of any origin
     * @param show takes a line for the terminal, empty while no run is under way; without a terminal a line for a log
     */
    ProgressWatch(
            Supplier<List<Progress>> sources,
            boolean several,
            LongSupplier nanos,
            Terminal terminal,
            Consumer<String> show) {
        this.sources = sources;
        this.several = several;
        this.nanos = nanos;
        this.terminal = terminal;
        this.show = show;
    }

    void look() {
        List<Progress> all = sources.get();
        runs.keySet().retainAll(all.stream().map(Progress::run).toList());
        List<String> lines = new ArrayList<>();
        for (Progress progress : all) {
            Watched watched = runs.computeIfAbsent(progress.run(), run -> new Watched());
            watched.note(progress, nanos.getAsLong());
            String name = several ? progress.source() + ": " : "";
            if (terminal.isThere()) {
                lines.add(
                        all.size() > 1
                                ? name + ProgressText.brief(progress)
                                : name
                                        + ProgressText.bar(
                                                progress,
                                                watched.speed,
                                                terminal.columns() - name.length(),
                                                terminal.unicode()));
            } else if (watched.hasChanged(progress)) {
                show.accept(name + ProgressText.plain(progress, watched.speed));
            }
        }
        if (terminal.isThere()) {
            show.accept(ProgressText.fitting(String.join("   ", lines), terminal.columns()));
        }
    }
}
