package caravan.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/**
 * Whether all is well, in the form that Camel gives its health: {@code DOWN} when one of the checks is. That is news for
 * people, and no reason to start the process again.
 */
public record Health(String status, List<Check> checks) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    /** One of the things looked at, with what is known of it. */
    record Check(String name, String status, Map<String, Object> data) {
        Check(String name, boolean up, Map<String, Object> data) {
            this(name, up ? "UP" : "DOWN", data);
        }
    }

    static Health of(List<Check> checks) {
        return new Health(checks.stream().allMatch(check -> check.status().equals("UP")) ? "UP" : "DOWN", checks);
    }

    /** The status of the answer over HTTP. */
    public int code() {
        return status.equals("UP") ? 200 : 503;
    }

    public String json() throws JsonProcessingException {
        return JSON.writeValueAsString(this) + "\n";
    }
}
