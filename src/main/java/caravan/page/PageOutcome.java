package caravan.page;

/** What became of a page that was handed out: the fact from which the plan goes on, live or read back from a ledger. */
public sealed interface PageOutcome {
    /** The page's number. */
    int page();

    /** It is durable. */
    record Stored(int page, int rows, Announced announced) implements PageOutcome {}

    /** Nothing is there, nor behind it. */
    record Ended(int page, Announced announced) implements PageOutcome {}

    /**
     * It has spent its attempts.
     *
     * @param cause the short name of what the last attempt failed of, such as {@code 503} or {@code timeout}
     * @param message one line: what came instead of the page
     * @param unreachable whether the API gave no usable answer at all, as against refusing this one page
     */
    record Failed(int page, String cause, String message, boolean unreachable) implements PageOutcome {}

    /** It could not be seen whether anything follows the last page. */
    record EndUnknown(int page, String message) implements PageOutcome {}

    /** It was not requested to its end: the run is being stopped. */
    record Dropped(int page) implements PageOutcome {}
}
