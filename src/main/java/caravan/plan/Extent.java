package caravan.plan;

/**
 * How far the run has come.
 *
 * @param stored pages that are durable, those of earlier sessions included
 * @param expected pages that there are; -1 while the API has not said
 * @param records in the stored pages
 * @param announcedRecords in all pages, in the API's newest word; -1 when it does not say
 * @param failed pages that have spent their attempts and are not being requested again
 */
public record Extent(int stored, int expected, long records, long announcedRecords, int failed) {}
