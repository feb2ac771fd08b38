package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.auth.Token;
import caravan.fixture.TestSources;
import caravan.source.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final URI URL = URI.create("http://a/login");

    private static Token token(String login, Map<String, Object> headers, String body) throws FetchException {
        Source source = TestSources.read("a.yaml", "url: http://a/b\nlogin:\n  type: password\n  " + login, Map.of());
        return LoginAnswer.token(
                source.login(), new ResponseHead(200, headers), body.getBytes(StandardCharsets.UTF_8), URL, NOW);
    }

    @Test
    void holdsTheToken() throws FetchException {
        Token token = token("", Map.of(), "{\"access_token\":\"abc\",\"expires_in\":100}");
        assertThat(token).isEqualTo(new Token("abc", NOW.plusSeconds(90)));
        assertThat(token("", Map.of(), "{\"access_token\":\"abc\",\"expires_in\":\"100\"}")
                        .renewAt())
                .isEqualTo(NOW.plusSeconds(90));
        assertThat(token("token: data.login.jwt", Map.of(), "{\"data\":{\"login\":{\"jwt\":\"x.y\"}}}")
                        .value())
                .isEqualTo("x.y");
    }

    @Test
    void orAHeaderOrACookieDoes() throws FetchException {
        assertThat(token("token: header:X-Subject-Token", Map.of("x-subject-token", "abc"), "no json")
                        .value())
                .isEqualTo("abc");
        assertThat(token(
                                "token: cookie:AuthSession",
                                Map.of("Set-Cookie", List.of("a=b; Path=/", "AuthSession=c-1; HttpOnly")),
                                "")
                        .value())
                .isEqualTo("c-1");
    }

    @Test
    void anAnswerWithoutATokenIsARefusalWithItsReason() {
        assertRefused("null", "it answered nothing");
        assertRefused("", "it answered nothing");
        assertRefused("{\"error\":\"not known here\"}", "not known here");
        assertRefused("{\"error\":{\"message\":\"locked\"}}", "locked");
        assertRefused("{\"errors\":[{\"detail\":\"expired\"}]}", "expired");
        assertRefused("{\"error\":false,\"user\":\"x\"}", "has no access_token; it has error, user");
        assertRefused("{\"error\":{\"id\":7}}", "{\"id\":7}");
        assertRefused("{}", "has no access_token");
    }

    @Test
    void anAnswerThatIsNoJsonIsTriedAgain() {
        assertThatThrownBy(() -> token("", Map.of(), "{]"))
                .isInstanceOfSatisfying(
                        FetchException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT))
                .hasMessageContaining("http://a/login");
    }

    private static void assertRefused(String answer, String reason) {
        assertThatThrownBy(() -> token("", Map.of(), answer))
                .isInstanceOfSatisfying(
                        FetchException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.REFUSED))
                .hasMessageContaining("http://a/login")
                .hasMessageContaining(reason);
    }
}
