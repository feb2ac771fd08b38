package caravan.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fixture.Pipeline;
import caravan.fixture.TestRuns;
import caravan.run.Run;
import caravan.run.StopReason;
import caravan.store.LedgerLine;
import caravan.store.RunStats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class RunReportTest {
    @TempDir
    private Path folder;

    private Pipeline pipeline;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Ended> ended = new ArrayList<>();
    private Reporting reporting;

    @BeforeEach
    void create() throws Exception {
        pipeline = Pipeline.of("[{\"a\":1},{\"a\":2}]", "[{\"a\":null},{\"b\":\"\"}]");
        reporting = new Reporting(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                source -> 1,
                Clock.fixed(TestRuns.START.plusSeconds(75), ZoneOffset.UTC),
                ended::add);
    }

    @Test
    void tellsOfACompleteRun() throws Exception {
        Run run = pipeline.extract();
        run.store().note(new LedgerLine.Delivered("s3://b/k", true, "complete", 1, "x"));
        reporting.report(run, null);
        assertThat(ended).extracting(Ended::outcome).containsExactly(Outcome.COMPLETE);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Outcome: complete\n", "Records Ingested: 4\n", "Execution Time: 1m 15s\n")
                .contains("  a: absent 1, null 1, empty 0\n", "  b: absent 3, null 0, empty 1\n");
        assertThat(Files.readString(run.files().report())).contains("\"records_ingested\" : 4");
        assertThat(Files.readString(run.files().reportPage())).contains("Complete: all 2 pages are stored");
        assertThat(ended.get(0).page().isRunning()).isFalse();
        assertThat(SavedReport.of(run.files().report()).text())
                .as("the report read back")
                .isEqualTo(out.toString(StandardCharsets.UTF_8));
        pipeline.begin().close();
    }

    /** The file was written by the program when all of a report stood in one flat record. */
    @Test
    void jsonIsReadAndWrittenAsBefore() throws Exception {
        Path golden =
                Path.of(RunReportTest.class.getResource("partial.report.json").toURI());
        RunReport report = SampleReports.report(Outcome.PARTIAL);
        assertThat(report.json()).isEqualTo(Files.readString(golden));
        assertThat(RunReport.read(golden)).isEqualTo(report);
    }

    @Test
    void saysOfAFileThatIsNoReportThatItIsNone() throws Exception {
        Path file = folder.resolve("some.report.json");
        for (String other : List.of("", "null", "{}", "[]", "{\"run\":")) {
            Files.writeString(file, other);
            assertThatThrownBy(() -> RunReport.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + " is not a report");
        }
    }

    @Test
    void tellsHowARunEndedEvenWhenTheReportBreaks() throws Exception {
        Run run = pipeline.begin();
        Reporting broken = new Reporting(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                source -> {
                    throw new NoClassDefFoundError("gone");
                },
                Clock.systemUTC(),
                ended::add);
        assertThatThrownBy(() -> broken.report(run, null)).isInstanceOf(NoClassDefFoundError.class);
        assertThat(ended).hasSize(1);
        assertThat(run.isClosed()).isTrue();
    }

    @Test
    void tellsOfAPageThatCouldNotBeHad() throws Exception {
        try (Run run = pipeline.without(2).extract()) {
            RunStats stats = RunStats.of(run.files().ledger());
            Outcome outcome = RunReport.outcome(run, stats);
            assertThat(outcome).isEqualTo(Outcome.PARTIAL);
            RunReport report = RunReport.of(outcome, run, stats, 0, TestRuns.START);
            assertThat(report.ending().message())
                    .isEqualTo("1 of 2 pages could not be fetched; the rest is delivered. Run again to fetch them.");
            assertThat(report.pages().failed()).containsEntry(2, "404 instead of a page");
            assertThat(report.pages().requested()).isEqualTo(2);
            assertThat(report.pages().stored()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(StopReason.Reason.class)
    void tellsWhyARunWasStoppedAndWhatIsSafe(StopReason.Reason reason) throws Exception {
        try (Run run = pipeline.begin()) {
            run.stop(new StopReason(reason, "It was stopped"));
            run.stop(new StopReason(StopReason.Reason.BUG, "The first reason counts"));
            RunStats stats = RunStats.of(run.files().ledger());
            Outcome outcome = RunReport.outcome(run, stats);
            assertThat(outcome).isEqualTo(Outcome.valueOf(reason.name()));
            assertThat(RunReport.of(outcome, run, stats, 0, TestRuns.START)
                            .ending()
                            .message())
                    .isEqualTo("It was stopped. Nothing was stored; run again.");
        }
    }

    @Test
    void tellsWhereTheFileIsWhenItCouldNotBeDelivered() throws Exception {
        try (Run run = pipeline.extract()) {
            run.notDelivered("s3://b/k could not be written: down");
            RunStats stats = RunStats.of(run.files().ledger());
            Outcome outcome = RunReport.outcome(run, stats);
            assertThat(outcome).isEqualTo(Outcome.NOT_DELIVERED);
            assertThat(RunReport.of(outcome, run, stats, 0, TestRuns.START)
                            .ending()
                            .message())
                    .isEqualTo("s3://b/k could not be written: down. The file is kept: run again to deliver it, no page"
                            + " is asked again.");
        }
    }

    @Test
    void showsARunUnderWay() throws Exception {
        try (Run run = pipeline.begin()) {
            pipeline.carry(run, run.plan().first());
            run.plan().next();
            // A line that is just being written.
            Files.writeString(run.files().ledger(), "{\"page\":2,", java.nio.file.StandardOpenOption.APPEND);
            ReportPage page = ReportPage.underWay(run, 0, TestRuns.START);
            assertThat(page.isRunning()).isTrue();
            assertThat(page.html(List.of())).contains("Running: 1 of 2 pages are stored so far.", "1 in progress");
        }
    }

    @Test
    void comesWhateverHappened() {
        reporting.report(null, new IllegalStateException("a test's own error, to be logged"));
        assertThat(ended).extracting(Ended::outcome).containsExactly(Outcome.BUG);
    }
}
