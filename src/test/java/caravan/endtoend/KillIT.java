package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Killed at any instant and started again, it delivers what a run that was never stopped delivers. */
class KillIT {
    @TempDir
    Path folder;

    /** So many kills of one run, each of its six moments in turn. */
    @ParameterizedTest
    @CsvSource({"1, 6", "4, 12", "8, 6"})
    void whileItFetches(int parallel, int kills) throws Exception {
        SimulatorOptions options = new SimulatorOptions()
                .limit(50)
                .pages((long) kills * (parallel + 5))
                .latency(Duration.ofMillis(15))
                .faults("dirty,late-field,vanishing-field");
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan caravan = rehearsal.caravan().with("RECORDS_PER_PAGE", 50).with("PARALLEL_PAGES", parallel);
            for (int kill = 0; kill < kills; kill++) {
                try (Running running = caravan.start("run")) {
                    boolean alive = awaitMoment(kill, running, rehearsal, caravan.output());
                    assertThat(alive)
                            .as("it ended before kill %d: %s%s", kill, running.out(), running.err())
                            .isTrue();
                    running.kill();
                }
            }
            assertThat(Bucket.keys(rehearsal.prefix)).isEmpty();
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            rehearsal.assertDelivered(run);
            assertThat(Bucket.keys(rehearsal.prefix)).hasSize(2);
            // What was in flight, or had come and was not stored yet; and at the end the metadata once more.
            assertThat(askedTwice(rehearsal))
                    .as("%s", rehearsal.stats().byPage())
                    .isLessThanOrEqualTo((long) kills * (parallel + 2) + 1);
            assertThat(run.reported("Successful Pages")).isEqualTo("" + kills * (parallel + 5));
        }
    }

    /** The moments follow from what the CRM has served and from what lies in the folder, not from a clock. */
    private static boolean awaitMoment(int kill, Running running, Rehearsal rehearsal, OutputFolder output)
            throws Exception {
        long requests = rehearsal.stats().pageRequests();
        long csv = size(output.files(".csv"));
        long ledger = size(output.files(".ledger.jsonl"));
        return switch (kill % 6) {
            case 0 -> running.awaitOrEnd("a request", () -> rehearsal.stats().pageRequests() > requests);
            case 1 -> running.awaitOrEnd("bytes in the CSV", () -> size(output.files(".csv")) > csv);
            case 2 -> running.awaitOrEnd("a line in the ledger", () -> size(output.files(".ledger.jsonl")) > ledger);
            case 3 ->
                running.awaitOrEnd("some requests", () -> rehearsal.stats().pageRequests() > requests + 4);
            case 4 -> running.awaitOrEnd("the resumption", () -> running.err().contains("Resuming"));
            default -> running.awaitOrEnd("more bytes", () -> size(output.files(".csv")) > csv + 10_000);
        };
    }

    /** Stopped by S3 in the middle of its requests, from the first to the last, and killed there. */
    @Test
    void whileItUploads() throws Exception {
        // More than 16 MiB: uploaded in parts.
        SimulatorOptions options = new SimulatorOptions().limit(2000).pages(64);
        try (Rehearsal rehearsal = Rehearsal.with(folder, options);
                S3Front front = new S3Front(Bucket.endpoint())) {
            Caravan caravan = rehearsal
                    .caravan()
                    .with("RECORDS_PER_PAGE", 2000)
                    .with("AWS_ENDPOINT_URL_S3", front.endpoint())
                    .with("PROBE_PERCENT", 0);
            byte[] truth = rehearsal.truth();
            assertThat(truth.length).isGreaterThan(16 << 20);
            long size = truth.length;
            long[] points = {
                1, 900, 3000, 1 << 20, 10 << 20, 16 << 20, size - 50_000, size + 1500, size + 4000, size + 5500
            };
            int kills = 0;
            for (long point : points) {
                front.haltAfter(point);
                try (Running running = caravan.start("run")) {
                    if (running.awaitOrEnd("byte " + point + " of the upload", front::isHalted)) {
                        running.kill();
                        kills++;
                    } else {
                        assertThat(running.end().exitCode()).isZero();
                        break;
                    }
                }
                assertNothingHalf(rehearsal, truth);
            }
            assertThat(kills).isGreaterThanOrEqualTo(8);
            front.haltAfter(Long.MAX_VALUE);
            if (!caravan.output().ledger().toFile().exists()
                    || Bucket.keys(rehearsal.prefix).size() < 2) {
                Caravan.Ended run = caravan.run();
                assertThat(run.exitCode()).as("%s", run).isZero();
            }
            rehearsal.assertDelivered(new Caravan.Ended(0, "", ""));
            assertThat(Bucket.keys(rehearsal.prefix)).hasSize(2);
            assertThat(Bucket.unfinishedUploads(rehearsal.prefix)).isZero();
            // No page is asked again because of S3; the metadata may be, once a session.
            assertThat(rehearsal.stats().byPage().entrySet().stream()
                            .filter(page -> page.getKey() > 1)
                            .allMatch(page -> page.getValue() == 1))
                    .as("%s", rehearsal.stats().byPage())
                    .isTrue();
        }
    }

    /** A CSV that can be seen is whole, and a manifest comes after its CSV. */
    private static void assertNothingHalf(Rehearsal rehearsal, byte[] truth) throws IOException {
        List<String> keys = Bucket.keys(rehearsal.prefix);
        List<String> csvs = keys.stream().filter(key -> key.endsWith(".csv")).toList();
        assertThat(csvs).hasSizeLessThanOrEqualTo(1);
        for (String csv : csvs) {
            assertThat(java.util.Arrays.equals(Files.readAllBytes(Bucket.file(csv)), truth))
                    .as("the object is whole")
                    .isTrue();
        }
        if (keys.stream().anyMatch(key -> key.endsWith(".manifest.json"))) {
            assertThat(csvs).hasSize(1);
        }
    }

    private static long askedTwice(Rehearsal rehearsal) {
        return rehearsal.stats().byPage().values().stream()
                .mapToLong(asked -> asked - 1)
                .sum();
    }

    private static long size(List<Path> files) {
        return files.stream().mapToLong(file -> file.toFile().length()).sum();
    }
}
