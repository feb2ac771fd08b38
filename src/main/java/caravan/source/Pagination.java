package caravan.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how the pages of a source follow each other. Each style is one class, and one line in {@link Style#all}. Either pages have
 * numbers, and can be requested in any order ({@link #at}); or each names the next one ({@link #after}). Immutable.
 */
public interface Pagination {
    /** Its name in source files. */
    String type();

    /** Whether each page names the next one. */
    boolean isChained();

    /** Whether a page's place is counted in records: then its size is what the API really gives. */
    default boolean isByRecords() {
        return false;
    }

    /**
     * Where a page is, of those that have numbers.
     *
     * @param page counted from 1
     * @param size how many records a page has; 0 where that is not known
     */
    default Place at(int page, long size) {
        return Place.START;
    }

    /**
     * Where the next page is, of those in a chain.
     *
     * @param next what the page before named: never null
     * @throws IllegalArgumentException when it cannot be used; says why
     */
    default Place after(JsonNode next) {
        throw new UnsupportedOperationException();
    }

    /** The API's number of the first page. */
    default int firstPage() {
        return 1;
    }

    /** The parameter that says which page it is, for messages; null for none. */
    default @Nullable String param() {
        return null;
    }

    default @Nullable ValuePath totalPages() {
        return null;
    }

    default @Nullable ValuePath pageEcho() {
        return null;
    }

    /** Where a response names the next page. */
    default @Nullable ValuePath next() {
        return null;
    }

    /** Where the last item has it. */
    default List<String> nextField() {
        return List.of();
    }

    /** Whether a {@code Link} header has it. */
    default boolean nextLink() {
        return false;
    }
}
