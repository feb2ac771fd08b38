package caravan.fetch;

import java.util.Map;

/** The headers of the request that comes next, by name: what is added here is sent. */
public record RequestHeaders(Map<String, Object> all) {
    void put(String name, String value) {
        all.keySet().removeIf(name::equalsIgnoreCase);
        all.put(name, value);
    }
}
