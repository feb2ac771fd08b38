package caravan.page;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page to request. Plain data: all that whoever requests it has to know, and never a secret.
 *
 * @param source the name of the source it is of
 * @param page its number, counted from 1
 * @param uri where it is, query included
 * @param headers that the source asks for, by name
 * @param body makes it a POST; null for a GET
 * @param size how many records were asked for where it was made; 0 for none. With {@code next} it is what a source makes the same task of
 * @param next what the page before it named, as JSON text, a link as it is to be requested; null for those that have numbers and the first one
 */
public record PageTask(
        String source,
        int page,
        URI uri,
        Map<String, String> headers,
        @Nullable String body,
        Purpose purpose,
        long size,
        @Nullable String next) {
    public PageTask(String source, int page, URI uri, Purpose purpose) {
        this(source, page, uri, Map.of(), null, purpose, 0, null);
    }

    /** What a page is requested for. */
    public enum Purpose {
        /** Its records are to be stored. */
        RECORDS,
        /** It is stored, but its records may belong to another page, or have moved since: another answer replaces them. */
        AGAIN,
        /** It is stored, and requested once more to see whether it is still the same. */
        PROBE,
        /** It should not be there: nothing follows the last page. */
        END,
        /** It cannot be there: shows what the API answers far past its end. */
        FAR
    }

    /** The same page at another place. */
    public PageTask at(URI place) {
        return place.equals(uri) ? this : new PageTask(source, page, place, headers, body, purpose, size, next);
    }

    /** The same page for another purpose. */
    public PageTask to(Purpose other) {
        return other == purpose ? this : again(other);
    }

    /** An equal one that is another object. */
    public PageTask again() {
        return again(purpose);
    }

    private PageTask again(Purpose other) {
        return new PageTask(source, page, uri, headers, body, other, size, next);
    }

    /** Whether there should be no such page. */
    public boolean isPastEnd() {
        return purpose == Purpose.END || purpose == Purpose.FAR;
    }
}
