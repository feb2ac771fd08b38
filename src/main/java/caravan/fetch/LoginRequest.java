package caravan.fetch;

import caravan.source.JsonBody;
import caravan.source.Login;
import caravan.source.Source;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The request by which a source logs in. Its body and its {@code Authorization} are secret; {@link #toString} shows neither. */
public final class LoginRequest {
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
        JsonNode json = JsonBody.of(login.body());
        return json != null
                ? new LoginRequest(
                        url,
                        "application/json",
                        "",
                        String.valueOf(JsonBody.filled(json, text -> filled(text, user, secret))))
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

    private static JsonNode filled(String text, String user, String secret) {
        return JsonNodeFactory.instance.textNode(
                text.replace("${username}", user).replace("${password}", secret));
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
