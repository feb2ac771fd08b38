package caravan.plan;

import caravan.page.PageOutcome;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Pages that were asked for and are not stored: they have failed, have no records, or do not exist. Not thread-safe. */
final class Lacking {
    /** So many pages in a row that have nothing, and none behind them is asked for. */
    private static final int IN_A_ROW = 3;
    /** Pages that fail so are not asked for once more: their answer is final. */
    private static final Set<String> FINAL = Set.of("401", "403", "copy");
    /** The statuses by which an API says that a page does not exist. */
    private static final Set<String> ABSENT = Set.of("404", "410", "416");

    private final Set<Integer> failed = new TreeSet<>();
    /** Those of them that another attempt would not cure. */
    private final Set<Integer> hopeless = new TreeSet<>();
    /** Those of them of which the API says that they do not exist. */
    private final Set<Integer> absent = new TreeSet<>();
    /** Pages without records: past the end, or believed empty. */
    private final TreeSet<Integer> nothing = new TreeSet<>();
    /** Those of them that should have some. */
    private final TreeSet<Integer> empty = new TreeSet<>();

    static boolean isFinal(PageOutcome.Failed page) {
        return FINAL.contains(page.cause());
    }

    void failed(PageOutcome.Failed page) {
        failed.add(page.page());
        if (isFinal(page)) {
            hopeless.add(page.page());
        }
        if (ABSENT.contains(page.cause())) {
            absent.add(page.page());
        }
    }

    /**
     * Those that failed and may come another time are no more taken as failed; returned.
     *
     * @param limit from this page on they are refused for good
     */
    Set<Integer> takeForAnotherTry(StoredPages pages, int limit) {
        Set<Integer> again = missing(pages);
        again.removeAll(hopeless);
        again.removeIf(page -> page >= limit);
        failed.removeAll(again);
        return again;
    }

    void ended(int page) {
        nothing.add(page);
    }

    void empty(int page) {
        nothing.add(page);
        empty.add(page);
    }

    /** The page is stored. Whether it was thought to be empty: nor may be those behind it, which are not taken as empty any more. */
    boolean stored(int page, int rows) {
        boolean wasEmpty = empty.contains(page);
        failed.remove(page);
        absent.remove(page);
        if (wasEmpty) {
            forgetNothingFrom(page);
        }
        nothing.remove(page);
        if (rows == 0) {
            nothing.add(page);
        }
        return wasEmpty;
    }

    /** What was seen there may not be so any more. */
    void forgetNothingFrom(int page) {
        nothing.tailSet(page).clear();
        empty.tailSet(page).clear();
    }

    boolean isNothing(int page) {
        return nothing.contains(page);
    }

    /** Whether there is nothing on a page between these two. */
    boolean isNothingBetween(int after, int before) {
        Integer first = nothing.higher(after);
        return first != null && first < before;
    }

    boolean isEmpty(int page) {
        return empty.contains(page);
    }

    SortedSet<Integer> empty() {
        return empty;
    }

    /** How many have failed. */
    int failures() {
        return failed.size();
    }

    /** The last one that has failed; 0 where none has. */
    int lastFailed() {
        return failed.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** What failed, or was refused as past an end that lay further off. */
    Set<Integer> missing(StoredPages pages) {
        Set<Integer> missing = new TreeSet<>(failed);
        nothing.headSet(pages.highest()).stream()
                .filter(page -> !pages.has(page) && !empty.contains(page))
                .forEach(missing::add);
        return missing;
    }

    /**
     * The first of three pages in a row of which there is nothing; 0 where there are no such three.
     *
     * @param highest the last page that has records: they are behind it
     * @param totalsAreKnown then a page that failed may be there all the same
     */
    int gap(int highest, boolean totalsAreKnown) {
        Set<Integer> lacking = new TreeSet<>(nothing.tailSet(highest + 1));
        lacking.addAll(totalsAreKnown ? absent : failed);
        int inARow = 0;
        int before = 0;
        for (int page : lacking) {
            if (page > highest) {
                inARow = page == before + 1 ? inARow + 1 : 1;
                before = page;
                if (inARow == IN_A_ROW) {
                    return page - IN_A_ROW + 1;
                }
            }
        }
        return 0;
    }
}
