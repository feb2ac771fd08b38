package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import java.nio.file.Path;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan preview}: what is there, without taking it. */
class PreviewIT {
    @TempDir
    Path folder;

    @Test
    void showsAPageAndWritesNothing() throws Exception {
        SimulatorOptions options = new SimulatorOptions().limit(200).pages(25).faults("dirty");
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan.Ended preview = rehearsal
                    .caravan()
                    .with("RECORDS_PER_PAGE", 200)
                    .without(
                            "S3_BUCKET",
                            "AWS_ENDPOINT_URL_S3",
                            "AWS_ACCESS_KEY_ID",
                            "AWS_SECRET_ACCESS_KEY",
                            "AWS_REGION")
                    .start("preview", "--rows", "200", "--page", "2")
                    .end();
            assertThat(preview.exitCode()).as("%s", preview).isZero();
            assertThat(preview.err()).isEmpty();
            assertThat(preview.out())
                    .contains("200 records", "100201", "100400", "mostly email")
                    .contains("All: 5,000 records on 25 pages", "about 26 requests")
                    .containsPattern("uuid +100 % +uuid")
                    // Wide characters are there to be aligned, and nothing that a terminal would obey.
                    .containsPattern("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]")
                    .doesNotContainPattern("[\\p{Cc}&&[^\\n]]");
            assertThat(preview.out().lines())
                    .allSatisfy(line -> assertThat(width(line)).as(line).isLessThanOrEqualTo(80));
            assertThat(rehearsal.stats().byPage()).containsOnlyKeys(2L).containsEntry(2L, 1L);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void saysWhyThereIsNothingToShow() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 3, "500=always@2")) {
            Caravan.Ended past =
                    rehearsal.caravan().start("preview", "--page", "9").end();
            assertThat(past.exitCode()).as("%s", past).isEqualTo(4);
            assertThat(past.err()).contains("Page 9 of customers holds no records: the pages end before it.");

            Caravan.Ended failing =
                    rehearsal.caravan().start("preview", "--page", "2").end();
            assertThat(failing.exitCode()).as("%s", failing).isEqualTo(4);
            assertThat(failing.err()).contains("Page 2 of customers could not be fetched: 500 Internal Server Error");
            assertThat(rehearsal.stats().byPage()).containsEntry(2L, 2L).containsEntry(9L, 1L);
            assertThat(folder).isEmptyDirectory();
        }
    }

    private static int width(String line) {
        return line.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }
}
