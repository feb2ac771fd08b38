package caravan.page;

/**
 * What a page says of itself and of the whole. A value that was missing, null, negative or no whole number is {@link
 * #UNKNOWN}.
 */
public record Announced(long page, long limit, long totalPages, long totalRecords) {
    /** The API did not say, or said nonsense. */
    public static final long UNKNOWN = -1;

    /** Nothing known. */
    public static final Announced NONE = new Announced(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
}
