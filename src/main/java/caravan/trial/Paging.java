package caravan.trial;

/**
 * Which records a page holds. Pages count from 1, records from 0. Pure.
 *
 * @param maxLimit the largest page the server gives, whatever was asked for
 * @param firstPageShort page 1 holds only four fifths of a page, as some servers do
 */
record Paging(int defaultLimit, int maxLimit, boolean firstPageShort) {
    /** Beyond this a page number only says "far past the end"; it keeps the arithmetic from overflowing. */
    private static final long FARTHEST_PAGE = 1L << 31;

    int limit(long asked) {
        return (int) Math.min(asked, maxLimit);
    }

    /** The first record of a page; the first of the next page ends it. */
    long first(long page, int limit) {
        long near = Math.min(page, FARTHEST_PAGE);
        return near <= 1 ? 0 : sizeOfFirst(limit) + (near - 2) * limit;
    }

    long pages(long records, int limit) {
        long later = records - sizeOfFirst(limit);
        return records == 0 ? 0 : later <= 0 ? 1 : 1 + (later + limit - 1) / limit;
    }

    /** How many records fill so many pages of the default size. */
    long records(long pages) {
        return first(pages + 1, limit(defaultLimit));
    }

    private int sizeOfFirst(int limit) {
        return firstPageShort ? Math.max(1, limit * 4 / 5) : limit;
    }
}
