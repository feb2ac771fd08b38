package caravan.plan;

import caravan.page.Announced;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the API announces, and how far it can be believed: how many pages there are, and how many records each should hold.
 * Not thread-safe.
 *
 * <p>A number below 1 pages, or below 0 records, means that the API did not say.
 */
final class Totals {
    /** So many pages, asked again and again and all of the same size, show what a full page really is. */
    private static final int PROOF = 3;

    private static final int MAX_ANNOUNCEMENTS = 20;

    private long pages = -1;
    private long records = -1;
    private long limit = -1;
    private int largest;
    private boolean onlyPageOne = true;
    /** In order of first appearance. */
    private final Set<String> announcements = new LinkedHashSet<>();

    private final Map<Integer, Integer> shortSizes = new HashMap<>();
    private int provenSize;

    /** The newest answer counts; what it leaves out was never said. */
    void announced(Announced newest) {
        pages = newest.totalPages();
        records = newest.totalRecords();
        limit = newest.limit();
        if (announcements.size() < MAX_ANNOUNCEMENTS) {
            announcements.add("%s pages, %s records".formatted(known(pages, 1), known(records, 0)));
        }
    }

    /** How much the API said there is, each time it said something else; empty when it never changed its mind. */
    List<String> changes() {
        return announcements.size() < 2 ? List.of() : List.copyOf(announcements);
    }

    private static String known(long number, int least) {
        return number < least ? "no" : Long.toString(number);
    }

    /** A page that was stored, with so many records. */
    void seen(int page, int rows) {
        largest = Math.max(largest, rows);
        onlyPageOne &= page == 1;
    }

    /** A page that stayed shorter than expected, however often it was asked. */
    void confirmedShort(int rows) {
        if (rows > 0 && shortSizes.merge(rows, 1, Integer::sum) >= PROOF) {
            provenSize = rows;
        }
    }

    /** The last page, if it can be believed; else 0: then only an empty page tells the end. */
    long lastPage() {
        long full = fullPage();
        boolean atOdds = records >= 0 && full > 0 && (records + full - 1) / full != pages;
        return pages < 1 || pages >= Integer.MAX_VALUE || atOdds ? 0 : pages;
    }

    /** The last page as it was announced, believable or not; 0 when it was not. */
    long announcedPages() {
        return Math.max(0, pages);
    }

    /** How many records there are, as it was announced; -1 when it was not. */
    long records() {
        return records;
    }

    /** The fewest records with which a page is not doubtful. */
    long expectedRows(int page) {
        long full = fullPage();
        if (lastPage() > 0 && page != lastPage()) {
            return page > lastPage() ? 0 : Math.max(1, full);
        }
        if (records < 0) {
            // On the last page any record will do; where the end is not known, every page may be a cut one.
            return lastPage() > 0 ? 1 : Math.max(1, full);
        }
        if (full == 0) {
            return records == 0 ? 0 : 1;
        }
        return Math.max(0, Math.min(full, records - (page - 1) * full));
    }

    /** How many records a full page holds; 0 when that is not known. */
    private long fullPage() {
        if (provenSize > 0 && largest <= provenSize) {
            return provenSize;
        }
        if (limit > 0) {
            return limit;
        }
        // Page 1 alone proves nothing: it may be the only short one.
        return onlyPageOne ? 0 : largest;
    }
}
