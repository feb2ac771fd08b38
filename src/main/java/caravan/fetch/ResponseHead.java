package caravan.fetch;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
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
                // One that came several times is a list (RFC 9110, section 5.3).
                .map(header -> header.getValue() instanceof Collection<?> all
                        ? all.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : header.getValue().toString())
                .findFirst()
                .orElse(null);
    }
}
