package caravan.source;

import org.jspecify.annotations.Nullable;

/**
 * Says how the requests of a source prove who asks; the secrets themselves are settings. Immutable.
 *
 * @param scheme the word before the secret in the header, such as {@code Bearer}; empty for none
 * @param header that carries it
 * @param param the query parameter that carries it instead; null for none
 * @param cookie the cookie that carries it instead; null for none
 * @param url where to log in, absolute or relative to the source; for the types that log in
 * @param body of the login, with {@code ${username}} and {@code ${password}} in it
 * @param token where the answer to the login has it: a path, {@code header:NAME} or {@code cookie:NAME}
 * @param expiresIn where the answer says how many seconds it lasts
 * @param scope of client credentials; null for none
 * @param refreshToken where the answer has what a new token can be had for, without user and password; null for nowhere
 * @param refreshUrl where that is
 * @param refreshBody of that request, with {@code ${refreshToken}} in it
 */
public record Login(
        Type type,
        String scheme,
        String header,
        @Nullable String param,
        @Nullable String cookie,
        String url,
        String body,
        String token,
        ValuePath expiresIn,
        @Nullable String scope,
        @Nullable ValuePath refreshToken,
        String refreshUrl,
        String refreshBody) {
    /** The kinds of logins. */
    public enum Type {
        /** Nothing is sent. */
        NONE("none"),
        /** API_TOKEN in a header. */
        BEARER("bearer"),
        /** API_TOKEN in a header of any name, or in the query. */
        API_KEY("api-key"),
        /** User and password with each request (RFC 7617). */
        BASIC("basic"),
        /** User and password are exchanged for a token. */
        PASSWORD("password"),
        /** The client's id and secret are exchanged for a token (RFC 6749, 4.4). */
        CLIENT_CREDENTIALS("client-credentials"),
        /** API_TOKEN while it serves, and what a login brings where there is none or it is refused. */
        BEARER_OR_PASSWORD("bearer-or-password");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final String JSON = "{\"username\": \"${username}\", \"password\": \"${password}\"}";

    private static final String REFRESH = "{\"refresh_token\": \"${refreshToken}\"}";

    /** What nothing is said of. */
    public static Login of(Type type) {
        return new Login(
                type,
                type == Type.API_KEY ? "" : "Bearer",
                type == Type.API_KEY ? "X-Api-Key" : "Authorization",
                null,
                null,
                "/login",
                JSON,
                "access_token",
                ValuePath.of("expires_in"),
                null,
                null,
                "/login",
                REFRESH);
    }
}
