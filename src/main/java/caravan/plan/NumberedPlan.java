package caravan.plan;

import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.source.Source;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which page is asked next, and when there is none left: page 1, then up to the last page that the API's newest
 * answer announces, then once more what failed, and at last the page past the end, to see that nothing follows.
 *
 * <p>Where the API announces no believable end, three pages in a row that are not there are the end; one is, when all the
 * records that it announces have come. Thread-safe. A page that was handed out is open until it is stored, failed, ended or
 * dropped; while the last ones are open, {@link #next} waits, since their answers may announce further pages.
 */
public final class NumberedPlan {
    private static final int EMPTY_IN_A_ROW = 3;

    private final Source source;
    private final int ahead;
    private final int maxLostInARow;

    private final Totals totals = new Totals();
    private final Doubts doubts = new Doubts(totals);

    private final BitSet stored = new BitSet();
    private final TreeSet<Integer> failed = new TreeSet<>();
    private final TreeSet<Integer> again = new TreeSet<>();
    /** Pages past the last one that has records: stored without any, or refused as not being there. */
    private final TreeSet<Integer> empty = new TreeSet<>();

    private int highest;
    private long rows;
    private int next = 1;
    private final Set<Integer> open = new TreeSet<>();
    private int lostInARow;
    private boolean secondRound;
    private boolean endConfirmed;
    private boolean stopped;

    /**
     * @param ahead where the end is not known: how many pages past the highest known one may be asked for at once
     * @param maxLostInARow how many pages in a row may be lost before the API counts as unreachable
     */
    public NumberedPlan(Source source, int ahead, int maxLostInARow) {
        this.source = source;
        this.ahead = ahead;
        this.maxLostInARow = maxLostInARow;
    }

    /** Page 1, which tells how many there are; null when it is stored already. */
    public synchronized @Nullable PageTask first() {
        if (stopped || stored.get(1)) {
            return null;
        }
        next = 2;
        open.add(1);
        return source.page(1);
    }

    /** Whether page 1 is stored, so that the others can be asked for. */
    public synchronized boolean isUnderWay() {
        return stored.get(1) && !stopped;
    }

    /** So many ways to go through the pages still to ask for; whoever is free takes the next one. */
    public List<Iterator<@Nullable PageTask>> lanes(int count) {
        return Stream.<Iterator<@Nullable PageTask>>generate(() -> new Lane(this))
                .limit(count)
                .toList();
    }

    /** The next page to ask for; waits while open pages may yet decide; null when none is left. */
    public synchronized @Nullable PageTask next() {
        try {
            while (!stopped) {
                PageTask page = ready();
                if (page != null) {
                    open.add(page.page());
                    return page;
                }
                if (!open.isEmpty()) {
                    wait();
                } else if (!secondRound && !missing().isEmpty()) {
                    secondRound = true;
                    again.addAll(missing());
                    failed.clear();
                } else if (!endConfirmed && totals.lastPage() > 0) {
                    endConfirmed = true;
                    open.add(end() + 1);
                    return source.pastEnd(end() + 1);
                } else {
                    return null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private @Nullable PageTask ready() {
        while (stored.get(next) || empty.contains(next)) {
            next++;
        }
        boolean tooFar = totals.lastPage() == 0 && (next > highest + ahead || doubts.isSuspectBelow(next));
        if (next <= end() && !(tooFar && !open.isEmpty())) {
            return source.page(next++);
        }
        return again.isEmpty() ? null : source.page(again.pollFirst());
    }

    /** What failed, or was refused as past an end that lay further off. */
    private Set<Integer> missing() {
        Set<Integer> missing = new TreeSet<>(failed);
        empty.headSet(highest).stream().filter(page -> !stored.get(page)).forEach(missing::add);
        return missing;
    }

    /** Takes an answer into account, and says why it must be asked for again before it is believed, if it must. */
    public synchronized @Nullable String doubt(int page, int rowsOfPage, long content, Announced announced) {
        totals.announced(announced);
        return doubts.about(page, rowsOfPage, content, empty.contains(page - 1));
    }

    /** Whether another page has brought these very records. */
    public synchronized boolean isRepeat(int page, long content) {
        return doubts.isRepeat(page, content);
    }

    /** A page that stays doubtful is taken as it is. */
    public synchronized void believed(int rowsOfPage) {
        totals.confirmedShort(rowsOfPage);
    }

    /**
     * A page that was handed out has come to its end.
     *
     * @return whether so many were lost in a row that the API must be taken for unreachable
     */
    public synchronized boolean settle(PageOutcome outcome) {
        boolean unreachable = false;
        if (outcome instanceof PageOutcome.Stored page) {
            stored(page);
            lostInARow = 0;
        } else if (outcome instanceof PageOutcome.Ended page) {
            if (page.announced().hasTotals()) {
                totals.announced(page.announced());
            }
            empty.add(page.page());
        } else if (outcome instanceof PageOutcome.Failed page) {
            failed.add(page.page());
            lostInARow = page.unreachable() ? lostInARow + 1 : 0;
            unreachable = !secondRound && lostInARow >= maxLostInARow;
        }
        doubts.settled(outcome.page());
        open.remove(outcome.page());
        notifyAll();
        return unreachable;
    }

    /** A fact that an earlier session of the run has seen, if it is one. */
    public synchronized void resume(@Nullable PageOutcome fact) {
        if (fact instanceof PageOutcome.Stored page) {
            stored(page);
        } else if (fact instanceof PageOutcome.Ended page) {
            endConfirmed |= totals.lastPage() > 0;
            empty.add(page.page());
            if (page.announced().hasTotals()) {
                totals.announced(page.announced());
            }
        }
    }

    private void stored(PageOutcome.Stored page) {
        totals.announced(page.announced());
        totals.seen(page.page(), page.rows());
        stored.set(page.page());
        rows += page.rows();
        if (page.rows() > 0) {
            // Records past what was taken for the end: then it was not the end.
            endConfirmed &= page.page() <= highest || page.page() <= totals.lastPage();
            highest = Math.max(highest, page.page());
        } else {
            empty.add(page.page());
        }
    }

    /** Whether a page that is empty, or refused, can only mean that the pages end before it. */
    public synchronized boolean isPastEnd(int page) {
        return page > highest && page > 1 && page > totals.lastPage();
    }

    /** Whether a page that fails now will be asked again when all others are there. To be asked before it is told as failed. */
    public synchronized boolean willAskAgain() {
        return !secondRound && !stopped;
    }

    /** Whether a page that was handed out is neither stored nor given up. */
    public synchronized boolean isOpen(int page) {
        return open.contains(page);
    }

    /** Hands out no further page and wakes all who wait for one. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** How many pages the run has to have, as far as is known; at least 1. */
    public synchronized int expected() {
        int last = totals.lastPage() > 0 ? (int) totals.lastPage() : stored.length() - 1;
        return Math.max(1, Math.max(highest, last));
    }

    /** Whether the page past the last one was asked for and nothing was there. */
    public synchronized boolean isEndConfirmed() {
        return !empty.isEmpty() && empty.last() > highest;
    }

    /** Whether nothing is left to ask for, not even what follows the last page. */
    public synchronized boolean isWhole() {
        int page = 1;
        while (stored.get(page) || empty.contains(page)) {
            page++;
        }
        return stored.get(1) && page > end() && missing().isEmpty() && (endConfirmed || totals.lastPage() == 0);
    }

    /** The pages that the run has to have, as far as is known, and that are not stored. */
    public synchronized List<Integer> notStored() {
        return IntStream.rangeClosed(1, expected())
                .filter(page -> !stored.get(page))
                .boxed()
                .toList();
    }

    /** How much the API said there is, each time it said something else; empty when it never changed its mind. */
    public synchronized List<String> changes() {
        return totals.changes();
    }

    public synchronized Extent extent() {
        int known = totals.lastPage() > 0 ? expected() : -1;
        return new Extent(stored.cardinality(), known, rows, totals.records(), failed.size());
    }

    /** How many records there are in the API's newest word; -1 when it does not say. */
    public synchronized long announcedRecords() {
        return totals.records();
    }

    private int end() {
        int last = totals.lastPage() > 0 ? Math.max(highest, (int) totals.lastPage()) : 0;
        boolean allIsThere = totals.records() >= 0 && totals.records() <= rows;
        if (last > 0 && totals.records() >= 0) {
            // Both numbers agree: however many pages in between are empty, the API says that more follows.
            return last;
        }
        Integer gap = firstGap();
        if (gap == null) {
            return last > 0 ? last : Integer.MAX_VALUE - 1;
        }
        // Unless the API itself says that all is there, one page that is not there is not believed to be the end.
        boolean ends = (allIsThere && totals.announcedPages() < gap) || endConfirmed;
        int end = ends ? gap : gap + EMPTY_IN_A_ROW - 1;
        return last > 0 ? Math.min(last, end) : end;
    }

    /** The first page past the highest one that has records, if it is empty or could not be fetched. */
    private @Nullable Integer firstGap() {
        Integer firstEmpty = empty.higher(highest);
        Integer firstFailed = failed.higher(highest);
        if (firstEmpty == null || firstFailed == null) {
            return firstEmpty == null ? firstFailed : firstEmpty;
        }
        return Math.min(firstEmpty, firstFailed);
    }
}
