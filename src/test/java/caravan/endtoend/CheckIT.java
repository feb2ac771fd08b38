package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code caravan check}: what a run depends on, a line each, and nothing that stays. */
class CheckIT {
    @TempDir
    Path folder;

    private void assertLeavesNothing(Rehearsal rehearsal) {
        assertThat(folder).isEmptyDirectory();
        assertThat(Bucket.keys(rehearsal.prefix)).isEmpty();
        assertThat(rehearsal.stats().pageRequests()).isLessThanOrEqualTo(2);
    }

    @Test
    void allIsReady() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 25, "503@1")) {
            Caravan.Ended check = rehearsal.caravanWithLogin().start("check").end();
            assertThat(check.exitCode()).as("%s", check).isZero();
            assertThat(check.out().lines().filter(line -> line.startsWith("✓ ")))
                    .hasSize(8);
            assertThat(check.out())
                    .doesNotContain("✗", "–")
                    .contains(
                            "logged in as " + Rehearsal.USER,
                            "250 records, 25 pages",
                            "zip_code",
                            "503",
                            "All is ready");
            assertThat(check.out().lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
            assertThat(check.err()).isEmpty();
            assertThat(rehearsal.stats().byPage()).containsOnlyKeys(1L).containsEntry(1L, 2L);
            assertLeavesNothing(rehearsal);
        }
    }

    /** Whatever else fails, the first one gives the code; and what does not depend on it is tried all the same. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            API_TOKEN=a-wrong-one               | 4 | ✗ access    the API rejected | ✓ S3
            API_BASE_URL=http://127.0.0.1:{port}| 4 | ✗ API       no connection    | ✓ S3
            API_ENDPOINT=/nowhere               | 4 | ✗ page 1    404              | ✓ S3
            S3_BUCKET=no-such-bucket            | 5 | ✗ S3        s3://no-such     | ✓ page 1
            AWS_SECRET_ACCESS_KEY=a-wrong-one   | 5 | ✗ S3                         | Check AWS_ACCESS_KEY_ID
            AWS_ENDPOINT_URL_S3=http://127.0.0.1:{port} | 5 | ✗ S3                 | ✓ disk
            OUTPUT_DIR=/dev/null/data           | 2 | ✗ disk      OUTPUT_DIR=/dev/null/data cannot | ✓ S3
            MAX_RETRIES=many                    | 2 | ✗ settings  MAX_RETRIES=many | – S3        not checked: the settings
            """)
    void oneThatFails(String setting, int code, String failed, String another) throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 25, "")) {
            int equals = setting.indexOf('=');
            Caravan.Ended check = rehearsal
                    .caravan()
                    .with(
                            setting.substring(0, equals),
                            setting.substring(equals + 1).replace("{port}", "" + Ports.closed()))
                    .start("check")
                    .end();
            assertThat(check.exitCode()).as("%s", check).isEqualTo(code);
            assertThat(check.out()).contains(failed, another);
            assertLeavesNothing(rehearsal);
        }
    }

    @Test
    void theUsersOwnRoutesAreWhatIsChecked() throws Exception {
        Path routes = Routes.copy(Files.createTempDirectory("routes").resolve("mine"));
        Routes.edit(
                routes.resolve("pipeline/25-get-page.camel.yaml"),
                "simple: \"${exchangeProperty.request.method}\"",
                "constant: DELETE");
        try (Rehearsal rehearsal = Rehearsal.small(folder, 25, "")) {
            Caravan caravan = rehearsal.caravan().arguments("--routes", routes.toString());
            Caravan.Ended check = caravan.start("check").end();
            assertThat(check.exitCode()).as("%s", check).isEqualTo(4);
            assertThat(check.out()).contains("✗ page 1    405");

            Routes.edit(routes.resolve("pipeline/25-get-page.camel.yaml"), "constant: DELETE", "konstant: GET");
            check = caravan.start("check").end();
            assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
            assertThat(check.out()).contains("✗ routes", "konstant", "– page 1    not checked", "✓ S3");
            assertLeavesNothing(rehearsal);
        }
    }
}
