package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user changes in YAML alone shows in the next run. */
class UserEditsIT {
    @TempDir
    Path folder;

    @Test
    void delimiterRetriesStorageClassAndFurtherSteps() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 3, "500=always@2")) {
            Path pipeline = Routes.copy(folder.resolve("my routes")).resolve("pipeline");
            Path store = pipeline.resolve("30-store-page.camel.yaml");
            Routes.edit(store, "delimiter: \",\"", "delimiter: \";\"");
            Routes.edit(
                    store,
                    "              - to:\n                  id: store-page.append",
                    String.join(
                            "\n              ",
                            "              - log:",
                            "    loggingLevel: WARN",
                            "    message: \"a step of mine: page ${exchangeProperty.page.number}\"",
                            "- wireTap:",
                            "    uri: log:tapped?level=WARN&showBodyType=true",
                            "- to:",
                            "    id: store-page.append"));
            Routes.edit(pipeline.resolve("20-fetch-page.camel.yaml"), "{{MAX_RETRIES}}", "2");
            Routes.edit(
                    pipeline.resolve("40-deliver.camel.yaml"),
                    "multiPartUpload=true",
                    "multiPartUpload=true&storageClass=STANDARD_IA");

            Caravan caravan = rehearsal
                    .caravan()
                    .with("MAX_RETRIES", 7)
                    .arguments("--routes", folder.resolve("my routes").toString());
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
            assertThat(run.err())
                    .contains("a step of mine: page 1", "a step of mine: page 3", "BodyType")
                    .contains("retry 2/2")
                    .doesNotContain("retry 3/");
            // Three attempts, and three once more at the end.
            assertThat(rehearsal.stats().byPage()).containsEntry(2L, 6L);
            assertThat(Files.readString(caravan.output().csv())).startsWith("id;uuid;name;email;");
            assertThat(Bucket.head(Bucket.csvKey(rehearsal.prefix)).storageClassAsString())
                    .isEqualTo("STANDARD_IA");
        }
    }

    @Test
    void theScheduleRunsUntilItIsStopped() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 2, "")) {
            Path routes = Routes.copy(folder.resolve("routes"));
            Routes.edit(routes.resolve("sources").resolve("customers.yaml"), "schedule: 24h", "schedule: 700");
            Caravan caravan = rehearsal.caravan().arguments("--routes", routes.toString());
            try (Running schedule = caravan.start("schedule")) {
                schedule.await("two reports", () -> reports(schedule.out()) >= 2);
                Caravan.Ended end = schedule.terminate().end(Duration.ofSeconds(8));
                assertThat(end.exitCode()).as("%s", end).isIn(0, 143);
                assertThat(reports(end.out())).isGreaterThanOrEqualTo(2);
            }
            for (Path csv : caravan.output().files(".csv").subList(0, 2)) {
                assertThat(Files.readAllBytes(csv)).isEqualTo(rehearsal.truth());
            }
        }
    }

    private static int reports(String out) {
        return out.split("--- Execution Report ---", -1).length - 1;
    }
}
