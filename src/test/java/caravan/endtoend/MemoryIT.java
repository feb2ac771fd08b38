package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the number of records. */
class MemoryIT {
    private static final int MOST_MEGABYTES = 200;

    @TempDir
    Path folder;

    @Test
    void ahundredPagesOfAThousand() throws Exception {
        staysSmall(100);
    }

    @Test
    @Tag("soak")
    void aThousandPagesOfAThousand() throws Exception {
        staysSmall(1000);
    }

    private void staysSmall(int pages) throws Exception {
        try (Rehearsal rehearsal = Rehearsal.with(folder, new SimulatorOptions().pages(pages))) {
            Caravan caravan = rehearsal.caravan().with("RECORDS_PER_PAGE", 1000).javaOptions("-Xmx96m");
            long peak = 0;
            try (Running running = caravan.start("run")) {
                // Looks at it until it has ended.
                java.time.Instant end = java.time.Instant.now().plusSeconds(170);
                while (running.isAlive() && java.time.Instant.now().isBefore(end)) {
                    peak = Math.max(peak, peakKilobytes(running.pid()));
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
                Caravan.Ended run = running.end();
                assertThat(run.exitCode()).as("%s", run).isZero();
                assertThat(run.reported("Records Ingested")).isEqualTo("%,d".formatted(pages * 1000));
            }
            assertThat(peak / 1024).as("megabytes at the peak").isBetween(50L, (long) MOST_MEGABYTES);
        }
    }

    private static long peakKilobytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
