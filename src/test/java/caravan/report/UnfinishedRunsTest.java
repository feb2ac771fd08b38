package caravan.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import caravan.fixture.Pipeline;
import caravan.fixture.TestRuns;
import caravan.run.PastRun;
import caravan.run.Run;
import caravan.run.StopReason;
import caravan.store.LedgerLine;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UnfinishedRunsTest {
    private static final String RUN = "customers_extract_20261122_100000";

    private Path folder;

    @BeforeEach
    void empty() throws Exception {
        folder = Pipeline.of().folder();
    }

    /** A run of ten pages of which these did not come, left without an end. */
    private Path extracted(Integer... lost) throws Exception {
        Pipeline pipeline = Pipeline.of(pages(10)).without(lost);
        try (Run run = pipeline.begin()) {
            pipeline.carry(run, run.plan().first());
            for (int page = 2; page <= 10; page++) {
                pipeline.carry(run, run.plan().next());
            }
            return run.files().ledger();
        }
    }

    private static List<String> pages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "[{\"a\":%d},{\"a\":%d}]".formatted(2 * i, 2 * i + 1))
                .toList();
    }

    private String words() throws Exception {
        List<PastRun> runs = UnfinishedRuns.in(folder, List.of()).runs();
        assertThat(runs).hasSize(1);
        return UnfinishedRuns.describe(runs.get(0));
    }

    @Test
    void namesThePagesThatAreMissing() throws Exception {
        extracted(3, 5, 6, 8, 9, 10);
        assertThat(words())
                .isEqualTo("6 of 10 pages are missing in run " + RUN
                        + ": pages 3, 5, 6, 8-10. They are fetched, then the file is delivered.");
    }

    @Test
    void ofARunThatWasKilledInTheMiddleOfALine() throws Exception {
        Path ledger = extracted(10);
        Files.writeString(ledger, "{\"page\":10,\"ro", StandardOpenOption.APPEND);
        assertThat(words()).startsWith("1 of 10 pages is missing in run " + RUN + ": page 10. It is fetched,");
    }

    @Test
    void knowsWhenTheEndWasNotSeen() throws Exception {
        extracted();
        assertThat(words())
                .isEqualTo("10 pages of " + RUN
                        + " are stored; it is not yet known whether more follow. Any further pages are"
                        + " fetched, then the file is delivered.");
        assertThat(UnfinishedRuns.in(folder, List.of()).runs().get(0).isWhole()).isFalse();
    }

    @Test
    void asksForNothingWhenAllIsThere() throws Exception {
        Pipeline pipeline = Pipeline.of("[{\"a\":1},{\"a\":2}]", "[{\"a\":3},{\"a\":4}]");
        pipeline.extract().close();
        assertThat(words())
                .isEqualTo("All 2 pages of " + RUN
                        + " are stored but not delivered. The file is delivered; no pages are fetched.");
        try (Run run = pipeline.begin()) {
            run.store().note(new LedgerLine.Delivered("s3://b/k.csv", true, "complete", 1, ""));
        }
        assertThat(UnfinishedRuns.in(folder, List.of()).runs()).isEmpty();
        assertThat(UnfinishedRuns.in(folder, List.of()).nothingToDo())
                .isEqualTo("Nothing to do: " + RUN + " is complete and delivered (s3://b/k.csv).");
    }

    @Test
    void knowsAnEmptyFolderAndNone() throws Exception {
        assertThat(UnfinishedRuns.in(folder, List.of()).nothingToDo())
                .isEqualTo("Nothing to do: there is no run in " + folder + ".");
        assertThat(UnfinishedRuns.in(folder.resolve("none"), List.of()).runs()).isEmpty();
        assertThat(History.of(folder.resolve("none"))).isEmpty();
    }

    @Test
    void historyTellsOfWhatHasNoReport() throws Exception {
        extracted(3);
        assertThat(History.of(folder)).singleElement().satisfies(run -> {
            assertThat(run.outcome()).isEqualTo("unfinished");
            assertThat(run.began()).isEqualTo("2026-11-22 10:00:00");
            assertThat(run.pages()).isEqualTo("9/10");
            assertThat(run.records()).isEqualTo("18");
            assertThat(run.time()).isEqualTo("–");
            assertThat(run.place()).endsWith(RUN + ".csv");
        });
    }

    @Test
    void historyDoesNotTakeTheReportOfAnEarlierSessionForTheLast() throws Exception {
        Pipeline pipeline = Pipeline.of(pages(3));
        Run run = pipeline.begin();
        pipeline.carry(run, run.plan().first());
        run.stop(new StopReason(StopReason.Reason.INTERRUPTED, "Stopped"));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Reporting(nowhere, source -> 0, Clock.fixed(TestRuns.START.plusSeconds(3), ZoneOffset.UTC), outcome -> {})
                .report(run, null);
        assertThat(History.of(folder))
                .extracting(History::outcome, History::time)
                .containsExactly(tuple("interrupted", "3.0s"));
        try (Run resumed = pipeline.begin()) {
            pipeline.carry(resumed, resumed.plan().next());
        }
        assertThat(History.of(folder))
                .extracting(History::outcome, History::pages)
                .containsExactly(tuple("unfinished", "2/3"));
    }
}
