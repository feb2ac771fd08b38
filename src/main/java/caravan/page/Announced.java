package caravan.page;

/**
 * What a response announces: its own page number, and how much there is. A value that was missing, null, negative or not a
 * whole number is {@link #UNKNOWN}.
 *
 * @param page the number of the page that this is, in the API's word
 * @param limit how many records a full page holds
 */
public record Announced(long page, long limit, long totalPages, long totalRecords) {
    /** The API did not say, or said nonsense. */
    public static final long UNKNOWN = -1;

    /** Nothing known. */
    public static final Announced NOTHING = new Announced(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

    /** Whether it says anything of the whole. */
    public boolean hasTotals() {
        return totalPages >= 1 || totalRecords >= 0;
    }
}
