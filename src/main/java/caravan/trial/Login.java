package caravan.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** {@code POST /login}: a token for the right name and password. Thread-safe. */
final class Login {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatorOptions options;
    private final Tokens tokens;
    private final Tally tally;
    private final AtomicLong refusalsLeft;

    Login(SimulatorOptions options, Tokens tokens, Tally tally, long refusals) {
        this.options = options;
        this.tokens = tokens;
        this.tally = tally;
        this.refusalsLeft = new AtomicLong(refusals);
    }

    Reply answer(WireRequest request) {
        if (refusalsLeft.getAndDecrement() > 0) {
            tally.login(false);
            tally.fault("login-503");
            return Reply.error(503, "the login is down");
        }
        JsonNode credentials;
        try {
            credentials = JSON.readTree(request.body());
        } catch (IOException e) {
            tally.login(false);
            return Reply.error(400, "the body is no JSON");
        }
        boolean right = credentials.path("username").asText("").equals(options.username)
                && credentials.path("password").asText("").equals(options.password);
        tally.login(right);
        return right
                ? Reply.json(
                        200,
                        "{\"access_token\":\"" + tokens.issue() + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                                + options.tokenLifetime.toSeconds() + "}")
                : Reply.error(401, "wrong username or password");
    }
}
