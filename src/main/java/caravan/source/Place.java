package caravan.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tells one request of a source from another.
 *
 * @param values what {@code ${page}} and the like stand for
 * @param params further parameters of the query
 * @param link where to go instead: followed as it is; null for none
 */
record Place(
        Map<String, JsonNode> values,
        Map<String, JsonNode> params,
        @Nullable String link) {
    /** The first one of a chain. */
    static final Place START = new Place(Map.of(), Map.of(), null);
}
