package caravan.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says which answers are not believed at once: those that hold fewer records than a page in their place should, and those with
 * the records of another page. Not thread-safe.
 */
final class Doubts {
    private final Totals totals;
    /** The page that brought certain records, by their hash; of this session only. */
    private final Map<Long, Integer> contents = new HashMap<>();
    /** Pages that were empty when first asked: what lies behind them is not asked for until that is settled. */
    private final TreeSet<Integer> suspects = new TreeSet<>();

    Doubts(Totals totals) {
        this.totals = totals;
    }

    /**
     * Why an answer must be asked for again, if it must.
     *
     * @param content a hash of its records
     * @param behindEmpty whether the page before is known to be empty
     */
    @Nullable
    String about(int page, int rows, long content, boolean behindEmpty) {
        if (rows == 0) {
            // Behind an empty page another one is no surprise.
            boolean doubtful = totals.expectedRows(page) > 0 && !(totals.lastPage() == 0 && behindEmpty);
            if (doubtful) {
                suspects.add(page);
            }
            return doubtful ? "holds no records" : null;
        }
        contents.putIfAbsent(content, page);
        if (isRepeat(page, content)) {
            return "holds the same records as page " + contents.get(content);
        }
        return rows < totals.expectedRows(page) ? "holds " + rows + " records, fewer than a full page" : null;
    }

    /** Whether another page has brought these very records. */
    boolean isRepeat(int page, long content) {
        return contents.getOrDefault(content, page) != page;
    }

    /** Whether a page below this one was empty, and it is not settled what that means. */
    boolean isSuspectBelow(int page) {
        return suspects.lower(page) != null;
    }

    void settled(int page) {
        suspects.remove(page);
    }
}
