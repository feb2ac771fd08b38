package caravan.report;

import static caravan.text.Numbers.grouped;
import static caravan.text.Plural.choose;
import static caravan.text.Plural.count;

import caravan.run.PastRun;
import caravan.store.LedgerLine;
import caravan.store.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs that can be resumed, and in words what resuming them would do.
 *
 * @param runs the newest run of each source, unless it is finished
 * @param nothingToDo why there is nothing to do; to be shown when there are no such runs
 */
public record UnfinishedRuns(List<PastRun> runs, String nothingToDo) {
    private static final int MAX_NAMED = 20;

    /** @param sources whose runs are meant; empty for all */
    public static UnfinishedRuns in(Path folder, Collection<String> sources) throws IOException {
        Map<String, PastRun> newest = new LinkedHashMap<>();
        for (RunFiles files : PastRun.in(folder)) {
            PastRun run = PastRun.of(files);
            if (!run.source().isEmpty() && (sources.isEmpty() || sources.contains(run.source()))) {
                newest.put(run.source(), run);
            }
        }
        List<String> finished = new ArrayList<>();
        for (PastRun run : newest.values()) {
            if (run.isOver()) {
                LedgerLine.Delivered delivered = run.stats().delivered();
                finished.add(
                        delivered == null || run.stats().pages() == 0
                                ? "%s has stored no pages, so caravan run starts a new run.".formatted(run.name())
                                : "%s is complete and delivered (%s).".formatted(run.name(), delivered.delivered()));
            }
        }
        return new UnfinishedRuns(
                newest.values().stream().filter(run -> !run.isOver()).toList(),
                "Nothing to do: "
                        + (finished.isEmpty()
                                ? "there is no run%s in %s."
                                        .formatted(sources.isEmpty() ? "" : " of " + String.join(", ", sources), folder)
                                : String.join(" ", finished)));
    }

    /** Says what {@code caravan run} would do with it. */
    public static String describe(PastRun run) {
        List<Integer> missing = run.missingPages();
        int stored = run.stats().pages();
        String deliver = run.isOnS3() ? "the complete file is delivered again" : "the file is delivered";
        if (run.isWhole()) {
            return "All %s of %s are stored but not delivered. The file is delivered; no pages are fetched."
                    .formatted(count(stored, "page"), run.name());
        }
        if (missing.isEmpty()) {
            return "%s of %s %s stored; it is not yet known whether more follow. Any further pages are fetched, then %s."
                    .formatted(count(stored, "page"), run.name(), choose(stored, "is", "are"), deliver);
        }
        return "%s of %s %s missing in run %s: %s. %s fetched, then %s."
                .formatted(
                        grouped(missing.size()),
                        count((long) stored + missing.size(), "page"),
                        choose(missing.size(), "is", "are"),
                        run.name(),
                        named(missing),
                        choose(missing.size(), "It is", "They are"),
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
        return choose(pages.size(), "page ", "pages ")
                + String.join(", ", ranges)
                + (at < pages.size() ? " and %s more".formatted(grouped(pages.size() - at)) : "");
    }
}
