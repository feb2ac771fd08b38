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
import java.util.Map;

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
        URI url = address(source).resolve(login.url());
        if (login.type() == Login.Type.CLIENT_CREDENTIALS) {
            String form =
                    "grant_type=client_credentials" + (login.scope() == null ? "" : "&scope=" + encoded(login.scope()));
            return new LoginRequest(
                    url, "application/x-www-form-urlencoded", basic(encoded(user), encoded(secret)), form);
        }
        return filled(url, login.body(), Map.of("${username}", user, "${password}", secret));
    }

    /** Asks for a new token with what an earlier answer brought for that. */
    public static LoginRequest refreshing(Source source, String refreshToken) {
        URI url = address(source).resolve(source.login().refreshUrl());
        return filled(url, source.login().refreshBody(), Map.of("${refreshToken}", refreshToken));
    }

    private static LoginRequest filled(URI url, String body, Map<String, String> values) {
        JsonNode json = JsonBody.of(body);
        return json != null
                ? new LoginRequest(
                        url,
                        "application/json",
                        "",
                        String.valueOf(JsonBody.filled(json, text -> filled(text, values))))
                : new LoginRequest(url, "application/x-www-form-urlencoded", "", form(body.strip(), values));
    }

    private static String form(String body, Map<String, String> values) {
        String form = body;
        for (Map.Entry<String, String> value : values.entrySet()) {
            form = form.replace(value.getKey(), encoded(value.getValue()));
        }
        return form;
    }

    private static URI address(Source source) {
        return URI.create(source.url().replaceFirst("[?].*", "").replaceAll("\\$\\{\\w+}", "x"));
    }

    /** RFC 7617. */
    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode filled(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return JsonNodeFactory.instance.textNode(filled);
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
