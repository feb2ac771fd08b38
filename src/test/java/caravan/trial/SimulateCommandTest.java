package caravan.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --faults rest@7       | --faults: fault 'rest' is not known; the nearest is 'reset'
                    --pages 5 --records 3 | --pages and --records exclude each other
                    --pages five          | '--pages': 'five' is not a long
                    --limit 0             | --limit is at least 1, not 0
                    --port 70000          | --port goes from 0 to 65535, not 70000
                    --style pages         | 'pages' is none of page-number, offset, cursor, last-record, next-link, link-header, none
                    --records-path a..b   | --records-path is names with dots between, unlike a..b
                    --post --style next-link | --post has no links: a style that can be had with it is cursor
                    --retry-after never   | 'never' is none of none, seconds, date
                    --nonsense            | Unknown option: '--nonsense'
                    """)
    void refusesWrongOptions(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void saysWhichPortIsTaken() {
        try (CrmSimulator crm = CrmSimulator.start(new SimulatorOptions().pages(1))) {
            int port = crm.baseUrl().getPort();
            assertThat(run("--port", "" + port)).isEqualTo(2);
            assertThat(err.toString()).contains("--port: 127.0.0.1:" + port + " cannot be had");
        }
    }

    @Test
    void listsEveryFault() {
        assertThat(run("--list-faults")).isZero();
        FaultScript.names()
                .forEach(entry -> assertThat(out.toString()).contains("  " + entry.name() + " ", entry.what()));
    }

    @Test
    void helpNamesOptionsAndGrammar() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--token-lifetime=SECONDS", "--faults 500=5%,503=2@3", "/__truth");
    }

    @Test
    void servesUntilItIsTerminatedAndEndsWithZero() throws Exception {
        List<String> command = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Started.class.getName(),
                "--port=0",
                "--records=3",
                "--style=cursor",
                "--token=tok");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> printed = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.add(line);
                if (line.startsWith("What it served")) {
                    process.toHandle().destroy();
                }
            }
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(printed).contains("API_TOKEN=tok", "  type: cursor", "  next: metadata.next");
            assertThat(printed).anyMatch(line -> line.startsWith("API_BASE_URL=http://127.0.0.1:"));
        } finally {
            process.destroyForcibly();
        }
    }

    /** What bin/caravan does with the command. */
    static final class Started {
        private Started() {}

        public static void main(String[] arguments) {
            System.exit(new CommandLine(new SimulateCommand()).execute(arguments));
        }
    }
}
