package caravan.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens and rate, against a clock that moves when it is told to. */
class AccessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private volatile Instant now = Instant.parse("2026-03-01T12:00:00.250Z");
    private final InstantSource clock = () -> now;

    private SimulatorOptions small() {
        return new SimulatorOptions().records(25).limit(10).clock(clock);
    }

    @Test
    void wantsATokenThatItKnows() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small().token("mine"))) {
            Client client = new Client(crm);
            assertThat(client.get("/api/v1/customers").statusCode()).isEqualTo(401);
            assertThat(client.page(1).statusCode()).isEqualTo(401);
            assertThat(client.get("/api/v1/customers", "Authorization", "Basic mine")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(client.page(1, "mine").statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(client.page(1).body())
                            .get("error")
                            .get("message")
                            .asText())
                    .contains("token");
        }
    }

    @Test
    void givesTokensThatExpire() throws Exception {
        try (CrmSimulator crm =
                CrmSimulator.start(small().login("ann", "pass\"word").tokenLifetime(Duration.ofSeconds(60)))) {
            Client client = new Client(crm);
            JsonNode answer = JSON.readTree(client.login("ann", "pass\\\"word").body());
            assertThat(answer.get("token_type").asText()).isEqualTo("Bearer");
            assertThat(answer.get("expires_in").asInt()).isEqualTo(60);
            String token = answer.get("access_token").asText();
            now = now.plusMillis(59_999);
            assertThat(client.page(1, token).statusCode()).isEqualTo(200);
            now = now.plusMillis(1);
            assertThat(client.page(1, token).statusCode()).isEqualTo(401);
            assertThat(client.page(1, "demo-token").statusCode()).isEqualTo(200);
            String next = JSON.readTree(client.login("ann", "pass\\\"word").body())
                    .get("access_token")
                    .asText();
            assertThat(next).isNotEqualTo(token);
            assertThat(client.page(1, next).statusCode()).isEqualTo(200);
            assertThat(crm.stats().logins()).isEqualTo(2);
        }
    }

    @Test
    void refusesTheWrongPasswordAndWhatIsNoJson() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small())) {
            Client client = new Client(crm);
            assertThat(client.login("demo", "guess").statusCode()).isEqualTo(401);
            assertThat(client.login("someone", "demo-password").statusCode()).isEqualTo(401);
            HttpRequest.Builder request =
                    client.request("/login").POST(HttpRequest.BodyPublishers.ofString("user=demo"));
            assertThat(client.send(request).statusCode()).isEqualTo(400);
            assertThat(crm.stats().refusedLogins()).isEqualTo(3);
        }
    }

    @Test
    void takesALoginInChunks() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small())) {
            byte[] body = "{\"username\":\"demo\",\"password\":\"demo-password\"}".getBytes(StandardCharsets.UTF_8);
            HttpRequest.Builder request = new Client(crm)
                    .request("/login")
                    .POST(HttpRequest.BodyPublishers.ofByteArrays(
                            List.of(Arrays.copyOf(body, 7), Arrays.copyOfRange(body, 7, body.length))));
            assertThat(new Client(crm).send(request).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesTheFirstLogins() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small().faults("login-503=2"))) {
            Client client = new Client(crm);
            assertThat(client.login("demo", "demo-password").statusCode()).isEqualTo(503);
            assertThat(client.login("demo", "demo-password").statusCode()).isEqualTo(503);
            assertThat(client.login("demo", "demo-password").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void endsATokenByScript() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small().faults("expire-token@2"))) {
            Client client = new Client(crm);
            assertThat(client.page(1).statusCode()).isEqualTo(200);
            assertThat(client.page(2).statusCode()).isEqualTo(401);
            assertThat(client.page(1).statusCode()).isEqualTo(401);
            String token = JSON.readTree(client.login("demo", "demo-password").body())
                    .get("access_token")
                    .asText();
            assertThat(client.page(2, token).statusCode()).isEqualTo(200);
            assertThat(crm.stats().distinctTokens()).isEqualTo(2);
        }
    }

    @Test
    void refusesWhatIsBeyondTheRate() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small().rate(2, 3).faults("500@1"))) {
            Client client = new Client(crm);
            assertThat(client.page(2).statusCode()).isEqualTo(200);
            assertThat(client.page(2).statusCode()).isEqualTo(200);
            assertThat(client.page(2).statusCode()).isEqualTo(200);
            assertThat(client.page(1).statusCode()).isEqualTo(429);
            now = now.plusMillis(500);
            // A refused request is no attempt at the page: its fault is still to come.
            assertThat(client.page(1).statusCode()).isEqualTo(500);
            assertThat(client.page(1).statusCode()).isEqualTo(429);
            now = now.plusSeconds(100);
            for (int i = 0; i < 3; i++) {
                assertThat(client.page(1).statusCode()).isEqualTo(200);
            }
            assertThat(client.page(1).statusCode()).isEqualTo(429);
            assertThat(crm.stats().refused()).isEqualTo(3);
            assertThat(crm.stats().byStatus()).containsEntry("429", 3L);
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE,", "SECONDS,4", "DATE,'Sun, 01 Mar 2026 12:00:05 GMT'"})
    void saysWhenToComeBack(SimulatorOptions.RetryAfter form, String expected) throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small().rate(0.25, 1).retryAfter(form))) {
            Client client = new Client(crm);
            client.page(1);
            HttpResponse<String> refused = client.page(1);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After").orElse(null)).isEqualTo(expected);
        }
    }

    @Test
    void tellsWhatIsLeft() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(small().rate(1, 2).rateHeaders(true))) {
            Client client = new Client(crm);
            HttpHeaders first = client.page(1).headers();
            assertThat(first.firstValue("RateLimit-Limit")).contains("2");
            assertThat(first.firstValue("RateLimit-Remaining")).contains("1");
            assertThat(first.firstValue("RateLimit-Reset")).contains("1");
            HttpHeaders second = client.page(1).headers();
            assertThat(second.firstValue("X-RateLimit-Limit")).contains("2");
            assertThat(second.firstValue("X-RateLimit-Remaining")).contains("0");
            assertThat(Long.parseLong(second.firstValue("X-RateLimit-Reset").orElseThrow()))
                    .isEqualTo(Instant.parse("2026-03-01T12:00:02Z").getEpochSecond());
            assertThat(client.page(1).headers().firstValue("RateLimit-Remaining"))
                    .contains("0");
        }
    }
}
