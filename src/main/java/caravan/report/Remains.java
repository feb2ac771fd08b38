package caravan.report;

import caravan.run.PastRun;
import caravan.store.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What running again would do, in words.
 *
 * @param runs the unfinished runs: of each source the newest, unless it is over
 * @param idle what to say where nothing is unfinished
 */
public record Remains(List<PastRun> runs, String idle) {
    private static final int MAX_NAMED = 20;

    public static Remains in(Path folder) throws IOException {
        Map<String, PastRun> newest = new LinkedHashMap<>();
        for (RunFiles files : PastRun.in(folder)) {
            PastRun run = PastRun.of(files);
            if (!run.source().isEmpty()) {
                newest.put(run.source(), run);
            }
        }
        List<String> over = new ArrayList<>();
        for (PastRun run : newest.values()) {
            if (run.isOver()) {
                over.add(
                        run.stats().pages() == 0
                                ? "%s has stored nothing that could be finished; caravan run begins anew."
                                        .formatted(run.name())
                                : "%s is complete and delivered (%s)."
                                        .formatted(
                                                run.name(),
                                                run.stats().delivered().delivered()));
            }
        }
        return new Remains(
                newest.values().stream().filter(run -> !run.isOver()).toList(),
                "Nothing to do: "
                        + (over.isEmpty() ? "there is no run in %s.".formatted(folder) : String.join(" ", over)));
    }

    /** What {@code caravan run} would do with it. */
    public static String words(PastRun run) {
        List<Integer> missing = run.missingPages();
        int stored = run.stats().pages();
        String deliver = run.isOnS3() ? "then the whole file is delivered again" : "then the file is delivered";
        if (run.isWhole()) {
            return "All %s of %s are stored, but not delivered. The file is delivered; no page is asked for."
                    .formatted(pages(stored), run.name());
        }
        if (missing.isEmpty()) {
            return "%s of %s %s stored; whether more follow was not seen yet. What follows is asked for; %s."
                    .formatted(pages(stored), run.name(), stored == 1 ? "is" : "are", deliver);
        }
        return "%s of %s %s missing in run %s: %s. %s asked for; %s."
                .formatted(
                        number(missing.size()),
                        pages(stored + missing.size()),
                        missing.size() == 1 ? "is" : "are",
                        run.name(),
                        named(missing),
                        missing.size() == 1 ? "It is" : "They are",
                        deliver);
    }

    /** {@code page 7}, {@code pages 7, 9, 44-60}. */
    private static String named(List<Integer> pages) {
        List<String> ranges = new ArrayList<>();
        int at = 0;
        while (at < pages.size() && ranges.size() < MAX_NAMED) {
            int first = pages.get(at);
            int last = first;
            while (++at < pages.size() && pages.get(at) == last + 1) {
                last++;
            }
            ranges.add(first == last ? "" + first : first + (last == first + 1 ? ", " : "-") + last);
        }
        return (pages.size() == 1 ? "page " : "pages ")
                + String.join(", ", ranges)
                + (at < pages.size() ? " and %s more".formatted(number(pages.size() - at)) : "");
    }

    private static String pages(int count) {
        return count == 1 ? "1 page" : number(count) + " pages";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
