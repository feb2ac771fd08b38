package caravan.fetch;

import caravan.auth.Token;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what the answer to a login means: some APIs refuse with status 200. */
public final class LoginAnswer {
    private static final List<String> REASONS =
            List.of("error_description", "message", "error", "errors", "detail", "title", "reason");

    private LoginAnswer() {}

    /**
     * The token in the answer.
     *
     * @param url where the login is
     * @throws FetchException when there is none: the run ends
     */
    public static Token token(@Nullable Map<?, ?> answer, String url, Instant now) throws FetchException {
        if (answer == null) {
            throw refused(url, "it answered nothing");
        }
        try {
            return Token.issued(answer, now);
        } catch (IllegalArgumentException e) {
            String reason = reason(answer);
            throw refused(url, reason == null ? e.getMessage() + fields(answer) : ResponseBody.line(reason));
        }
    }

    /** What a login that failed on its way means; the exception itself where that says enough. */
    public static Exception failed(Exception thrown, String url) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FetchException) {
                return thrown;
            }
            if (cause instanceof JsonProcessingException json) {
                return new FetchException(
                        FailureKind.TRANSIENT,
                        "login invalid body",
                        "the login at %s answered with no JSON object: %s".formatted(url, JsonFault.of(json)));
            }
        }
        return thrown;
    }

    private static FetchException refused(String url, @Nullable String reason) {
        return new FetchException(
                FailureKind.REFUSED, "login refused", "the login at %s was refused: %s".formatted(url, reason));
    }

    private static @Nullable String reason(Map<?, ?> answer) {
        Map<String, Object> found = new LinkedHashMap<>();
        REASONS.forEach(name -> {
            Object value = answer.get(name);
            if (value != null && !value.equals(false)) {
                found.put(name, value);
            }
        });
        return found.isEmpty() ? null : text(found.values().iterator().next());
    }

    private static String text(Object reason) {
        if (reason instanceof Map<?, ?> object) {
            String inner = reason(object);
            return inner == null ? object.toString() : inner;
        }
        return reason instanceof List<?> list && !list.isEmpty() && list.get(0) != null
                ? text(list.get(0))
                : reason.toString();
    }

    private static String fields(Map<?, ?> answer) {
        return answer.isEmpty()
                ? ""
                : "; it has " + answer.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
