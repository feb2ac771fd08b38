package caravan.discover;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer of an API that is looked at.
 *
 * @param headers by their names in lower case; those that came several times joined by commas
 * @param body null where it is no JSON
 */
record Reply(
        URI asked,
        int status,
        Map<String, String> headers,
        @Nullable JsonNode body) {
    boolean isGood() {
        return status / 100 == 2 && body != null;
    }
}
