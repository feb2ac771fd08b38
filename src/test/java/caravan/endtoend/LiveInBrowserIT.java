package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.trial.SimulatorOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page as somebody sees it who opens it while the run goes on, and leaves it open. */
class LiveInBrowserIT {
    @TempDir
    Path folder;

    @Test
    void fillsWhileTheRunGoesOnAndEndsWithTheNumbersOfTheReport() throws Exception {
        assumeTrue(Chromium.program().isPresent(), "no Chromium here: the live page was not looked at");
        SimulatorOptions options = new SimulatorOptions()
                .limit(10)
                .pages(60)
                .latency(Duration.ofMillis(200))
                .faults("500=10%");
        try (Rehearsal rehearsal = Rehearsal.with(folder, options);
                Chromium chromium = Chromium.start()) {
            Caravan caravan = rehearsal.caravan();
            // Without --stay: who looks on is told the end before the process ends.
            try (Running running = caravan.start("run", "--live", "0")) {
                LivePage live = LivePage.of(running);
                running.await("the first page", () -> live.metric("caravan_pages_stored_total") >= 1);
                Chromium.Tab tab = chromium.open(live.url(), 1440, false);
                int atFirst = stored(tab);
                assertThat(atFirst).isLessThan(60);
                running.await("more pages on the page", () -> stored(tab) > atFirst);
                Caravan.Ended end = running.end();
                assertThat(end.exitCode()).as("%s", end).isZero();
                JsonNode report = caravan.output().report();

                Await.until(
                        "the end on the page", Duration.ofSeconds(10), () -> stored(tab) == 60, () -> tab.text("main"));
                assertThat(tab.text("#summary"))
                        .contains(String.format(
                                Locale.ROOT,
                                "%,d",
                                report.get("records_ingested").asInt()))
                        .contains(report.get("run").asText());
                assertThat(tab.evaluate("document.title").asText()).startsWith("complete");
                assertThat(tab.complaints())
                        .as("of the console")
                        .allMatch(line -> line.contains("net::ERR_CONNECTION"));
            }
        }
    }

    /** How many pages the grid shows as stored, at once or after retries. */
    private static int stored(Chromium.Tab tab) {
        return tab.count("#cells > i:not(.m):not(.a):not(.f)");
    }
}
