package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.console.Screen;
import caravan.trial.SimulatorOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees while the program runs, on a terminal and elsewhere. */
class ConsoleIT {
    private static final int COLUMNS = 80;
    private static final String EVENT = "[0-9]{2}:[0-9]{2}:[0-9]{2} (INFO |WARN |ERROR) \\S.*";

    @TempDir
    Path folder;

    /** A second or two, with a retry now and then. */
    private Rehearsal slow(String faults) {
        return Rehearsal.with(
                folder,
                new SimulatorOptions()
                        .limit(10)
                        .pages(40)
                        .latency(Duration.ofMillis(100))
                        .faults(faults));
    }

    @Test
    void onATerminalALineAtTheBottomTellsHowFarItIs() throws Exception {
        assumeThereIsScript();
        try (Rehearsal rehearsal = slow("500=20%")) {
            Caravan.Ended run = rehearsal.caravan().onTerminal(COLUMNS, "").run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            Screen screen = Screen.showing(run.out(), COLUMNS);
            assertThat(screen.statusLines())
                    .as("%s", run)
                    .hasSizeGreaterThan(3)
                    .allMatch(line -> line.length() < COLUMNS)
                    .anyMatch(line -> line.matches(" *[0-9]+% .* +[0-9]+/40 pages +[0-9]+ records .*[0-9]/s.*retr.*"));
            int report = screen.lines().indexOf("--- Execution Report ---");
            assertThat(report).as("%s", run).isPositive();
            List<String> events = screen.lines().subList(0, report - 2);
            assertThat(events).as("none is torn").isNotEmpty().allMatch(line -> line.matches(EVENT));
            assertThat(events.stream().filter(line -> line.contains("; retry ")).count())
                    .isEqualTo(Long.parseLong(reported(screen, "Total Retries").replaceAll(" .*", "")));
            assertThat(screen.lines().subList(report, screen.lines().size()))
                    .as("nothing is left of the line")
                    .noneMatch(line -> line.contains("% ") || line.contains("/40 pages"))
                    .endsWith("");
            assertThat(screen.isColoured()).isTrue();
        }
    }

    @Test
    void onATerminalWithoutColoursThereAreNone() throws Exception {
        assumeThereIsScript();
        try (Rehearsal rehearsal = slow("500@3")) {
            Caravan.Ended run = rehearsal
                    .caravan()
                    .with("NO_COLOR", 1)
                    .onTerminal(COLUMNS, "")
                    .run();
            Screen screen = Screen.showing(run.out(), COLUMNS);
            assertThat(screen.statusLines()).as("%s", run).isNotEmpty();
            assertThat(screen.lines()).anyMatch(line -> line.contains("WARN  Page 3: 500"));
            assertThat(screen.isColoured()).isFalse();
        }
    }

    @Test
    void ctrlCLeavesTheReportAndNothingElse() throws Exception {
        assumeThereIsScript();
        try (Rehearsal rehearsal = slow("500@3")) {
            Caravan caravan = rehearsal.caravan().interruptible().onTerminal(COLUMNS, "");
            try (Running running = caravan.start("run")) {
                running.await("the line", () -> running.out().contains("/40 pages"));
                running.type("\u0003");
                Caravan.Ended run = running.end();
                assertThat(run.exitCode()).as("%s", run).isEqualTo(130);
                Screen screen = Screen.showing(run.out(), COLUMNS);
                assertThat(reported(screen, "Outcome")).isEqualTo("interrupted");
                int report = screen.lines().indexOf("--- Execution Report ---");
                assertThat(screen.lines().subList(report, screen.lines().size()))
                        .noneMatch(line -> line.contains("/40 pages"))
                        .endsWith("");
            }
        }
    }

    @Test
    void whereStderrIsNoTerminalNothingControlsOne() throws Exception {
        assumeThereIsScript();
        try (Rehearsal rehearsal = slow("500@3")) {
            Caravan.Ended run = rehearsal.caravan().onTerminal(COLUMNS, "2>err").run();
            String events = Files.readString(folder.resolve("err"));
            assertThat(run.out())
                    .as("%s", run)
                    .contains("--- Execution Report ---")
                    .doesNotContain("\033", "\r\r");
            assertThat(events)
                    .contains("Page 3: 500", "The API announces 40 pages, 400 records")
                    .doesNotContain("\033", "\r", "records/s", "Page 4/40");
        }
    }

    @Test
    void asJsonEveryLineIsAnObjectThatTellsRunAndPage() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 12, "500@3,404=always@7,empty@9")) {
            Caravan caravan = rehearsal.caravan().with("LOG_FORMAT", "json").inDotEnv();
            Caravan.Ended run = caravan.arguments("--verbose").run();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
            List<JsonNode> events = objects(run.err());
            String name = run.reported("Local File").replaceAll(".*/|\\.csv", "");
            assertThat(events).allSatisfy(event -> {
                assertThat(event.fieldNames()).toIterable().contains("timestamp", "level", "logger", "message");
                assertThat(event.get("timestamp").asText())
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
                assertThat(event.get("run").asText()).isEqualTo(name);
                String message = event.get("message").asText();
                if (message.startsWith("Page ")) {
                    assertThat(event.get("page").asInt())
                            .isEqualTo(Integer.parseInt(message.replaceAll("Page ([0-9]+).*", "$1")));
                }
            });
            assertThat(events).anyMatch(event -> event.get("level").asText().equals("DEBUG") && event.has("page"));
            // Once it may yet be had, once it is lost.
            assertThat(events.stream()
                            .filter(event -> event.get("message").asText().startsWith("Page 7 of customers failed"))
                            .map(event -> event.get("level").asText()))
                    .containsExactly("WARN", "ERROR");
        }
    }

    @Test
    void asJsonThereIsNoLineAtTheBottomAndAMistakeIsAnObjectToo() throws Exception {
        assumeThereIsScript();
        try (Rehearsal rehearsal = slow("")) {
            Caravan caravan = rehearsal.caravan().with("LOG_FORMAT", "json");
            Caravan.Ended run = caravan.onTerminal(COLUMNS, "").run();
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).doesNotContain("\033");
        }
        Caravan.Ended mistake = Caravan.in(folder).with("LOG_FORMAT", "json").run();
        assertThat(mistake.exitCode()).isEqualTo(2);
        assertThat(objects(mistake.err()))
                .singleElement()
                .satisfies(event -> assertThat(event.get("message").asText()).contains("API_BASE_URL is missing"));
    }

    @Test
    void quietlyThereIsOnlyTheReportWhereAllGoesWell() throws Exception {
        assumeThereIsScript();
        try (Rehearsal rehearsal = slow("")) {
            Caravan caravan = rehearsal.caravan().arguments("--quiet").onTerminal(COLUMNS, "");
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.out().replace("\r", ""))
                    .startsWith("\n====")
                    .contains("Outcome: complete")
                    .endsWith("===\n");
            assertThat(run.out()).doesNotContain("\033");
        }
        Caravan.Ended both =
                Caravan.in(folder).arguments("--quiet", "--verbose").run();
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--quiet", "--verbose", "mutually exclusive");
    }

    private static String reported(Screen screen, String name) {
        return new Caravan.Ended(0, String.join("\n", screen.lines()), "").reported(name);
    }

    private static List<JsonNode> objects(String lines) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            objects.add(new ObjectMapper().readTree(line));
        }
        return objects;
    }

    /** Of util-linux: it gives a process a terminal. */
    private static void assumeThereIsScript() throws InterruptedException {
        try {
            Process version = new ProcessBuilder("script", "--version").start();
            assumeTrue(version.waitFor(10, TimeUnit.SECONDS) && version.exitValue() == 0, "no script of util-linux");
        } catch (IOException e) {
            assumeTrue(false, "no script of util-linux");
        }
    }
}
