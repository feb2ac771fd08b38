package caravan.run;

/**
 * Why a run ended before its last page.
 *
 * @param reason what kind of end it is
 * @param message one line: what happened, where, what to do
 */
public record StopReason(Reason reason, String message) {
    /** Kinds of end. */
    public enum Reason {
        /** The API refused the credentials, asked for too much patience, or could not be reached. */
        API,
        /** The process was asked to stop. */
        INTERRUPTED,
        /** The output folder did not take what was to be written. */
        STORAGE,
        /** An error that no rule foresees; its trace is in the log. */
        BUG
    }
}
