package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.TestRuns;
import caravan.report.Ended;
import caravan.report.Outcome;
import caravan.report.Reporting;
import caravan.run.Run;
import caravan.run.StopReason;
import caravan.store.LedgerLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportRouteTest extends RouteTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Ended> ended = new ArrayList<>();

    ReportRouteTest() {
        super("pipeline/50-report.camel.yaml");
    }

    @Override
    Map<String, String> properties() {
        return Map.of();
    }

    @Override
    void bind(Registry registry) {
        Clock clock = Clock.fixed(TestRuns.START, ZoneOffset.UTC);
        PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
        registry.bind("reporting", new Reporting(console, source -> 0, clock, ended::add));
    }

    @BeforeEach
    void forget() {
        ended.clear();
        out.reset();
    }

    @Test
    void aRunIsReportedAndClosedAndTheBodySaysHowItEnded(@TempDir Path folder) throws Exception {
        Run run = TestRuns.begin(folder);
        Object body =
                send("direct:report", null, Map.of("run", run)).getMessage().getBody();
        assertThat(body).isEqualTo(ended.get(0).outcome().text());
        assertThat(run.isClosed()).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--- Execution Report ---");
        assertThat(run.files().report()).exists();
    }

    @Test
    void whatBrokeTheFlowMakesTheRunABug(@TempDir Path folder) throws Exception {
        Run run = TestRuns.begin(folder);
        Throwable error = new IllegalStateException("a step of a test");
        Object body = send("direct:report", null, Map.of("run", run, "error", error))
                .getMessage()
                .getBody();
        assertThat(ended).extracting(Ended::outcome).containsExactly(Outcome.BUG);
        assertThat(body).isEqualTo(Outcome.BUG.text());
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("a step of a test");
    }

    @Test
    void halfALineInTheLedgerIsNoReasonForNoReport(@TempDir Path folder) throws Exception {
        Run run = TestRuns.begin(folder);
        run.stop(new StopReason(StopReason.Reason.STORAGE, "The disk is full"));
        Files.writeString(run.files().ledger(), "{\"page\":1,\"ro", StandardOpenOption.APPEND);
        run.store().note(new LedgerLine.Redo(1));
        send("direct:report", null, Map.of("run", run));
        assertThat(ended).extracting(Ended::outcome).containsExactly(Outcome.STORAGE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("The disk is full");
        assertThat(run.files().report()).exists();
        assertThat(run.isClosed()).isTrue();
    }

    @Test
    void missingLedgerIsNoReasonForNoReport(@TempDir Path folder) throws Exception {
        Run run = TestRuns.begin(folder);
        Files.delete(run.files().ledger());
        send("direct:report", null, Map.of("run", run));
        assertThat(ended).extracting(Ended::outcome).containsExactly(Outcome.STORAGE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("ledger.jsonl cannot be read");
    }

    @Test
    void reportThatCannotBeWrittenIsPrintedAllTheSame(@TempDir Path folder) throws Exception {
        Run run = TestRuns.begin(folder);
        run.stop(new StopReason(StopReason.Reason.API, "The API is gone"));
        Files.createDirectories(run.files().report().resolve("in the way"));
        send("direct:report", null, Map.of("run", run));
        assertThat(ended).extracting(Ended::outcome).containsExactly(Outcome.API);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "The API is gone",
                        "The report could not be written to " + run.files().report());
        assertThat(run.files().reportPage()).as("the other one can be").exists();
    }

    @Test
    void anotherReportOfTheSameRunChangesNothing(@TempDir Path folder) throws Exception {
        Run run = TestRuns.begin(folder);
        Object first =
                send("direct:report", null, Map.of("run", run)).getMessage().getBody();
        Object second =
                send("direct:report", null, Map.of("run", run)).getMessage().getBody();
        assertThat(second).isEqualTo(first);
        assertThat(ended).hasSize(1);
    }

    @Test
    void aRunThatCouldNotBeginHasAnOutcome() {
        assertThat(send("direct:report", null, Map.of("error", new IllegalStateException("none")))
                        .getException())
                .isNull();
        assertThat(ended).extracting(Ended::outcome).containsExactly(Outcome.BUG);
    }
}
