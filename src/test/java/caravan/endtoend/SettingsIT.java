package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several values of a setting wins, in the routes too. */
class SettingsIT {
    @TempDir
    Path folder;

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverDotEnv() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 2, "500=always@2")) {
            Caravan caravan = rehearsal.caravan();
            String right = rehearsal.crm().baseUrl().toString();
            caravan.with("API_BASE_URL", "http://from-dot-env.invalid")
                    .with("MAX_RETRIES", 9)
                    .with("S3_BUCKET", "from-dot-env")
                    .with("OUTPUT_DIR", "from-dot-env")
                    .inDotEnv();
            Caravan.Ended run = caravan.with("API_BASE_URL", "http://from-environment.invalid")
                    .with("MAX_RETRIES", 8)
                    .with("S3_BUCKET", Bucket.NAME)
                    .with("OUTPUT_DIR", "from-environment")
                    .arguments("-D", "API_BASE_URL=" + right + "/", "-D", "MAX_RETRIES=1", "-D", "OUTPUT_DIR=data")
                    .run();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
            assertThat(run.all()).contains("retry 1/1").doesNotContain("retry 2/");
            assertThat(rehearsal.stats().byPage().get(2L)).isEqualTo(4);
            assertThat(Bucket.keys(rehearsal.prefix)).hasSize(2);
            assertThat(new OutputFolder(folder.resolve("data")).csv()).exists();
        }
    }

    @Test
    void anEmptyVariableOfTheEnvironmentIsNone() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 2, "500@2")) {
            Caravan.Ended run = rehearsal
                    .caravan()
                    .with("MAX_RETRIES", "")
                    .with("API_ENDPOINT", "")
                    .with("PARALLEL_PAGES", "")
                    .with("OUTPUT_DIR", "")
                    .with("AWS_ENDPOINT_URL", "")
                    .start("run")
                    .end();
            assertThat(run.exitCode()).as("%s", run).isZero();
            rehearsal.assertDelivered(run);
            assertThat(run.err()).contains("retry 1/5");
        }
    }

    @Test
    void theMissingValueIsTheUsersOwn() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 5, "late-field")) {
            Caravan caravan = rehearsal.caravan().with("MISSING_VALUE", "");
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            java.io.ByteArrayOutputStream truth = new java.io.ByteArrayOutputStream();
            rehearsal.crm().truth("", truth);
            Rehearsal.assertSame(
                    java.nio.file.Files.readAllBytes(caravan.output().csv()), truth.toByteArray(), "the file", run);
        }
    }
}
