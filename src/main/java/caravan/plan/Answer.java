package caravan.plan;

import caravan.page.Announced;

/**
 * What a plan has to know of a page that has come, to say what it is worth.
 *
 * @param identity tells its records from those of other pages
 * @param hasIds whether that is made of the records' ids
 * @param columns a hash of each column's values, 0 where they are all the same; empty where ids or totals tell more
 * @param another whether it says of itself that it is another page than the one asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int rows, long identity, boolean hasIds, long[] columns, boolean another, Announced announced) {}
