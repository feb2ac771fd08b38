package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void holdsTheToken() throws FetchException {
        assertThat(LoginAnswer.token(Map.of("access_token", "abc", "expires_in", 600), "http://a/login", NOW)
                        .value())
                .isEqualTo("abc");
    }

    @Test
    void anAnswerWithoutATokenIsARefusalWithItsReason() {
        assertRefused(null, "it answered nothing");
        assertRefused(Map.of("error", "not known here"), "not known here");
        assertRefused(Map.of("error", Map.of("message", "locked")), "locked");
        assertRefused(Map.of("errors", List.of(Map.of("detail", "expired"))), "expired");
        assertRefused(Map.of("error", false, "user", "x"), "has no access_token; it has ");
        assertRefused(Map.of("error", Map.of("id", 7)), "{id=7}");
        assertRefused(Map.of(), "has no access_token");
    }

    @Test
    void anAnswerThatIsNoJsonIsTriedAgain() throws IOException {
        Exception broken;
        try (JsonParser json = new JsonFactory().createParser("{]")) {
            json.nextToken();
            json.nextToken();
            throw new AssertionError("it is not JSON");
        } catch (JsonParseException e) {
            broken = e;
        }
        assertThat(LoginAnswer.failed(new IllegalStateException(broken), "http://a/login"))
                .isInstanceOfSatisfying(
                        FetchException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
    }

    @Test
    void whatElseFailsSaysItself() {
        Exception known = new IllegalStateException(new FetchException(FailureKind.REFUSED, "401", "no"));
        assertThat(LoginAnswer.failed(known, "http://a/login")).isSameAs(known);
        Exception other = new IOException("gone");
        assertThat(LoginAnswer.failed(other, "http://a/login")).isSameAs(other);
    }

    private static void assertRefused(@Nullable Map<String, ?> answer, String reason) {
        assertThatThrownBy(() -> LoginAnswer.token(answer, "http://a/login", NOW))
                .isInstanceOfSatisfying(
                        FetchException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.REFUSED))
                .hasMessageContaining("http://a/login")
                .hasMessageContaining(reason);
    }
}
