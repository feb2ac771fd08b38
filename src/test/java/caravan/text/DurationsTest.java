package caravan.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.0s",
        "0.04, 0.0s",
        "1.26, 1.3s",
        "59.94, 59.9s",
        "59.96, 1m 00s",
        "60, 1m 00s",
        "252.4, 4m 12s",
        "3599.4, 59m 59s",
        "3599.6, 1h 00m 00s",
        "3600, 1h 00m 00s",
        "90061, 25h 01m 01s"
    })
    void exactRoundsUpToTheNextUnit(double seconds, String text) {
        assertThat(Durations.exact(seconds)).isEqualTo(text);
        assertThat(Durations.spaced(seconds)).isEqualTo(text.replaceFirst("^([0-9.]+)s$", "$1 s"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0:00",
        "1, 0:01",
        "999, 0:01",
        "42000, 0:42",
        "59001, 1:00",
        "252000, 4:12",
        "3599000, 59:59",
        "3600000, 1:00:00",
        "360000000, 100:00:00"
    })
    void tellsTime(long millis, String text) {
        assertThat(Durations.clock(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 ms", "0.6, 1 ms", "999, 999 ms", "1000, 1 s", "1249, 1.2 s", "60000, 60 s"})
    void millisBecomeSeconds(double millis, String text) {
        assertThat(Durations.millis(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 1 s", "89.4, 89 s", "89.5, 2 min", "5369, 89 min", "5400, 1 h 30 min", "30003, 8 h 20 min"})
    void roughLooksLikeAGuess(double seconds, String text) {
        assertThat(Durations.rough(Duration.ofMillis((long) (seconds * 1000)))).isEqualTo(text);
    }
}
