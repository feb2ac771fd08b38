package caravan.plan;

import org.jspecify.annotations.Nullable;

/**
 * How far the pages go: which one that was never asked for is next, and which one should not be there. Up to what all announce, in any
 * order; further, page by page; without totals, until three in a row have nothing. Not thread-safe.
 */
final class Frontier {
    private static final int UNBOUND = Integer.MAX_VALUE - 1;
    /** How often the end may move while the source is looked at once more; what comes later belongs to the next run. */
    private static final int MAX_LATE_MOVES = 3;

    private final Totals totals;
    private final StoredPages pages;
    private final Lacking lacking;
    private final Refusals refusals;
    private final Copies copies;
    private final int ahead;
    private int next = 1;
    private boolean lastTried;
    /** The last page that may be asked for while the source is looked at once more. */
    private int bound = UNBOUND;
    /** The last page that anything spoke for before that. */
    private long hopedBefore;

    private int endMoves;
    private int endAsked;

    /** @param ahead where the end is not known: how many pages past the highest known one may be asked for at once */
    Frontier(Totals totals, StoredPages pages, Lacking lacking, Refusals refusals, Copies copies, int ahead) {
        this.totals = totals;
        this.pages = pages;
        this.lacking = lacking;
        this.refusals = refusals;
        this.copies = copies;
        this.ahead = ahead;
    }

    /**
     * The first page that was never asked for, if it is its turn.
     *
     * @param isAlone whether no other page is on its way
     * @param judge knows which pages are doubted
     */
    @Nullable
    Integer next(boolean isAlone, Judge judge) {
        while (pages.has(next) || lacking.isNothing(next) || copies.has(next)) {
            next++;
        }
        boolean isLimited = refusals.limit(pages.highest()) != null;
        if ((gap() > 0 || isLimited) && !lastTried && firm() > next) {
            // Does really nothing follow? The last page that was announced tells.
            lastTried = true;
            return firm();
        }
        boolean repeats = copies.isIgnoringThePage() || copies.isRepeating() || copies.areManyBehind(pages.highest());
        if (next > bound || repeats || gap() > 0 || isLimited) {
            return null;
        }
        int first = refusals.toSee(pages.highest());
        if (first > 0 && next > first) {
            // It was the first of those that were all refused the last time: what of it?
            return null;
        }
        return (totals.areKnown() ? isAnnounced(isAlone) : isWorthATry(isAlone, judge)) ? next++ : null;
    }

    private boolean isAnnounced(boolean isAlone) {
        // What only one answer speaks for is asked for page by page: the first empty one ends that.
        boolean hoped = next <= Math.max(totals.hopedPages(), pages.highest())
                && !lacking.isNothing(next - 1)
                && !copies.has(next - 1);
        return next <= firm() || (hoped && isAlone);
    }

    private boolean isWorthATry(boolean isAlone, Judge judge) {
        boolean endMayBeNear = lacking.isNothingBetween(pages.highest(), UNBOUND) || judge.isDoubtedBelow(next);
        return isAlone || (next <= pages.highest() + ahead && !endMayBeNear);
    }

    private int gap() {
        return lacking.gap(pages.highest(), totals.areKnown());
    }

    /** From here on again: pages that seemed to have nothing may have something. */
    void backTo(int page) {
        next = Math.min(next, page);
        endAsked = 0;
    }

    /** The last page on which all agree; 0 where none is announced. */
    int firm() {
        return (int) Math.min(totals.firmPages(), bound);
    }

    /** How many pages the run has to have, as far as is known; at least 1. */
    int expected() {
        int last = copies.isRepeating() ? copies.first() - 1 : firm();
        if (last == 0) {
            last = pages.all().max().orElse(0);
        } else if (gap() > 0) {
            last = lacking.lastFailed();
        }
        return Math.max(1, Math.max(pages.highest(), last));
    }

    /** The page that should not be there. */
    private int endPage() {
        return gap() > 0 ? gap() : Math.max(pages.highest(), firm()) + 1;
    }

    /** The page past the last one, if it is to be asked for now: once at each place. */
    @Nullable
    Integer endToProve() {
        int end = endPage();
        if (lacking.isNothing(end)
                || endAsked == end
                || !totals.areKnown()
                || refusals.limit(pages.highest()) != null
                || copies.isRepeating()
                || end > bound + 1) {
            return null;
        }
        endAsked = end;
        return end;
    }

    /** Whether nothing is behind the last page, as far as can be seen. */
    boolean isEndProven() {
        if (copies.isRepeating()) {
            return copies.provesEnd(pages.rowsOf(pages.highest()) < totals.fullPage());
        }
        if (endMoves >= MAX_LATE_MOVES) {
            // It was, before the source began to grow without end.
            return true;
        }
        return totals.areKnown() ? lacking.isNothing(endPage()) : gap() == pages.highest() + 1;
    }

    /** The source is looked at once more: it may grow once, and no further. */
    void bind() {
        if (bound == UNBOUND) {
            bound = (int) Math.max(endPage() - 1, totals.firmPages());
            hopedBefore = totals.hopedPages();
        }
    }

    /** Whether more is announced now than when that began. */
    boolean hasGrown() {
        return totals.hopedPages() > Math.max(bound, hopedBefore);
    }

    /** Follows that. */
    void grow() {
        lacking.forgetNothingFrom(bound + 1);
        backTo(bound + 1);
        bound = (int) totals.hopedPages();
    }

    /** A page is stored that should not have been there. */
    void stored(int page) {
        if (page > bound && ++endMoves < MAX_LATE_MOVES) {
            bound = page;
        }
    }
}
