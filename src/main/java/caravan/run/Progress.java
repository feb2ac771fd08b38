package caravan.run;

import java.time.Duration;

/**
 * How far a run has come, at one moment.
 *
 * @param pagesStored those of earlier sessions included, as are records and retries
 * @param pagesExpected -1 while the API has not said how many there are
 * @param recordsAnnounced -1 when the API does not say
 * @param failedPages pages that could not be fetched so far
 * @param inFlight pages that are being asked for, or being stored
 * @param waiting pages that wait for their turn to be asked for
 * @param pause how long no page is asked for, because the API wants it so; zero when that is not so
 */
public record Progress(
        String source,
        String run,
        Step step,
        int pagesStored,
        int pagesExpected,
        long recordsStored,
        long recordsAnnounced,
        int retries,
        int failedPages,
        int inFlight,
        int waiting,
        Duration pause) {
    /** What a run is at. */
    public enum Step {
        /** Pages are asked for and stored. */
        EXTRACTING,
        /** The file is put in order and compared with what was announced. */
        CHECKING,
        DELIVERING,
        /** It ends before its last page. */
        STOPPING
    }
}
