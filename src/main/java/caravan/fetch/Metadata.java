package caravan.fetch;

/**
 * What a page says of itself and of the whole. A value that was missing, null, negative or no whole number is {@link
 * #UNKNOWN}.
 */
public record Metadata(long page, long limit, long totalPages, long totalRecords) {
    /** The API did not say, or said nonsense. */
    public static final long UNKNOWN = -1;

    /** Nothing known. */
    public static final Metadata NONE = new Metadata(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
}
