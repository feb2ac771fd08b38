package caravan.plan;

/**
 * What speaks against a file whose pages are all stored.
 *
 * @param text what does not agree, for a stranger
 */
public record Difference(Kind kind, String text) {
    /** What kind of evidence it is. */
    public enum Kind {
        /** Fewer or more records than the API announced. */
        COUNTS,
        /** A page stayed empty. */
        EMPTY,
        /** Pages hold the same records. */
        REPEAT,
        /** The end was not proven. */
        END,
        /** Records moved from page to page. */
        SHIFT,
        /** It could not be seen whether the source stood still. */
        PROBE,
        /** Far fewer records than last time. */
        SHRINK
    }
}
