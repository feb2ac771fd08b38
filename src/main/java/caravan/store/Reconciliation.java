package caravan.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was expected, what is there, and each difference.
 *
 * @param recordsAnnounced in the API's newest word; -1 when it did not say
 * @param recordsStored rows of the file, counted in the file itself
 * @param pagesExpected up to the last page that the API announced or had
 * @param pagesStored pages of the file
 * @param endConfirmed whether the page past the last one was asked for and nothing was there
 * @param shortPages pages before the last one that hold fewer records than the fullest, with how many; the first 100
 * @param announcements how much the API said there is, each time it said something else; empty when it never did
 * @param idField the field that identifies a record; null when there is no such column
 * @param repeatedIds how many records have an id that an earlier record had; they are all in the file. -1: too many to count
 * @param repeatedIdExamples some of these ids, with the pages they are on
 */
public record Reconciliation(
        long recordsAnnounced,
        long recordsStored,
        int pagesExpected,
        int pagesStored,
        boolean endConfirmed,
        Map<Integer, Integer> shortPages,
        List<String> announcements,
        @Nullable String idField,
        long repeatedIds,
        Map<String, List<Integer>> repeatedIdExamples) {
    /** Whether everything is as the API announced it. */
    public boolean isExact() {
        return recordsAnnounced == recordsStored
                && pagesExpected == pagesStored
                && endConfirmed
                && shortPages.isEmpty()
                && announcements.isEmpty()
                && repeatedIds == 0;
    }
}
