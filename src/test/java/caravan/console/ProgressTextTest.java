package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.run.Progress;
import caravan.run.Progress.Step;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTextTest {
    /** At 80 columns; a thousand records a page, a page a second. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
           0 |    -1 |    0 | 0 | " 0 pages  0 records  requesting page 1"
          53 |    -1 |    2 | 0 | " 53 pages  53,000 records  1,000/s  2 retries"
           1 |   125 |    0 | 0 | "  0% .........    1/125 pages    1,000 records  1,000/s  2:04 left"
          53 |   125 |    1 | 0 | " 42% ###......   53/125 pages   53,000 records  1,000/s  1 retry  1:12 left"
         124 |   125 |   14 | 0 | " 99% ########.  124/125 pages  124,000 records  1,000/s  14 retries  0:01 left"
         124 |   125 |   14 | 1 | " 99% 124/125 pages  124,000 records  1,000/s  14 retries  1 failed  0:01 left"
         125 |   125 |    0 | 0 | "100% #########  125/125 pages  125,000 records  1,000/s"
        5300 | 10000 |  123 | 0 | " 53%  5,300/10,000 pages  5.3M records  1,000/s  123 retries  1:18:20 left"
        5300 | 10000 | 1234 | 9 | " 53%  5,300/10,000 pages  5.3M records  1,234 retries  9 failed  1:18:20 left"
        """)
    void tellsWhatThereIsRoomFor(int stored, int expected, int retries, int failed, String line) {
        Progress progress = progress(Step.EXTRACTING, stored, expected, retries, failed, Duration.ZERO);
        assertThat(ProgressText.bar(progress, speed(), 80, false)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({
        "EXTRACTING, 0, 1:12 left",
        "EXTRACTING, 900, 1:12 left",
        "EXTRACTING, 42000, paused for 0:42",
        "CHECKING, 42000, checking the file",
        "DELIVERING, 0, uploading to S3",
        "STOPPING, 0, stopping"
    })
    void tellsWhatItIsAt(Step step, long pauseMillis, String doing) {
        Progress progress = progress(step, 53, 125, 7, 0, Duration.ofMillis(pauseMillis));
        assertThat(ProgressText.bar(progress, speed(), 100, true))
                .startsWith(" 42% ━━")
                .contains("──")
                .endsWith("  7 retries  " + doing);
        assertThat(ProgressText.plain(progress, speed()))
                .startsWith("42%: 53/125 pages, 53,000 records, ")
                .endsWith(", 7 retries, " + doing);
    }

    /** Before the first seconds are over, the time left would be a guess. */
    @ParameterizedTest
    @CsvSource({"1.4, ''", "1.6, ', 6:40 left'"})
    void guessesNoTimeLeft(double seconds, String left) {
        Speed speed = new Speed();
        speed.note(0, 0, 0, false);
        speed.note((long) (seconds * 1e9), 1, 1000, false);
        Progress progress = progress(Step.EXTRACTING, 1, 251, 0, 0, Duration.ZERO);
        assertThat(ProgressText.plain(progress, speed))
                .isEqualTo("0%%: 1/251 pages, 1,000 records, %s/s%s".formatted(Math.round(1000 / seconds), left));
    }

    @ParameterizedTest
    @CsvSource({"0.04, 0.0/s", "3.44, 3.4/s", "9.94, 9.9/s", "9.96, 10/s", "1204.4, '1,204/s'"})
    void tellsARate(double perSecond, String text) {
        assertThat(ProgressText.rate(perSecond)).isEqualTo(text);
    }

    @Property
    void isNeverTooLong(
            @ForAll @IntRange(min = 1, max = 200) int columns,
            @ForAll @IntRange(max = 20_000_000) int stored,
            @ForAll @IntRange(min = -1, max = 20_000_000) int expected,
            @ForAll @IntRange(max = 1_000_000) int retries,
            @ForAll @IntRange(max = 1_000_000) int failed,
            @ForAll Step step,
            @ForAll boolean unicode,
            @ForAll @IntRange(max = 100_000_000) int pause) {
        Progress progress = progress(step, stored, expected, retries, failed, Duration.ofMillis(pause));
        assertThat(ProgressText.bar(progress, speed(), columns, unicode))
                .hasSizeLessThan(columns)
                .doesNotContain("\n", "\r");
    }

    private static Speed speed() {
        Speed speed = new Speed();
        speed.note(0, 0, 0, false);
        speed.note(10_000_000_000L, 10, 10_000, false);
        return speed;
    }

    private static Progress progress(Step step, int stored, int expected, int retries, int failed, Duration pause) {
        return new Progress(
                "s", "r", step, stored, expected, stored * 1000L, expected * 1000L, retries, failed, 4, 12, pause);
    }
}
