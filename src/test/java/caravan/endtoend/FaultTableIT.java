package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.FaultScript;
import caravan.trial.SimulatorOptions;
import caravan.trial.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/faults.md: every fault that the simulator knows, and that the run does what the table says. */
class FaultTableIT {
    private static final Path TABLE = Path.of("docs", "faults.md");

    private static final Set<String> FAULTS =
            FaultScript.names().stream().map(FaultScript.Entry::name).collect(Collectors.toSet());

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
    record Row(String style, String fault, String script, String does, int exitCode, String file, String named) {
        static Row parse(String line) {
            List<String> cells = Arrays.stream(line.split("\\|", -1))
                    .map(cell -> cell.strip().replaceAll("^`|`$", ""))
                    .toList();
            boolean isFault = FAULTS.contains(cells.get(1));
            return new Row(
                    isFault ? "page-number" : cells.get(1),
                    isFault ? cells.get(1) : "",
                    cells.get(2),
                    cells.get(3),
                    Integer.parseInt(cells.get(4)),
                    cells.get(5),
                    cells.get(6));
        }

        @Override
        public String toString() {
            return style + " " + script;
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(Row::parse);
    }

    @Test
    void everyFaultIsInTheTable() throws Exception {
        assertThat(rows().map(Row::fault).filter(fault -> !fault.isEmpty()).distinct())
                .containsExactlyInAnyOrderElementsOf(FAULTS);
    }

    /** What {@code caravan simulate --style} would serve. */
    private static SimulatorOptions served(String style) {
        String[] words = style.split(" ", -1);
        SimulatorOptions options = new SimulatorOptions().style(Style.of(words[0]));
        for (int i = 1; i < words.length; i++) {
            switch (words[i]) {
                case "--post" -> options.post(true);
                case "--records-path=" -> options.recordsPath("");
                case "--records-path" -> options.recordsPath(words[++i]);
                case "--record" -> options.record(words[++i]);
                default -> throw new IllegalArgumentException(style);
            }
        }
        return options;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theRunDoesWhatTheTableSays(Row row) throws Exception {
        SimulatorOptions options = served(row.style())
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
                    // Outages last for a while.
                    .with("DOUBT_PAUSE", row.script().contains("-for") ? 0.7 : 0.1)
                    .with("REQUEST_TIMEOUT", row.script().matches("(gzip-bomb|huge-body).*") ? 30 : 1);
            Path sources = Files.createDirectory(folder.resolve("sources"));
            Files.writeString(sources.resolve("customers.yaml"), rehearsal.crm().source());
            Caravan.Ended run =
                    row.fault().isEmpty() ? RUNS.run(caravan.settings(), sources) : RUNS.run(caravan.settings());
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
