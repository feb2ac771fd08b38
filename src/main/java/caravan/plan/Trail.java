package caravan.plan;

import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How pages of a chain are asked for again: the requests of some of them, evenly spread, and of those that deserve it. Holds a bounded
 * number, however long the chain is. Not thread-safe.
 */
final class Trail {
    private static final int MAX_SEAMS = 20;
    private static final int MAX_SUSPECTS = 20;

    private final int most;
    private final TreeMap<Integer, PageTask> spread = new TreeMap<>();
    private final TreeMap<Integer, PageTask> seams = new TreeMap<>();
    private final TreeMap<Integer, PageTask> suspects = new TreeMap<>();
    private int stride = 1;
    private @Nullable PageTask last;

    /** @param percent of the pages that are asked for again */
    Trail(double percent) {
        most = 2 * Sample.size(Integer.MAX_VALUE, percent);
    }

    /** The chain has come to this page. */
    void passed(PageTask task) {
        last = task;
        if (task.page() % stride != 0) {
            return;
        }
        spread.put(task.page(), task);
        if (spread.size() > most) {
            stride *= 2;
            spread.keySet().removeIf(page -> page % stride != 0);
        }
    }

    /** After this page the API announced something else, or a session began: it may have moved. */
    void seam(PageTask task) {
        if (seams.size() < MAX_SEAMS) {
            seams.put(task.page(), task);
        }
    }

    /** It holds less than others, although another page follows. */
    void suspect(PageTask task) {
        if (suspects.size() < MAX_SUSPECTS) {
            suspects.put(task.page(), task);
        }
    }

    Collection<PageTask> suspects() {
        return suspects.values();
    }

    /** The first page, the last one, seams, and others between them: of those that are stored. */
    List<PageTask> sample(PageTask first, StoredPages pages, int size) {
        TreeMap<Integer, PageTask> all = new TreeMap<>(spread);
        all.putAll(seams);
        all.put(first.page(), first);
        if (last != null) {
            all.put(last.page(), last);
        }
        all.keySet().removeIf(page -> !pages.has(page));
        List<Integer> known = List.copyOf(all.keySet());
        all.keySet().retainAll(Sample.of(known, Math.min(size, known.size()), seams.keySet(), List.of()));
        return all.values().stream().map(task -> task.to(Purpose.PROBE)).toList();
    }
}
