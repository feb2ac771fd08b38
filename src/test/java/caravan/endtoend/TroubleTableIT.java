package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/troubles.md: each line is tried, and the program does what the line says. */
class TroubleTableIT {
    private static final Path TABLE = Path.of("docs", "troubles.md");

    static final ManyRuns RUNS = new ManyRuns();

    @TempDir
    Path folder;

    @AfterAll
    static void stop() {
        RUNS.close();
    }

    /**
     * A line of the table.
     *
     * @param tried names the {@link Trouble}
     * @param says part of what the program prints; empty where there is nothing to say
     */
    record Row(String kind, String tried, String does, int exitCode, String says) {
        static Row parse(String line) {
            List<String> cells = Arrays.stream(line.split("(?<!\\\\)\\|", -1))
                    .map(cell -> cell.strip().replace("\\|", "|"))
                    .toList();
            return new Row(
                    cells.get(1),
                    cells.get(2),
                    cells.get(3),
                    Integer.parseInt(cells.get(4)),
                    cells.get(5).replaceAll("^`|`$", ""));
        }

        @Override
        public String toString() {
            return kind + ": " + tried;
        }
    }

    private static Map<String, Trouble> troubles() {
        Map<String, Trouble> all = new LinkedHashMap<>();
        Stream.of(
                        AnswerTroubles.all(),
                        NetworkTroubles.all(),
                        S3Troubles.all(),
                        TextTroubles.all(),
                        SetupTroubles.all())
                .forEach(some -> some.forEach((tried, trouble) -> {
                    if (all.put(tried, trouble) != null) {
                        throw new IllegalStateException("There are two called " + tried);
                    }
                }));
        return all;
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.matches("\\| .* \\| [0-9]+ \\| .*"))
                .map(Row::parse);
    }

    @Test
    void everyTroubleIsInTheTable() throws Exception {
        assertThat(rows().map(Row::tried))
                .containsExactlyInAnyOrderElementsOf(troubles().keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theProgramDoesWhatTheTableSays(Row row) throws Exception {
        Caravan.Ended run = troubles().get(row.tried()).meet(folder);
        assertThat(run.exitCode()).as("%s", run).isEqualTo(row.exitCode());
        assertThat(run.all()).contains(row.says());
        assertThat(run.err()).as("a trace").doesNotContain("\tat ");
    }
}
