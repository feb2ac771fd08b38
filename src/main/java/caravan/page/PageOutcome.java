package caravan.page;

/** What became of a page that was handed out: the fact from which the plan goes on, live or read back from a ledger. */
public sealed interface PageOutcome {
    /** The page's number. */
    int page();

    /**
     * It is durable; an earlier one of the same number is replaced.
     *
     * @param identity tells its records from those of other pages
     */
    record Stored(int page, int rows, long identity, Announced announced) implements PageOutcome {}

    /** Nothing is there, nor behind it, as it should be. */
    record Ended(int page, Announced announced) implements PageOutcome {}

    /** It has no records although it should, however often it is requested. */
    record Empty(int page, Announced announced) implements PageOutcome {}

    /** It has the records of another page, however often it is requested; they are not stored twice. */
    record Copied(int page, int of, Announced announced) implements PageOutcome {}

    /** It is stored and was requested once more; nothing was stored. */
    record Probed(int page, Change change, Announced announced) implements PageOutcome {}

    /** It lies far past the end. */
    record Far(int page, FarAnswer answer) implements PageOutcome {}

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

    /** How a page that is stored compares with its answer of now. */
    enum Change {
        /** The same records, whatever became of their fields. */
        SAME,
        /** The stored ones and further ones. */
        GROWN,
        /** Some of the stored ones and no others. */
        SHRUNK,
        /** Other records: they have moved from page to page. */
        SHIFTED
    }

    /** What an API says of a page that cannot exist. */
    enum FarAnswer {
        /** No records, or an error. */
        NOTHING,
        /** Records of a page that is stored: it repeats itself past its end. */
        KNOWN,
        /** Records that no page has. */
        NEW
    }
}
