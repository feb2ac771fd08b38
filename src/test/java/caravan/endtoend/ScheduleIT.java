package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run after another, whatever becomes of each, until the process is stopped. */
class ScheduleIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void runsFollowEachOtherThroughFailuresUntilItIsStopped() throws Exception {
        // Each takes several times as long as the timer's period.
        SimulatorOptions options = new SimulatorOptions().limit(10).pages(8).latency(Duration.ofMillis(100));
        try (Rehearsal rehearsal = Rehearsal.with(folder, options);
                S3Front front = new S3Front(Bucket.endpoint())) {
            Path routes = Routes.copy(folder.resolve("routes"));
            Routes.edit(routes.resolve("sources").resolve("customers.yaml"), "schedule: 24h", "schedule: 50");
            Caravan caravan = rehearsal
                    .caravanWithLogin()
                    .with("MAX_RETRIES", 1)
                    .with("AWS_ENDPOINT_URL_S3", front.endpoint())
                    .arguments("--routes", routes.toString());
            try (Running schedule = caravan.start("schedule", "--live", "0")) {
                LivePage live = LivePage.of(schedule);
                awaitAnother(schedule, live, "complete");
                awaitAnother(schedule, live, "complete");
                assertThat(live.get("observe/health").statusCode()).isEqualTo(200);

                rehearsal.becomes("503=always@1-");
                awaitAnother(schedule, live, "API refused or unreachable");
                awaitAnother(schedule, live, "API refused or unreachable");
                assertThat(live.get("observe/health").statusCode()).isEqualTo(503);
                rehearsal.becomes("404=always@4");
                awaitAnother(schedule, live, "partial");
                rehearsal.becomes("");
                front.refuse(Integer.MAX_VALUE);
                // The connection of the runs before, too.
                front.haltAfter(Long.MAX_VALUE);
                awaitAnother(schedule, live, "not delivered");
                front.refuse(0);
                awaitAnother(schedule, live, "complete");
                awaitAnother(schedule, live, "complete");
                assertFollows(live, caravan.output());

                schedule.await(
                        "a run under way",
                        () -> live.json("data").get("running").asBoolean());
                double runs = live.metric("caravan_runs_total");
                Caravan.Ended end = schedule.terminate().end(Duration.ofSeconds(8));
                assertThat(end.exitCode()).as("%s", end).isEqualTo(143);
                assertThat(end.out().split("--- Execution Report ---", -1).length - 1)
                        .isGreaterThanOrEqualTo((int) runs);
                assertThat(end.err()).doesNotContain("\tat ");
            }
            assertReports(rehearsal, caravan.output());
        }
    }

    /** The page is that of the newest run, and the counters went on from one run to the next. */
    private static void assertFollows(LivePage live, OutputFolder output) throws Exception {
        // First, since another run may begin at any time.
        String page = live.get("").body();
        List<Path> ledgers = output.files(".ledger.jsonl");
        Set<String> runs = new TreeSet<>();
        for (Path ledger : ledgers) {
            runs.add(ledger.getFileName().toString().replaceFirst("\\..*", ""));
        }
        assertThat(page).containsAnyOf(runs.toArray(new String[0]));
        assertThat(live.metric("caravan_pages_stored_total")).isGreaterThanOrEqualTo(8 * 4);
        assertThat(live.metric("caravan_token_logins_total")).isGreaterThanOrEqualTo(1);
    }

    /** Waits until a run more has ended like that. */
    private static void awaitAnother(Running schedule, LivePage live, String outcome) throws Exception {
        String name = "caravan_runs_total{outcome=\"" + outcome + "\",source=\"customers\"}";
        double before = live.metrics().getOrDefault(name, 0.0);
        schedule.await("a run that is " + outcome, () -> live.metrics().getOrDefault(name, 0.0) > before);
    }

    private static void assertReports(Rehearsal rehearsal, OutputFolder output) throws IOException {
        List<JsonNode> reports = new ArrayList<>();
        for (Path file : output.files(".report.json")) {
            reports.add(JSON.readTree(file.toFile()));
        }
        assertThat(reports).hasSizeGreaterThanOrEqualTo(4);
        assertThat(reports)
                .extracting(report -> report.get("outcome").asText())
                // Those that failed with something stored were gone on with, under the same name.
                .contains("complete");
        reports.sort(Comparator.comparing(
                report -> Instant.parse(report.get("finished").asText())));
        Instant before = Instant.MIN;
        int logins = 0;
        for (JsonNode report : reports) {
            Instant finished = Instant.parse(report.get("finished").asText());
            Duration took =
                    Duration.ofMillis((long) (report.get("execution_seconds").asDouble() * 1000));
            assertThat(finished.minus(took))
                    .as("began when the one before was over")
                    .isAfterOrEqualTo(before);
            before = finished;
            logins += report.get("logins").asInt();
            if (report.get("exit_code").asInt() == 0) {
                assertThat(Files.readAllBytes(Path.of(report.get("file").asText())))
                        .isEqualTo(rehearsal.truth());
            }
        }
        // Each CRM knew none of the tokens of the one before.
        assertThat(logins).as("of single runs, not of the process").isLessThanOrEqualTo(8);
    }
}
