package caravan.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * @param pagesSharingIds pages with an id that another page has, too; not in the report
 * @param probedPages how many pages were requested once more, and answered, to see that the source stood still
 * @param probe how many were to be
 * @param differences what does not agree, for people
 * @param accepted whether ACCEPT_DIFFERENCES takes them
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
        Map<String, List<Integer>> repeatedIdExamples,
        @JsonIgnore Set<Integer> pagesSharingIds,
        int probedPages,
        int probe,
        List<String> differences,
        boolean accepted) {
    public Reconciliation {
        // Reports of earlier versions have none of these.
        differences = differences == null ? List.of() : differences;
        pagesSharingIds = pagesSharingIds == null ? Set.of() : pagesSharingIds;
    }

    /** Whether everything is as the API announced it. */
    public boolean isExact() {
        return recordsAnnounced == recordsStored
                && pagesExpected == pagesStored
                && endConfirmed
                && shortPages.isEmpty()
                && announcements.isEmpty()
                && repeatedIds == 0
                && differences.isEmpty();
    }

    /** Whether the source was to be looked at once more: not before all pages are there. */
    @JsonIgnore
    public boolean isProbeDue() {
        return probe > 0 || pagesStored >= pagesExpected;
    }

    /** The same with what was found beyond the file itself. */
    public Reconciliation with(int probed, int of, List<String> found, boolean areAccepted) {
        return new Reconciliation(
                recordsAnnounced,
                recordsStored,
                pagesExpected,
                pagesStored,
                endConfirmed,
                shortPages,
                announcements,
                idField,
                repeatedIds,
                repeatedIdExamples,
                pagesSharingIds,
                probed,
                of,
                found,
                areAccepted);
    }
}
