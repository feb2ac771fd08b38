package caravan.fetch;

import caravan.source.Login;
import caravan.source.Source;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The request by which a source logs in. Its body and its {@code Authorization} are secret; {@link #toString} shows neither. */
public final class LoginRequest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final String contentType;
    private final String authorization;
    private final String body;

    private LoginRequest(URI url, String contentType, String authorization, String body) {
        this.url = url;
        this.contentType = contentType;
        this.authorization = authorization;
        this.body = body;
    }

    /**
     * @param user the user's name, or the client's id
     * @param secret the password, or the client's secret
     */
    public static LoginRequest of(Source source, String user, String secret) {
        Login login = source.login();
        URI url = URI.create(source.url().replaceFirst("[?].*", "").replaceAll("\\$\\{\\w+}", "x"))
                .resolve(login.url());
        if (login.type() == Login.Type.CLIENT_CREDENTIALS) {
            String form =
                    "grant_type=client_credentials" + (login.scope() == null ? "" : "&scope=" + encoded(login.scope()));
            return new LoginRequest(
                    url, "application/x-www-form-urlencoded", basic(encoded(user), encoded(secret)), form);
        }
        JsonNode json = json(login.body());
        return json != null
                ? new LoginRequest(
                        url, "application/json", "", filled(json, user, secret).toString())
                : new LoginRequest(
                        url,
                        "application/x-www-form-urlencoded",
                        "",
                        login.body()
                                .strip()
                                .replace("${username}", encoded(user))
                                .replace("${password}", encoded(secret)));
    }

    /** RFC 7617. */
    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json.isContainerNode() ? json : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static JsonNode filled(JsonNode node, String user, String secret) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), filled(field.getValue(), user, secret)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> copy.add(filled(item, user, secret)));
            return copy;
        }
        return node.isTextual()
                ? JsonNodeFactory.instance.textNode(
                        node.asText().replace("${username}", user).replace("${password}", secret))
                : node;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public URI url() {
        return url;
    }

    /** The same as camel-http takes it. */
    public URI address() {
        return ApiClient.address(url);
    }

    public String contentType() {
        return contentType;
    }

    /** Empty for none. */
    public String authorization() {
        return authorization;
    }

    public String body() {
        return body;
    }

    @Override
    public String toString() {
        return "LoginRequest[" + url + "]";
    }
}
