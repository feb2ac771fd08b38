package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is told to stop ends at once, says how far it came, and is resumed by the next. */
class StoppingIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    /** A run that is stopped behind its last page has asked for so many once more. */
    private static final int PROBE = 3;

    @TempDir
    Path folder;

    private static void assertStopped(Caravan.Ended run) {
        assertThat(run.exitCode()).as("%s", run).isIn(130, 143);
        assertThat(run.out()).contains("--- Execution Report ---", "Outcome: interrupted", "run again");
        assertThat(run.err()).doesNotContain("\tat ");
    }

    private void assertResumes(Rehearsal rehearsal, Caravan caravan, int mostAskedTwice) throws Exception {
        Caravan.Ended run = caravan.with("PROBE_PERCENT", 0).run();
        assertThat(run.exitCode()).as("%s", run).isZero();
        rehearsal.assertDelivered(run);
        assertThat(rehearsal.stats().byPage().values().stream()
                        .mapToLong(asked -> asked - 1)
                        .sum())
                .as("%s", rehearsal.stats())
                .isLessThanOrEqualTo(mostAskedTwice + PROBE);
    }

    @Test
    void inTheMiddle() throws Exception {
        SimulatorOptions options = new SimulatorOptions().limit(10).pages(40).latency(Duration.ofMillis(100));
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan caravan = rehearsal.caravan();
            try (Running running = caravan.start("run")) {
                running.await("ten pages", () -> rehearsal.stats().pageRequests() >= 10);
                assertStopped(running.terminate().end(SOON));
            }
            assertThat(caravan.output().report().get("outcome").asText()).isEqualTo("interrupted");
            // Four in flight, and the metadata once more at the end.
            assertResumes(rehearsal, caravan, 4 + 1);
        }
    }

    @Test
    void byCtrlCInALongBackoff() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 5, "500@2")) {
            Caravan caravan = rehearsal
                    .caravan()
                    .interruptible()
                    .with("INITIAL_BACKOFF", 40)
                    .with("MAX_BACKOFF", 40);
            try (Running running = caravan.start("run")) {
                running.await("the backoff", () -> running.err().contains("retry 1/5"));
                Process signal = new ProcessBuilder("kill", "-INT", Long.toString(running.pid())).start();
                assertThat(signal.waitFor(5, TimeUnit.SECONDS)).isTrue();
                assertStopped(running.end(SOON));
            }
            assertResumes(rehearsal, caravan.with("INITIAL_BACKOFF", 0.02), 1 + 4 + 1);
        }
    }

    @Test
    void whileAnAnswerDoesNotCome() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 5, "hang@1")) {
            Caravan caravan = rehearsal.caravan().with("REQUEST_TIMEOUT", 50);
            try (Running running = caravan.start("run")) {
                running.await("the silence", () -> rehearsal.stats().byFault().containsKey("hang"));
                assertStopped(running.terminate().end(SOON));
            }
            assertResumes(rehearsal, caravan, 2);
        }
    }

    @Test
    void duringTheUpload() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 30, "");
                S3Front front = new S3Front(Bucket.endpoint())) {
            Caravan caravan = rehearsal.caravan().with("AWS_ENDPOINT_URL_S3", front.endpoint());
            front.haltAfter(20_000);
            try (Running running = caravan.start("run")) {
                running.await("half of the upload", front::isHalted);
                assertThat(Bucket.keys(rehearsal.prefix)).isEmpty();
                assertStopped(running.terminate().end(SOON));
            }
            front.haltAfter(Long.MAX_VALUE);
            assertResumes(rehearsal, caravan, 2);
        }
    }
}
