package caravan.fetch;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an answer begins with: its status, and its headers by name. */
public record ResponseHead(int status, Map<String, Object> headers) {
    boolean isGood() {
        return status / 100 == 2;
    }

    /** A header's value whatever the case of its name (RFC 9110, section 5.1). */
    @Nullable
    String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name) && header.getValue() != null)
                .map(header -> header.getValue().toString())
                .findFirst()
                .orElse(null);
    }
}
