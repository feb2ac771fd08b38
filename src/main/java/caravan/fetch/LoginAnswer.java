package caravan.fetch;

import caravan.auth.Token;
import caravan.source.Login;
import caravan.source.ValuePath;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what the answer to a login means: some APIs refuse with status 200. */
public final class LoginAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> REASONS =
            List.of("error_description", "message", "error", "errors", "detail", "title", "reason");

    private LoginAnswer() {}

    /**
     * The token in the answer: in the body, a header or a cookie, as the login says.
     *
     * @param url where the login is
     * @throws FetchException when there is none: the run ends; or when it is no JSON: tried again
     */
    public static Token token(Login login, ResponseHead head, byte[] body, URI url, Instant now) throws FetchException {
        String cookie = login.cookie();
        boolean isInBody = cookie == null && ValuePath.of(login.token()).header() == null;
        JsonNode answer = body(body, url, isInBody);
        String value;
        if (cookie != null) {
            value = cookie(head, cookie);
        } else if (isInBody) {
            JsonNode found = ValuePath.of(login.token()).in(answer);
            value = found.isTextual() || found.isNumber() ? found.asText() : null;
        } else {
            value = head.header(String.valueOf(ValuePath.of(login.token()).header()));
        }
        if (value == null || value.isBlank()) {
            String reason = reason(answer);
            throw refused(
                    url,
                    answer.isNull() || (isInBody && answer.isMissingNode())
                            ? "it answered nothing"
                            : reason != null
                                    ? ResponseBody.line(reason)
                                    : "the answer to the login has no %s%s".formatted(login.token(), fields(answer)));
        }
        return Token.issued(value, seconds(login.expiresIn().in(answer)), now);
    }

    /** What the answer has for a later token; null where it has none. */
    public static @Nullable String refreshToken(Login login, byte[] body) {
        ValuePath path = login.refreshToken();
        if (path == null) {
            return null;
        }
        try {
            JsonNode found = path.in(JSON.readTree(body));
            return found.isTextual() && !found.asText().isBlank() ? found.asText() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The value of a cookie that an answer sets; null where it does not. */
    static @Nullable String cookie(ResponseHead head, String name) {
        String all = head.header("Set-Cookie");
        Matcher cookie = Pattern.compile("(?:^|, ?)" + Pattern.quote(name) + "=\"?([^;,\"]*)")
                .matcher(all == null ? "" : all);
        String value = null;
        while (cookie.find()) {
            value = cookie.group(1);
        }
        return value == null || value.isEmpty() ? null : value;
    }

    private static JsonNode body(byte[] body, URI url, boolean isNeeded) throws FetchException {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            if (!isNeeded) {
                return MissingNode.getInstance();
            }
            throw new FetchException(
                    FailureKind.TRANSIENT,
                    "login invalid body",
                    "the login at %s answered with no JSON object%s"
                            .formatted(
                                    url, e instanceof JsonProcessingException json ? ": " + JsonFault.of(json) : ""));
        }
    }

    private static long seconds(JsonNode found) {
        String text = found.asText("");
        return text.matches("[0-9]{1,12}(?:\\.[0-9]+)?") ? (long) Double.parseDouble(text) : 0;
    }

    private static FetchException refused(URI url, @Nullable String reason) {
        return new FetchException(
                FailureKind.REFUSED, "login refused", "the login at %s was refused: %s".formatted(url, reason));
    }

    private static @Nullable String reason(JsonNode answer) {
        for (String name : REASONS) {
            JsonNode value = answer.path(name);
            if (!Envelope.isEmpty(value) && !(value.isBoolean() && !value.asBoolean())) {
                return text(value);
            }
        }
        return null;
    }

    private static String text(JsonNode reason) {
        if (reason.isArray()) {
            return text(reason.get(0));
        }
        String inner = reason.isObject() ? reason(reason) : null;
        return inner != null ? inner : reason.isTextual() ? reason.asText() : reason.toString();
    }

    private static String fields(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? "" : "; it has " + String.join(", ", names);
    }
}
