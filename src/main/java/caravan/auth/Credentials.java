package caravan.auth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** A user name and its password; shows neither. */
public record Credentials(String username, String password) {
    /** The body of the login: {@code {"username": …, "password": …}}. */
    public String json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("username", username)
                .put("password", password)
                .toString();
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
