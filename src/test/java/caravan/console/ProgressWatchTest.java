package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.run.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressWatchTest {
    private final List<String> shown = new ArrayList<>();
    private List<Progress> progress = List.of();
    private long nanos;

    @Test
    void tellsOnATerminalWhatThereIsAtEveryLook() {
        ProgressWatch watch = watch(new Terminal(80, true, false));
        look(watch);
        look(watch, progress("a", 1));
        look(watch, progress("a", 1));
        look(watch);
        assertThat(shown).hasSize(4);
        assertThat(shown.get(0)).isEmpty();
        assertThat(shown.get(1)).contains("1/9 pages");
        assertThat(shown.get(2)).contains("1/9 pages");
        assertThat(shown.get(3)).isEmpty();
    }

    @Test
    void tellsElsewhereWhatHasChanged() {
        ProgressWatch watch = watch(Terminal.NOWHERE);
        look(watch);
        look(watch, progress("a", 1));
        look(watch, progress("a", 1));
        look(watch, progress("a", 3));
        look(watch);
        assertThat(shown).containsExactly("11%: 1/9 pages, 10 records", "33%: 3/9 pages, 30 records, 1.2/s, 0:49 left");
    }

    @Test
    void takesTheSpeedOfARunFromThatRun() {
        ProgressWatch watch = watch(Terminal.NOWHERE);
        look(watch, progress("a", 1));
        look(watch, progress("a", 8));
        look(watch, progress("b", 2));
        look(watch, progress("b", 3));
        assertThat(shown.get(2)).doesNotContain("/s");
        assertThat(shown.get(3)).contains(" 1.0/s");
    }

    @Test
    void namesEachOfSeveralSources() {
        ProgressWatch lines = new ProgressWatch(() -> progress, true, () -> nanos, Terminal.NOWHERE, shown::add);
        look(lines, progress("a", 1), progress("b", 2));
        look(lines, progress("a", 1), progress("b", 3));
        assertThat(shown)
                .containsExactly(
                        "as: 11%: 1/9 pages, 10 records",
                        "bs: 22%: 2/9 pages, 20 records", "bs: 33%: 3/9 pages, 30 records, 1.0/s, 1:00 left");
        shown.clear();
        ProgressWatch oneLine =
                new ProgressWatch(() -> progress, true, () -> nanos, new Terminal(50, true, false), shown::add);
        look(oneLine, progress("a", 1), progress("b", 2));
        look(oneLine, progress("b", 2));
        assertThat(shown.get(0)).isEqualTo("as: 11%, 10 records   bs: 22%, 20 records");
        assertThat(shown.get(1)).startsWith("bs:  22% ");
    }

    private ProgressWatch watch(Terminal terminal) {
        return new ProgressWatch(() -> progress, false, () -> nanos, terminal, shown::add);
    }

    /** Ten seconds later. */
    private void look(ProgressWatch watch, Progress... now) {
        nanos += 10_000_000_000L;
        progress = List.of(now);
        watch.look();
    }

    private static Progress progress(String run, int stored) {
        return new Progress(
                run + "s", run, Progress.Step.EXTRACTING, stored, 9, stored * 10L, 90, 0, 0, 1, 0, Duration.ZERO);
    }
}
