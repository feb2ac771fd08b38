package caravan.page;

import org.jspecify.annotations.Nullable;

/**
 * What a response announces: its own page number, how much there is, and what comes next. A value that was missing, null, negative
 * or not a whole number is {@link #UNKNOWN}.
 *
 * @param page the number of the page that this is, in the API's word, counted from 1
 * @param limit how many records a full page holds
 * @param next where the chain goes on, as JSON text: a link, or the value of a cursor; {@link #NO_NEXT} where it says that nothing
 *     follows; null where it says nothing of that, or pages have numbers
 */
public record Announced(
        long page,
        long limit,
        long totalPages,
        long totalRecords,
        @Nullable String next) {
    /** The API did not say, or said nonsense. */
    public static final long UNKNOWN = -1;

    /** The response has a place for the next page, and there is none. */
    public static final String NO_NEXT = "null";

    /** The response says that more follows, but not where. */
    public static final String MORE = "[]";

    /** Nothing known. */
    public static final Announced NOTHING = new Announced(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    public Announced(long page, long limit, long totalPages, long totalRecords) {
        this(page, limit, totalPages, totalRecords, null);
    }

    /** The same with another size of a full page. */
    public Announced withLimit(long other) {
        return new Announced(page, other, totalPages, totalRecords, next);
    }

    /** Whether it says anything of the whole. */
    public boolean hasTotals() {
        return totalPages >= 1 || totalRecords >= 0;
    }
}
