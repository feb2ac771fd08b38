package caravan.plan;

import caravan.page.Announced;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the API announces, and how far it can be believed: how many pages and records there are, and how many records a full
 * page holds. Each is kept for itself: what an answer leaves out was not taken back. Not thread-safe.
 */
final class Totals {
    /** So many pages of the same size, and none larger, show what a full page really is. */
    private static final int PROOF = 3;

    private static final int MAX_ANNOUNCEMENTS = 20;
    private static final int NEARLY = 10;

    private final Most pages = new Most();
    private final Most records = new Most();
    private long limit = Announced.UNKNOWN;
    private int largest;
    private int pagesOfLargest;
    private boolean onlyPageOne = true;
    /** In order of first appearance. */
    private final Set<String> announcements = new LinkedHashSet<>();

    /** The page with the highest number so far, and the totals that were announced before, with, and first after it. */
    private int lastPage;

    private long before = Announced.UNKNOWN;
    private long with = Announced.UNKNOWN;
    private long after = Announced.UNKNOWN;

    /** One number as it was announced, again and again. */
    private static final class Most {
        private long newest = Announced.UNKNOWN;
        private long most = Announced.UNKNOWN;
        private long second = Announced.UNKNOWN;
        private int answers;

        void announced(long number, boolean withRecords) {
            // Where the records are missing, a smaller total may be missing its records, too.
            if (number < 0 || (number < newest && !withRecords)) {
                return;
            }
            newest = number;
            answers++;
            if (number >= most) {
                second = most;
                most = number;
            } else {
                second = Math.max(second, number);
            }
        }

        /** What a second answer has confirmed, unless there was only one. */
        long firm() {
            return answers < 2 ? most : second;
        }

        void lower() {
            most = Math.min(most, newest);
            second = Math.min(second, newest);
        }
    }

    /**
     * Takes what a believed answer announces.
     *
     * @param rows how many records it holds itself: beside them, a total of 0 is no announcement
     * @return whether it says something else than the answer before
     */
    boolean announced(Announced said, int rows) {
        long saidRecords = recordsIn(said, rows);
        boolean news = saidRecords >= 0 && records.newest >= 0 && saidRecords != records.newest;
        pages.announced(pagesIn(said), rows > 0);
        records.announced(saidRecords, rows > 0);
        if (after < 0 && lastPage > 0 && saidRecords >= records.newest) {
            after = saidRecords;
        }
        if (said.limit() > 0) {
            limit = said.limit();
        }
        if (said.hasTotals() && announcements.size() < MAX_ANNOUNCEMENTS) {
            announcements.add("%s pages, %s records".formatted(known(pagesIn(said)), known(saidRecords)));
        }
        return news;
    }

    /** The same of a page that is stored now. */
    boolean stored(int page, int rows, Announced said) {
        long newest = records.newest;
        boolean news = announced(said, rows);
        if (rows > largest) {
            largest = rows;
            pagesOfLargest = 0;
        }
        pagesOfLargest += rows == largest ? 1 : 0;
        onlyPageOne &= page == 1;
        if (rows > 0 && page >= lastPage) {
            lastPage = page;
            before = newest;
            with = recordsIn(said, rows);
            after = Announced.UNKNOWN;
        }
        return news;
    }

    /** A probe has announced the newest totals once more: lower ones than before are now the ones that count. */
    void repeated(Announced said, int rows) {
        if (recordsIn(said, rows) == records.newest) {
            records.lower();
        }
        if (pagesIn(said) == pages.newest) {
            pages.lower();
        }
    }

    /** Whether an answer announces less than the one before. */
    boolean isLower(Announced said, int rows) {
        long saidRecords = recordsIn(said, rows);
        long saidPages = pagesIn(said);
        return (saidRecords >= 0 && saidRecords < records.newest) || (saidPages >= 0 && saidPages < pages.newest);
    }

    private static long pagesIn(Announced said) {
        return said.totalPages() < 1 || said.totalPages() >= Integer.MAX_VALUE ? Announced.UNKNOWN : said.totalPages();
    }

    /** A total of 0 says nothing where there are records, in this answer or in those before. */
    private long recordsIn(Announced said, int rows) {
        return said.totalRecords() < 1 && (rows > 0 || lastPage > 0) ? Announced.UNKNOWN : said.totalRecords();
    }

    /** How much the API said there is, each time it said something else; empty when it never changed its mind. */
    List<String> changes() {
        return announcements.size() < 2 ? List.of() : List.copyOf(announcements);
    }

    private static String known(long number) {
        return number < 0 ? "no" : Long.toString(number);
    }

    /** Whether it announces another number of records than the answers before. */
    boolean isAnother(Announced announced) {
        return announced.totalRecords() >= 0 && records.newest >= 0 && announced.totalRecords() != records.newest;
    }

    /** Whether anything says how much there is. */
    boolean areKnown() {
        return pages.newest >= 0 || records.newest >= 0;
    }

    /** The last page on which all agree; 0 when nothing is known. Pages up to here may be asked for in any order. */
    long firmPages() {
        long byRecords = pagesOf(records.firm());
        // Pages may hold less than a full one by nature; many more pages than records need are nonsense.
        boolean alike = pages.firm() >= byRecords && pages.firm() <= 2 * byRecords + NEARLY;
        return alike ? pages.firm() : either(pages.firm(), byRecords, true);
    }

    /** The last page that anything speaks for. */
    long hopedPages() {
        return either(pages.most, pagesOf(records.most), false);
    }

    private static long either(long one, long other, boolean smaller) {
        if (one < 0 || other < 0) {
            return Math.max(0, Math.max(one, other));
        }
        return Math.min(Integer.MAX_VALUE - 1L, smaller ? Math.min(one, other) : Math.max(one, other));
    }

    private long pagesOf(long recordCount) {
        long full = limit > 0 && (largest <= limit && pagesOfLargest < PROOF) ? limit : largest;
        return recordCount < 0 || full == 0 ? Announced.UNKNOWN : (recordCount + full - 1) / full;
    }

    /** How many records there are in the newest word; -1 when nobody said. */
    long records() {
        return records.newest;
    }

    /** How many pages there are in the newest word; -1 when nobody said. */
    long pages() {
        return pages.newest;
    }

    /** The most records that anything speaks for; -1 when nobody said. */
    long mostRecords() {
        return records.most;
    }

    /** The fewest records with which a page before the last one is full; 0 when that is not known. */
    int fullPage() {
        return limit > largest ? (int) Math.min(limit, Integer.MAX_VALUE) : onlyPageOne ? 0 : largest;
    }

    /**
     * Whether so many records agree with what was announced just before, with and just after the last page; also when nothing
     * was.
     */
    boolean agree(long rows) {
        return least() < 0 || (least() <= rows && rows <= most());
    }

    private long least() {
        long least = Long.MAX_VALUE;
        for (long total : new long[] {before, with, after}) {
            least = total < 0 ? least : Math.min(least, total);
        }
        return least == Long.MAX_VALUE ? records.newest : least;
    }

    private long most() {
        return Math.max(Math.max(before, with), Math.max(after, least()));
    }
}
