package caravan.plan;

import caravan.page.PageOutcome;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pages that the API refuses in the same way: many allow no listing beyond some offset (search engines mostly 10,000 records), and answer 400 from
 * there on. Three such pages in a row behind the last one that is stored are such a limit. Not thread-safe.
 */
final class Refusals {
    private static final int IN_A_ROW = 3;
    /** Not of this kind: they say who asks, that nothing is there, or when to come again. */
    private static final Set<String> OTHERS =
            Set.of("401", "403", "404", "407", "408", "409", "410", "416", "425", "429");

    private final TreeMap<Integer, PageOutcome.Failed> now = new TreeMap<>();
    /** Of sessions before this one. */
    private final TreeMap<Integer, PageOutcome.Failed> earlier = new TreeMap<>();

    void failed(PageOutcome.Failed page) {
        add(page, now);
    }

    void failedEarlier(PageOutcome.Failed page) {
        add(page, earlier);
    }

    private static void add(PageOutcome.Failed page, Map<Integer, PageOutcome.Failed> to) {
        if (!page.unreachable() && page.cause().matches("4[0-9][0-9]") && !OTHERS.contains(page.cause())) {
            to.put(page.page(), page);
        }
    }

    void stored(int page) {
        now.remove(page);
        earlier.remove(page);
    }

    /**
     * The first page beyond the limit; null where there is none.
     *
     * @param highest the last page that is stored
     */
    PageOutcome.@Nullable Failed limit(int highest) {
        PageOutcome.Failed again = now.get(before(highest));
        return again != null ? again : first(now.tailMap(highest + 1));
    }

    /** The page that shows whether the limit of an earlier session is still there; 0 where there was none. */
    int toSee(int highest) {
        int before = before(highest);
        return now.containsKey(before) ? 0 : before;
    }

    private int before(int highest) {
        PageOutcome.Failed before = first(earlier.tailMap(highest + 1));
        return before == null ? 0 : before.page();
    }

    private static PageOutcome.@Nullable Failed first(SortedMap<Integer, PageOutcome.Failed> pages) {
        PageOutcome.Failed first = null;
        int inARow = 0;
        for (PageOutcome.Failed page : pages.values()) {
            boolean isNext = first != null
                    && page.page() == first.page() + inARow
                    && page.cause().equals(first.cause());
            first = isNext ? first : page;
            inARow = isNext ? inARow + 1 : 1;
            if (inARow == IN_A_ROW) {
                return first;
            }
        }
        return null;
    }
}
