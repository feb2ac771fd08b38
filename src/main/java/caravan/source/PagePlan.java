package caravan.source;

import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides which page is asked next, and when there is none left: page 1, then up to the last page that the API's newest
 * answer announces, then once more what failed.
 *
 * <p>Thread-safe. A page that was handed out is open until {@link #stored} or {@link #failed} settles it; while the last
 * ones are open, {@link #next} waits, since their answers may announce further pages.
 */
public final class PagePlan {
    private final Source source;
    /** How many pages in a row may be lost before the API counts as unreachable. */
    private final int maxLostInARow;

    private final BitSet stored;
    private final TreeSet<Integer> failed = new TreeSet<>();
    private final TreeSet<Integer> again = new TreeSet<>();
    private int next = 1;
    private int open;
    private int lostInARow;
    private boolean secondRound;
    private boolean stopped;
    private long announced;
    /** The lowest page that was empty while the end is not known; pages from it on are not asked. */
    private int firstEmpty = Integer.MAX_VALUE;

    /**
     * @param stored the pages that an earlier session of the run has stored
     * @param announced the last page that they announced; 0 when not known
     */
    public PagePlan(Source source, BitSet stored, long announced, int maxLostInARow) {
        this.source = source;
        this.stored = stored;
        this.announced = announced;
        this.maxLostInARow = maxLostInARow;
    }

    /** Page 1, which tells how many there are; null when it is stored already. */
    public synchronized PageRequest first() {
        if (stopped || stored.get(1)) {
            return null;
        }
        next = 2;
        open++;
        return source.page(1);
    }

    /** Whether page 1 is stored, so that the others can be asked for. */
    public synchronized boolean isUnderWay() {
        return stored.get(1) && !stopped;
    }

    /** So many ways to go through the pages still to ask for; whoever is free takes the next one. */
    public List<Iterator<PageRequest>> lanes(int count) {
        return Stream.generate(this::pages).limit(count).toList();
    }

    private Iterator<PageRequest> pages() {
        return new Iterator<>() {
            private boolean ended;

            @Override
            public boolean hasNext() {
                // Camel asks this while the page before is still to be carried: it must not wait for it. That there is
                // none left shows in next(), by a null that the split EIP skips.
                return !ended;
            }

            @Override
            public PageRequest next() {
                if (ended) {
                    throw new NoSuchElementException();
                }
                PageRequest page = PagePlan.this.next();
                ended = page == null;
                return page;
            }
        };
    }

    /** The next page to ask for; waits while open pages may yet decide; null when none is left. */
    public synchronized PageRequest next() {
        try {
            while (!stopped) {
                while (stored.get(next)) {
                    next++;
                }
                if (next <= end()) {
                    open++;
                    return source.page(next++);
                }
                if (!again.isEmpty()) {
                    open++;
                    return source.page(again.pollFirst());
                }
                if (open == 0) {
                    if (secondRound || failed.isEmpty()) {
                        return null;
                    }
                    secondRound = true;
                    again.addAll(failed);
                    failed.clear();
                } else {
                    wait();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /** A page is durable; {@code totalPages} is what it announced, or less than 1 when it said nothing usable. */
    public synchronized void stored(int page, int rows, long totalPages) {
        stored.set(page);
        open--;
        lostInARow = 0;
        if (totalPages >= 1) {
            announced = totalPages;
        } else if (rows == 0) {
            firstEmpty = Math.min(firstEmpty, page);
        }
        notifyAll();
    }

    /**
     * A page has spent its attempts.
     *
     * @param unreachable whether the API gave no usable answer at all, as against refusing this one page
     * @return whether so many were lost in a row that the API must be taken for unreachable
     */
    public synchronized boolean failed(int page, boolean unreachable) {
        failed.add(page);
        open--;
        lostInARow = unreachable ? lostInARow + 1 : 0;
        notifyAll();
        return !secondRound && lostInARow >= maxLostInARow;
    }

    /** Hands out no further page and wakes all who wait for one. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** How many pages the run has to have, as far as is known; at least 1. */
    public synchronized int expected() {
        return Math.max(1, announced >= 1 ? end() : stored.length() - 1);
    }

    private int end() {
        return announced >= 1 ? (int) Math.min(announced, Integer.MAX_VALUE - 1) : firstEmpty - 1;
    }
}
