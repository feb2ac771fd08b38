package caravan.console;

import static caravan.text.Durations.clock;
import static caravan.text.Numbers.grouped;

import caravan.run.Progress;
import caravan.text.Numbers;
import caravan.text.Plural;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How far a run has come, in one line. Pure. */
final class ProgressText {
    /** What the bar is drawn with where the terminal can show it. */
    static final String UNICODE = "━─";

    private static final String ASCII = "#.";
    private static final int LEAST_BAR = 8;
    private static final int MOST_BAR = 30;
    /** What the numbers of a common run need beside the bar, so that its length seldom changes with them. */
    private static final int BESIDE_BAR = 71;

    private static final String GAP = "  ";

    private ProgressText() {}

    /** For a terminal; never longer than {@code columns} less one. What matters least goes first where room is short. */
    static String bar(Progress progress, Speed speed, int columns, boolean unicode) {
        int room = columns - 1;
        String percent = percent(progress);
        String head = percent.isEmpty() ? " " : "%4s ".formatted(percent);
        String pages = pages(progress);
        String records = records(progress);
        String few = shortNumber(progress.recordsStored()) + " records";
        String rate = rate(progress, speed);
        String retries = retries(progress);
        String failed = failed(progress);
        String doing = doing(progress, speed);
        String text = List.of(
                        join(GAP, pages, records, rate, retries, failed, doing),
                        join(GAP, pages, few, rate, retries, failed, doing),
                        join(GAP, pages, few, retries, failed, doing),
                        join(GAP, pages, retries, failed, doing),
                        join(GAP, pages, doing),
                        pages)
                .stream()
                .filter(candidate -> head.length() + candidate.length() <= room)
                .findFirst()
                .orElse("");
        int wanted = Math.max(LEAST_BAR, Math.min(MOST_BAR, columns - BESIDE_BAR));
        int bar = Math.min(wanted, room - head.length() - GAP.length() - text.length());
        if (!percent.isEmpty() && bar >= LEAST_BAR) {
            text = drawn(progress, bar, unicode ? UNICODE : ASCII) + GAP + text;
        }
        String line = head + text;
        return line.length() <= room ? line : line.substring(0, Math.max(0, room));
    }

    /** Beside others on one line. */
    static String brief(Progress progress) {
        return join(", ", percent(progress), records(progress).strip(), failed(progress));
    }

    /** Cut to a line of a terminal, less one column. */
    static String fitting(String line, int columns) {
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }

    /** For a log. */
    static String plain(Progress progress, Speed speed) {
        String percent = percent(progress);
        return join(
                ", ",
                (percent.isEmpty() ? "" : percent + ": ") + pages(progress).strip(),
                records(progress).strip(),
                rate(progress, speed),
                retries(progress),
                failed(progress),
                doing(progress, speed));
    }

    /** {@code 0.4/s}, {@code 1,204/s}. */
    static String rate(double perSecond) {
        return (perSecond < 9.95 ? Numbers.decimals(perSecond, 1) : grouped(Math.round(perSecond))) + "/s";
    }

    private static String rate(Progress progress, Speed speed) {
        boolean comes = progress.step() == Progress.Step.EXTRACTING && progress.pagesStored() > 0;
        return comes && speed.recordsPerSecond() > 0 ? rate(speed.recordsPerSecond()) : "";
    }

    private static String doing(Progress progress, Speed speed) {
        return switch (progress.step()) {
            case EXTRACTING -> {
                if (progress.pause().toMillis() >= 1000) {
                    yield "paused for " + clock(progress.pause());
                }
                if (progress.pagesStored() == 0) {
                    yield "requesting page 1";
                }
                int left = progress.pagesExpected() - progress.pagesStored();
                double seconds = left / speed.pagesPerSecond();
                // Longer than a month tells only that nothing comes.
                yield left > 0 && speed.isSettled() && seconds < 30 * 86_400
                        ? clock(Duration.ofMillis((long) (seconds * 1000))) + " left"
                        : "";
            }
            case CHECKING -> "checking the file";
            case DELIVERING -> "uploading to S3";
            case STOPPING -> "stopping";
        };
    }

    private static String pages(Progress progress) {
        return progress.pagesExpected() < 0
                ? grouped(progress.pagesStored()) + " pages"
                : outOf(progress.pagesStored(), progress.pagesExpected())
                        + "/"
                        + grouped(progress.pagesExpected())
                        + " pages";
    }

    private static String records(Progress progress) {
        return outOf(progress.recordsStored(), progress.recordsAnnounced()) + " records";
    }

    /** As wide as the number will be in the end. */
    private static String outOf(long value, long last) {
        String text = grouped(value);
        return " ".repeat(Math.max(0, last < 0 ? 0 : grouped(last).length() - text.length())) + text;
    }

    private static String percent(Progress progress) {
        // Rounded down: what is not all is not 100 %.
        return progress.pagesExpected() <= 0
                ? ""
                : Math.min(100, 100L * progress.pagesStored() / progress.pagesExpected()) + "%";
    }

    private static String retries(Progress progress) {
        int retries = progress.retries();
        return retries == 0 ? "" : grouped(retries) + Plural.choose(retries, " retry", " retries");
    }

    private static String failed(Progress progress) {
        return progress.failedPages() == 0 ? "" : grouped(progress.failedPages()) + " failed";
    }

    private static String drawn(Progress progress, int length, String marks) {
        int full = (int) Math.min(length, (long) length * progress.pagesStored() / progress.pagesExpected());
        return marks.substring(0, 1).repeat(full) + marks.substring(1).repeat(length - full);
    }

    private static String shortNumber(long value) {
        return value < 1_000_000 ? grouped(value) : Numbers.decimals(value / 1e6, 1) + "M";
    }

    private static String join(String gap, String... parts) {
        return Arrays.stream(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(gap));
    }
}
