package caravan.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CrmSimulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SimulatorOptions small() {
        return new SimulatorOptions().records(25).limit(10);
    }

    @Test
    void servesPagesWithTheirMetadata() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small())) {
            HttpResponse<String> answer = new Client(crm).page(3);
            JsonNode page = JSON.readTree(answer.body());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(page.get("metadata").toString())
                    .isEqualTo("{\"page\":3,\"limit\":10,\"total_pages\":3,\"total_records\":25}");
            assertThat(page.get("data")).hasSize(5);
            assertThat(page.get("data").get(0).get("id").asLong()).isEqualTo(100_021);
        }
    }

    @Test
    void pastTheEndAnswersWithNoRecords() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small())) {
            for (long past : new long[] {4, 1_000_000, Long.MAX_VALUE}) {
                JsonNode page = JSON.readTree(new Client(crm).page(past).body());
                assertThat(page.get("data")).isEmpty();
                assertThat(page.get("metadata").get("page").asLong()).isEqualTo(past);
                assertThat(page.get("metadata").get("total_pages").asLong()).isEqualTo(3);
            }
        }
    }

    @Test
    void capsTheLimitAndShortensTheFirstPage() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small().maxLimit(5).firstPageShort(true))) {
            JsonNode first = JSON.readTree(new Client(crm).page(1).body());
            JsonNode second = JSON.readTree(new Client(crm).page(2).body());
            assertThat(first.get("metadata").get("limit").asInt()).isEqualTo(5);
            assertThat(first.get("metadata").get("total_pages").asInt()).isEqualTo(6);
            assertThat(first.get("data")).hasSize(4);
            assertThat(second.get("data")).hasSize(5);
            assertThat(second.get("data").get(0).get("id").asLong()).isEqualTo(100_005);
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small())) {
            Client client = new Client(crm);
            assertThat(client.get("/nowhere").statusCode()).isEqualTo(404);
            HttpRequest.Builder head = client.request("/api/v1/customers?page=1");
            assertThat(client.send(head.method("HEAD", HttpRequest.BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(405);
            assertThat(client.get("/login").statusCode()).isEqualTo(405);
            assertThat(client.page(0).statusCode()).isEqualTo(400);
            assertThat(client.get("/api/v1/customers?page=x", "Authorization", "Bearer demo-token")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void countsWhatItServed() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small().faults("503=2@2,cut@3,total-zero@1"))) {
            Client client = new Client(crm);
            client.page(1);
            client.page(2);
            client.page(2);
            client.page(2);
            client.wire(3, 2000);
            client.page(1, "wrong");
            client.get("/__truth");
            client.login("demo", "demo-password");
            client.login("demo", "guess");
            JsonNode stats = JSON.readTree(client.get("/__stats").body());
            assertThat(stats.get("pageRequests").asInt()).isEqualTo(6);
            assertThat(stats.get("byStatus").toString()).isEqualTo("{\"200\":3,\"401\":1,\"503\":2}");
            assertThat(stats.get("byFault").toString()).isEqualTo("{\"503\":2,\"cut\":1,\"total-zero\":1}");
            assertThat(stats.get("byPage").toString()).isEqualTo("{\"1\":2,\"2\":3,\"3\":1}");
            assertThat(stats.get("logins").asInt()).isEqualTo(1);
            assertThat(stats.get("refusedLogins").asInt()).isEqualTo(1);
            assertThat(stats.get("distinctTokens").asInt()).isEqualTo(2);
            assertThat(stats.get("refused").asInt()).isZero();
            assertThat(stats.get("highestConcurrency").asInt()).isEqualTo(1);
            assertThat(stats.get("lastRequestMillis").asLong())
                    .isGreaterThanOrEqualTo(stats.get("firstRequestMillis").asLong());
            long perSecond = 0;
            for (JsonNode second : stats.get("requestsPerSecond")) {
                perSecond += second.asLong();
            }
            assertThat(perSecond).isEqualTo(6);
        }
    }

    @Test
    void noticesRequestsThatRunTogether() throws Exception {
        SimulatorOptions slow = small().latency(Duration.ofMillis(800));
        try (CrmSimulator crm = CrmSimulator.start(slow)) {
            Client client = new Client(crm);
            List<CompletableFuture<Void>> all = LongStream.rangeClosed(1, 3)
                    .mapToObj(page -> CompletableFuture.runAsync(
                            () -> {
                                try {
                                    client.wire(page, 5000);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            },
                            task -> new Thread(task).start()))
                    .toList();
            for (CompletableFuture<Void> one : all) {
                one.get(10, TimeUnit.SECONDS);
            }
            assertThat(crm.stats().highestConcurrency()).isEqualTo(3);
        }
    }

    @Test
    void gzipsForThoseWhoAcceptItAndPremadeIsTheSame() throws Exception {
        try (CrmSimulator made = CrmSimulator.start(small());
                CrmSimulator premade = CrmSimulator.start(small().premade(true).gzip(true))) {
            String plain = new Client(made).page(2).body();
            assertThat(new Client(premade).page(2).body()).isEqualTo(plain);
            HttpRequest.Builder request = new Client(premade)
                    .request(
                            "/api/v1/customers?page=2",
                            "Authorization",
                            "Bearer demo-token",
                            "Accept-Encoding",
                            "gzip");
            HttpResponse<byte[]> packed =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
            byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
            assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(plain);
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        try (CrmSimulator crm = CrmSimulator.start(small())) {
            int port = crm.baseUrl().getPort();
            assertThatThrownBy(() -> CrmSimulator.start(small().port(port)).close())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }
}
