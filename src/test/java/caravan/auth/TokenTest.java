package caravan.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"3600, 3570", "300, 270", "299, 269.1", "100, 90", "10, 9", "1, 0.9"})
    void isRenewedHalfAMinuteBeforeItsEndOrAfterNineTenthsOfAShortLife(int expiresIn, double after) {
        assertThat(Token.issued("abc", expiresIn, NOW))
                .isEqualTo(new Token("abc", NOW.plusMillis(Math.round(after * 1000))));
    }

    @Test
    void lastsWhereTheAnswerDoesNotSayHowLong() {
        assertThat(Token.issued("abc", 0, NOW)).isEqualTo(Token.lasting("abc"));
        assertThat(Token.issued("abc", -5, NOW)).isEqualTo(Token.lasting("abc"));
    }

    @Test
    void bearsAVeryLongLife() {
        assertThat(Token.issued("abc", Long.MAX_VALUE, NOW).renewAt()).isAfter(NOW);
    }

    @Test
    void showsNoSecret() {
        assertThat(Token.lasting("abc-secret").toString()).doesNotContain("abc-secret");
    }
}
