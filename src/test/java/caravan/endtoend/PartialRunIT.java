package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that cannot be fetched: named, never silent, and fetched by running again. */
class PartialRunIT {
    @TempDir
    Path folder;

    /** One fault that is believed, one that is retried; FaultTableIT has the others. */
    @ParameterizedTest
    @ValueSource(strings = {"404", "500"})
    void aMissingPageIsNamedAndFetchedLater(String fault) throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 25, fault + "=always@17,late-field,dirty")) {
            Caravan caravan = rehearsal.caravan().with("MAX_RETRIES", 2);
            Caravan.Ended partial = caravan.run();
            assertThat(partial.exitCode()).as("%s", partial).isEqualTo(3);
            assertThat(partial.reported("Failed Pages")).isEqualTo("1");
            assertThat(partial.reported("  page 17")).isNotEmpty();
            JsonNode manifest = Bucket.manifest(rehearsal.prefix);
            assertThat(manifest.get("complete").asBoolean()).isFalse();
            assertThat(manifest.get("missing_pages").fieldNames()).toIterable().containsExactly("17");
            String key = Bucket.csvKey(rehearsal.prefix);
            // A refusal is believed the second time, all else is tried with its retries; and each once more at the end.
            assertThat(rehearsal.stats().byPage()).containsEntry(17L, fault.equals("404") ? 4L : 6L);

            rehearsal.becomes("late-field,dirty");
            Caravan.Ended whole = caravan.with("PROBE_PERCENT", 0).run();
            assertThat(whole.exitCode()).as("%s", whole).isZero();
            rehearsal.assertDelivered(whole);
            assertThat(Bucket.csvKey(rehearsal.prefix)).isEqualTo(key);
            assertThat(rehearsal.stats().byPage()).containsEntry(17L, 1L);
            // Beside it only the metadata is read again.
            assertThat(rehearsal.stats().pageRequests())
                    .as("%s", rehearsal.stats())
                    .isLessThanOrEqualTo(2);
            assertThat(whole.reported("Successful Pages")).isEqualTo("25");
            assertThat(caravan.output().files(".csv")).hasSize(1);

            long requests = rehearsal.stats().pageRequests();
            Caravan.Ended next = caravan.run();
            assertThat(next.exitCode()).as("%s", next).isZero();
            assertThat(rehearsal.stats().pageRequests())
                    .as("a run that is over is not resumed")
                    .isGreaterThanOrEqualTo(requests + 25);
            assertThat(caravan.output().files(".csv")).hasSize(2);
        }
    }

    @Test
    void anEndOfTheRunWaitsForNoPageInBackoff() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 12, "500@2,429-hour@9")) {
            Caravan caravan = rehearsal.caravan().with("INITIAL_BACKOFF", 60).with("MAX_BACKOFF", 60);
            Caravan.Ended run = caravan.start("run").end(Duration.ofSeconds(30));
            assertThat(run.exitCode()).as("%s", run).isEqualTo(4);
            assertThat(run.err()).contains("Page 2: 500", "retry 1/5 in ");
            assertThat(rehearsal.stats().byPage()).containsEntry(2L, 1L).containsEntry(9L, 1L);
        }
    }

    @Test
    void anApiThatIsGoneEndsTheRunSoonAndKeepsEverything() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 60, "503-for=600s@11-")) {
            Caravan caravan = rehearsal.caravan().with("MAX_RETRIES", 1);
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(4);
            assertThat(run.out()).contains("10 pages are safe", "run again");
            // Not all of the fifty that are lost: three in a row are enough, and what was on its way with them.
            assertThat(rehearsal.stats().byPage().keySet().stream()
                            .filter(page -> page > 10)
                            .count())
                    .isLessThanOrEqualTo(3 + 4 * 4);
            assertThat(Bucket.keys(rehearsal.prefix)).isEmpty();

            rehearsal.becomes("");
            Caravan.Ended again = caravan.with("PROBE_PERCENT", 0).run();
            assertThat(again.exitCode()).as("%s", again).isZero();
            rehearsal.assertDelivered(again);
            Map<Long, Long> asked = rehearsal.stats().byPage();
            assertThat(asked.keySet()).doesNotContain(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        }
    }
}
