package caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110: section 10.2.3 for the header, 5.6.7 for the three forms of a date. */
class RetryAfterTest {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            120,120
            0,0
            007,7
            '  5  ',5
            99999999,99999999
            'Sun, 06 Nov 1994 08:49:37 GMT',37
            'Sunday, 06-Nov-94 08:49:37 GMT',0
            'Sun Nov  6 08:49:37 1994',37
            'Sun Nov 13 08:49:00 1994',604800
            'sun, 06 nov 1994 08:49:37 gmt',37
            ' Sun,  06 Nov 1994  08:49:37 GMT ',37
            'Sun, 6 Nov 1994 08:49:37 GMT',37
            'Mon, 07 Nov 1994 08:49:00 GMT',86400
            'Sun, 13 Nov 1994 08:49:00 GMT',604800
            'Sun, 06 Nov 1994 09:49:37 CET',37
            2.5,2.5
            2.0,2
            1500ms,1.5
            1500 ms,1.5
            2s,2
            5 s,5
            3 minutes,180
            1h,3600
            1994-11-06T08:49:37Z,37
            1994-11-06T09:49:37+01:00,37
            """)
    void readsSecondsAndDates(String value, double seconds) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(Duration.ofMillis(Math.round(1000 * seconds)));
    }

    /** A number that is the time since 1970 would be a wait of decades. */
    @Test
    void readsTheTimeSince1970() {
        Instant now = Instant.ofEpochSecond(1_800_000_000);
        assertThat(RetryAfter.parse("1800000007", now)).isEqualTo(Duration.ofSeconds(7));
        assertThat(RetryAfter.parse("1800000007.5", now)).isEqualTo(Duration.ofMillis(7500));
        assertThat(RetryAfter.parse("1800000007500", now)).isEqualTo(Duration.ofMillis(7500));
        assertThat(RetryAfter.parse("1799999999", now)).isZero();
    }

    /** Its year has two digits, which are those of this century; a day of the week that does not fit is nonsense. */
    @Test
    void readsTheDateOfRfc850() {
        assertThat(RetryAfter.parse("Sunday, 22-Nov-26 10:00:30 GMT", Instant.parse("2026-11-22T10:00:00Z")))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "-120",
                "+5",
                "1e3",
                "soon",
                "٥",
                "0x10",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 06 Nov 1994 25:00:00 GMT",
                "Sun, 31 Feb 1994 08:00:00 GMT",
                "[5, 6]"
            })
    void takesNonsenseForNoWait(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:00 GMT", "Sun, 06 Nov 1994 08:48:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"
            })
    void takesThePastForNoWait(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isZero();
    }

    @Test
    void takesNoHeaderForNoWait() {
        assertThat(RetryAfter.parse(null, NOW)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100000000", "9223372036854775808", "99999999999999999999999999999999999999999"})
    void bearsHugeNumbersOfSeconds(String value) {
        Duration wait = RetryAfter.parse(value, NOW);
        assertThat(wait).isGreaterThan(Duration.ofDays(365));
        assertThat(NOW.plus(wait)).isAfter(NOW);
    }

    @Test
    void bearsHugeDates() {
        assertThat(NOW.plus(RetryAfter.parse("Fri, 31 Dec 9999 23:59:59 GMT", NOW)))
                .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    }
}
