package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import caravan.trial.SimulatorOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is served while a run goes on, to whom, and that nothing is unless it was asked for. */
class LiveIT {
    private static final Duration SOON = Duration.ofSeconds(8);

    @TempDir
    Path folder;

    @Test
    void followsTheRunToItsEndAndStays() throws Exception {
        String faults = "500=10%,cut@3,expire-token@12,429-seconds@5";
        SimulatorOptions options = new SimulatorOptions()
                .limit(10)
                .pages(30)
                .latency(Duration.ofMillis(100))
                .faults(faults);
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan caravan = rehearsal.caravanWithLogin();
            try (Running running = caravan.start("run", "--live", "0", "--stay")) {
                LivePage live = LivePage.of(running);
                running.await("half of it", () -> live.metric("caravan_pages_stored_total") >= 15);
                assertUnderWay(live, caravan.output().run());

                running.await("the end", () -> running.out().contains("until you press Ctrl-C"));
                JsonNode report = caravan.output().report();
                assertThat(report.get("exit_code").asInt())
                        .as("%s", running.out())
                        .isZero();
                assertMetrics(live, report, rehearsal.stats().pageRequests());
                assertThat(live.json("data").get("running").asBoolean()).isFalse();
                JsonNode lastRun = live.json("observe/health").get("checks").get(0);
                assertThat(lastRun.get("name").asText()).isEqualTo("last-run");
                assertThat(lastRun.get("data").get("outcome").asText()).isEqualTo("complete");

                Caravan.Ended end = running.terminate().end(SOON);
                assertThat(end.exitCode()).as("%s", end).isEqualTo(143);
                assertThat(end.out()).doesNotContain("interrupted");
            }
        }
    }

    private static void assertUnderWay(LivePage live, String run) throws Exception {
        HttpResponse<String> page = live.get("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains(run);
        JsonNode data = live.json("data");
        assertThat(data.get("running").asBoolean()).isTrue();
        assertThat(data.get("pages").get("states").asText()).hasSize(30);
        JsonNode health = live.json("observe/health");
        assertThat(health.get("status").asText()).isEqualTo("UP");
        assertThat(health.get("checks").get(0).get("data").get("run").asText()).isEqualTo(run);
    }

    private static void assertMetrics(LivePage live, JsonNode report, long requestsSeen) throws Exception {
        Map<String, Double> metrics = live.metrics();
        assertThat(live.metric("caravan_requests_total")).isEqualTo((double) requestsSeen);
        assertThat(metrics)
                .containsEntry(
                        "caravan_pages_stored_total{source=\"customers\"}",
                        report.get("successful_pages").asDouble())
                .containsEntry(
                        "caravan_rows_written_total{source=\"customers\"}",
                        report.get("records_ingested").asDouble())
                .containsEntry(
                        "caravan_delivered_bytes_total{source=\"customers\"}",
                        report.get("bytes").asDouble())
                .containsEntry(
                        "caravan_token_logins_total", report.get("logins").asDouble())
                .containsEntry(
                        "caravan_retry_delay_seconds_count{source=\"customers\"}",
                        report.get("total_retries").asDouble())
                .containsEntry("caravan_runs_total{outcome=\"complete\",source=\"customers\"}", 1.0);
        assertThat(live.metric("caravan_requests_total"))
                .isEqualTo(report.get("requests").asDouble());
        assertThat(report.get("retries_by_cause").size()).isGreaterThanOrEqualTo(3);
        report.get("retries_by_cause")
                .properties()
                .forEach(cause -> assertThat(metrics)
                        .containsEntry(
                                "caravan_retries_total{cause=\"" + cause.getKey() + "\",source=\"customers\"}",
                                cause.getValue().asDouble()));
        assertThat(metrics.get("caravan_retry_delay_seconds_sum{source=\"customers\"}"))
                .isGreaterThan(0.05);
        assertThat(metrics.get("process_uptime_seconds")).isCloseTo(30, within(30.0));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void listensOnLoopbackOnlyWhenAsked() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 5, "hang@1")) {
            Caravan caravan = rehearsal.caravan().with("REQUEST_TIMEOUT", 50);
            try (Running running = caravan.start("run")) {
                running.await("the silence", () -> rehearsal.stats().byFault().containsKey("hang"));
                assertThat(LivePage.listeningPorts(running.pid())).isEmpty();
                assertThat(running.out()).doesNotContain("Live page");
                running.kill();
            }
            try (Running running = caravan.start("run", "--live", "0")) {
                LivePage live = LivePage.of(running);
                assertThat(live.url().getHost()).isEqualTo("127.0.0.1");
                assertThat(LivePage.listeningPorts(running.pid()))
                        .containsExactly(live.url().getPort());
                running.kill();
            }
        }
    }

    @Test
    void aPortThatIsTakenIsSaidBeforeAnyRequest() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 5, "");
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Caravan.Ended run = rehearsal.caravan().start("run", "--live", port).end();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
            assertThat(run.err()).contains("--live 127.0.0.1:" + port, "in use", "another port");
            assertThat(rehearsal.stats().pageRequests()).isZero();
            assertThat(rehearsal.caravan().output().files()).isEmpty();
        }
    }
}
