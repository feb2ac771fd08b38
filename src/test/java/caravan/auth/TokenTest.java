package caravan.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"3600, 3570", "300, 270", "299, 269.1", "100, 90", "10, 9", "1, 0.9"})
    void isRenewedHalfAMinuteBeforeItsEndOrAfterNineTenthsOfAShortLife(int expiresIn, double after) {
        assertThat(Token.issued(Map.of("access_token", "abc", "expires_in", expiresIn), NOW))
                .isEqualTo(new Token("abc", NOW.plusMillis(Math.round(after * 1000))));
    }

    @Test
    void lastsWhereTheAnswerDoesNotSayHowLong() {
        for (Object nonsense : Arrays.asList(null, 0, -5, "3600", true, List.of(3600))) {
            Map<String, Object> answer = new HashMap<>();
            answer.put("access_token", "abc");
            answer.put("expires_in", nonsense);
            assertThat(Token.issued(answer, NOW).renewAt()).as("%s", nonsense).isEqualTo(Instant.MAX);
        }
        assertThat(Token.issued(Map.of("access_token", "abc"), NOW)).isEqualTo(Token.lasting("abc"));
    }

    @Test
    void bearsAVeryLongLife() {
        for (Number life : List.<Number>of(Long.MAX_VALUE, 1e18, BigInteger.valueOf(Long.MAX_VALUE))) {
            assertThat(Token.issued(Map.of("access_token", "abc", "expires_in", life), NOW)
                            .renewAt())
                    .isAfter(NOW);
        }
    }

    @Test
    void needsAToken() {
        Map<String, Object> isNull = new HashMap<>();
        isNull.put("access_token", null);
        for (Map<?, ?> answer : List.of(
                Map.of(), isNull, Map.of("access_token", ""), Map.of("access_token", " "), Map.of("access_token", 7))) {
            assertThatThrownBy(() -> Token.issued(answer, NOW))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the answer to the login has no access_token");
        }
    }

    @Test
    void showsNoSecret() {
        assertThat(Token.lasting("abc-secret").toString()).doesNotContain("abc-secret");
        assertThat(new Credentials("the-user", "the-password").toString()).doesNotContain("the-user", "the-password");
    }

    @Test
    void writesCredentialsAsJson() {
        assertThat(new Credentials("a\"b", "c\\d\né").json()).isEqualTo("""
                {"username":"a\\"b","password":"c\\\\d\\né"}""");
    }
}
