package caravan.boot;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.report.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the exchange that is to begin a run, and of others beside it. */
@Timeout(60)
class TriggersTest {
    private static final String BOOM =
            "throwException: {exceptionType: java.lang.IllegalStateException, message: boom}";

    @TempDir
    private Path s3Folder;

    @TempDir
    private Path folder;

    private EditedRoutes edited;

    @BeforeEach
    void start() throws Exception {
        edited = new EditedRoutes(s3Folder);
        edited.in(folder);
    }

    @AfterEach
    void stop() {
        edited.close();
    }

    private void edit(String text, String by) throws Exception {
        Path file = edited.routes().resolve("source.camel.yaml");
        assertThat(Files.readString(file)).contains(text);
        Files.writeString(file, Files.readString(file).replace(text, by));
    }

    private void await(Callable<Boolean> condition) throws Exception {
        for (long until = System.nanoTime() + 20_000_000_000L; !condition.call(); ) {
            LockSupport.parkNanos(5_000_000);
            assertThat(System.nanoTime()).as(edited.said()).isLessThan(until);
        }
    }

    @Test
    void filteredAwayIsNothingToDo() throws Exception {
        edit("- to: direct:extract", "- filter: {simple: \"'a' == 'b'\", steps: [{to: direct:extract}]}");
        assertThat(edited.run(Map.of())).isEqualTo(Outcome.COMPLETE);
        assertThat(edited.said()).isEqualTo("customers: nothing to do, a step before direct:extract ended the run");
        assertThat(edited.files("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"- wireTap: {uri: \"direct:extract\"}", "- to: seda:later", "- to: direct:between"})
    void runBegunByWayOfAnotherRouteIsWaitedFor(String to) throws Exception {
        edit("- to: direct:extract", to);
        edited.add("own", "- route: {id: later, from: {uri: \"seda:later\", steps: [{to: direct:extract}]}}");
        edited.add("own", "- route: {id: between, from: {uri: \"direct:between\", steps: [{to: direct:extract}]}}");
        assertThat(edited.run(Map.of())).as(edited.said()).isEqualTo(Outcome.COMPLETE);
        assertThat(edited.files(".report.json")).hasSize(1);
        assertThat(edited.said()).contains("The API announces");
    }

    @Test
    void failureBehindTheRunChangesNothing() throws Exception {
        edited.add("source", "        - " + BOOM);
        assertThat(edited.run(Map.of())).isEqualTo(Outcome.COMPLETE);
        await(() -> edited.said().contains("After the report: Step throwException"));
        assertThat(edited.said()).contains("of route customers (source.camel.yaml, line 24) failed");
    }

    @Test
    void failureBehindTheReportChangesNothing() throws Exception {
        edited.add("pipeline/50-report", "        - " + BOOM);
        assertThat(edited.run(Map.of())).isEqualTo(Outcome.COMPLETE);
        await(() -> edited.said().contains("After the report: Step throwException"));
    }

    @Test
    void routeOfAnotherPurposeEndsNothing() throws Exception {
        edited.add(
                "own", "- route: {id: beat, from: {uri: \"timer:beat?delay=0&period=20\", steps: [{" + BOOM + "}]}}");
        edited.before("pipeline/10-extract", "- doTry:", "- delay: {constant: 300}");
        assertThat(edited.run(Map.of())).as(edited.said()).isEqualTo(Outcome.COMPLETE);
        assertThat(edited.files(".report.json")).hasSize(1);
    }

    @Test
    void secondTriggerIsRefusedAndTheFirstRunCounts() throws Exception {
        edited.before("pipeline/10-extract", "- to: direct:deliver", "- delay: {constant: 500}");
        edited.add("source", """
                - route:
                    id: second
                    from:
                      uri: timer:second?delay=250&repeatCount=1
                      steps:
                        - setProperty: {name: source, method: {ref: sources, method: "named('customers')"}}
                        - to: direct:extract
                """);
        assertThat(edited.run(Map.of())).as(edited.said()).isEqualTo(Outcome.COMPLETE);
        assertThat(edited.said()).contains("Another run of customers is writing to");
        assertThat(edited.files(".report.json")).hasSize(1);
    }

    @Test
    void secondTriggerThatFailsLetsTheFirstRunGoOn() throws Exception {
        edited.before("pipeline/10-extract", "- to: direct:deliver", "- delay: {constant: 500}");
        edited.add(
                "source",
                "- route: {id: second, from: {uri: \"timer:second?delay=250&repeatCount=1\", steps: [{" + BOOM
                        + "}, {to: direct:extract}]}}");
        assertThat(edited.run(Map.of())).as(edited.said()).isEqualTo(Outcome.COMPLETE);
        assertThat(edited.said()).contains("of route second (source.camel.yaml");
    }

    @Test
    void runWhosePropertyIsRemovedIsReported() throws Exception {
        edited.before("pipeline/10-extract", "- to: direct:deliver", "- removeProperty: {name: run}");
        assertThat(edited.run(Map.of())).isEqualTo(Outcome.BUG);
        assertThat(edited.files(".report.json")).hasSize(1);
    }

    @Test
    void scheduleGoesOnAfterEachOfThem() throws Exception {
        edit("period: \"{{period}}\"", "period: 100");
        edited.before(
                "source",
                "- to: direct:extract",
                "- filter: {simple: \"${exchangeProperty.CamelTimerCounter} == 2\", steps: [{stop: {}}]}");
        edited.before(
                "source",
                "- to: direct:extract",
                "- filter: {simple: \"${exchangeProperty.CamelTimerCounter} == 1\", steps: [{" + BOOM + "}]}");
        edited.before(
                "pipeline/10-extract",
                "- to: direct:deliver",
                "- filter: {simple: \"${exchangeProperty.CamelTimerCounter} == 3\", steps: [{" + BOOM + "}]}");
        edit("delay: 0", "delay: 0\n        includeMetadata: true");
        try (Beans running = edited.schedule()) {
            assertThat(running.camel().isStarted()).isTrue();
            await(() -> edited.files(".manifest.json").size() >= 1);
        }
        assertThat(edited.said())
                .contains(
                        "of route customers (source.camel.yaml",
                        "customers: nothing to do, a step before direct:extract ended the run",
                        "of route extract (pipeline/10-extract.camel.yaml",
                        "Resuming");
    }
}
