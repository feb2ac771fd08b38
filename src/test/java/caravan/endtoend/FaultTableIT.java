package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.FaultScript;
import caravan.trial.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/faults.md: every fault that the simulator knows, and that the run does what the table says. */
class FaultTableIT {
    private static final Path TABLE = Path.of("docs", "faults.md");

    private static final ManyRuns RUNS = new ManyRuns();

    @TempDir
    Path folder;

    @AfterAll
    static void stop() {
        RUNS.close();
    }

    /**
     * A line of the table.
     *
     * @param named what the report says; empty where there is nothing to say
     */
    record Row(String fault, String script, String does, int exitCode, String file, String named) {
        static Row parse(String line) {
            List<String> cells = Arrays.stream(line.split("\\|", -1))
                    .map(cell -> cell.strip().replaceAll("^`|`$", ""))
                    .toList();
            return new Row(
                    cells.get(1),
                    cells.get(2),
                    cells.get(3),
                    Integer.parseInt(cells.get(4)),
                    cells.get(5),
                    cells.get(6));
        }

        @Override
        public String toString() {
            return script;
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(Row::parse);
    }

    @Test
    void everyFaultIsInTheTable() throws Exception {
        assertThat(rows().map(Row::fault).distinct())
                .containsExactlyInAnyOrderElementsOf(FaultScript.names().stream()
                        .map(FaultScript.Entry::name)
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theRunDoesWhatTheTableSays(Row row) throws Exception {
        SimulatorOptions options = new SimulatorOptions()
                .limit(10)
                .pages(6)
                .slowness(Duration.ofMillis(300))
                .faults(row.script());
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan caravan = rehearsal
                    .caravan()
                    .with("API_USERNAME", Rehearsal.USER)
                    .with("API_PASSWORD", Rehearsal.PASSWORD)
                    .with("OUTPUT_DIR", folder.resolve("data"))
                    .with("MAX_RETRIES", 3)
                    .with("DOUBT_PAUSE", 0.7)
                    .with("REQUEST_TIMEOUT", row.fault().matches("gzip-bomb|huge-body") ? 30 : 1);
            Caravan.Ended run = RUNS.run(caravan.settings());
            assertThat(run.exitCode()).as("%s", run).isEqualTo(row.exitCode());
            assertThat(run.out()).contains(row.named());
            byte[] csv = Files.readAllBytes(rehearsal.caravan().output().csv());
            if (row.file().equals("whole")) {
                Rehearsal.assertSame(csv, rehearsal.truth(), "the file", run);
                rehearsal.assertDelivered(run);
            } else if (row.file().equals("rows")) {
                Rehearsal.assertSame(csv, rehearsal.truth(), "the file", run);
            } else {
                assertThat(csv).isNotEqualTo(rehearsal.truth());
            }
        }
    }
}
