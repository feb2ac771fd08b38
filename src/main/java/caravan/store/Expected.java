package caravan.store;

import java.util.List;

/**
 * What a finished file is held against.
 *
 * @param records in the API's newest word; -1 when it did not say
 * @param pages up to the last page that the API announced or had
 * @param endConfirmed whether nothing follows the last page, as far as can be seen
 * @param announcements how much the API said there is, each time it said something else; empty when it never did
 * @param idField the field that identifies a record; there need not be such a column
 */
public record Expected(long records, int pages, boolean endConfirmed, List<String> announcements, String idField) {}
