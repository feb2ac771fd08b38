package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.Pipeline;
import caravan.live.Live;
import caravan.live.LiveAddress;
import caravan.live.Metrics;
import caravan.report.Ended;
import caravan.report.Outcome;
import caravan.run.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser, a monitor and a stranger get. */
class LiveRouteTest extends RouteTest {
    private final LiveAddress address = free();
    private final Metrics metrics = new Metrics(() -> 3);
    private final Live live = new Live(
            address, () -> List.of(this.run), List.of("customers", "orders"), source -> 0, metrics, Clock.systemUTC());
    private Run run;

    LiveRouteTest() {
        super("live.camel.yaml");
    }

    private static LiveAddress free() {
        try {
            return LiveAddress.anywhere().free();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Map<String, String> properties() {
        return Map.of(
                "caravan.live",
                "true",
                "camel.server.enabled",
                "true",
                "camel.server.host",
                address.host(),
                "camel.server.port",
                Integer.toString(address.port()));
    }

    @Override
    void bind(Registry registry) {
        registry.bind("live", live);
        registry.bind("metrics", metrics);
    }

    @BeforeEach
    void begin() throws Exception {
        run = Pipeline.of("[{\"id\":1},{\"id\":2}]").extract();
    }

    @AfterEach
    void close() throws Exception {
        run.close();
    }

    /** The answer as it comes: status line, headers, body. */
    private String ask(String method, String path, String host) throws IOException {
        try (Socket socket = new Socket(address.host(), address.port())) {
            String request = "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(method, path, host);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return ask("GET", path, "localhost:" + address.port());
    }

    private static void assertHeaders(String answer, String type) {
        assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                .contains("content-type: " + type)
                .contains("x-content-type-options: nosniff")
                .contains("content-security-policy: frame-ancestors 'none'")
                .contains("expires: 0")
                .doesNotContain("access-control-allow-origin")
                .doesNotContain("foreign");
    }

    @Test
    void thePageIsHtmlOfTheNewestRun() throws Exception {
        String answer = get("/");
        assertThat(answer).startsWith("HTTP/1.1 200").contains("<html", run.name());
        assertHeaders(answer, "text/html; charset=utf-8");
    }

    @Test
    void aSourceIsAskedForByItsName() throws Exception {
        assertThat(get("/")).contains("<a href=\"?source=customers\">customers</a><a href=\"?source=orders\">");
        assertThat(get("/?source=customers")).contains(run.name());
        assertThat(get("/?source=orders")).startsWith("HTTP/1.1 200").doesNotContain(run.name());
        assertThat(get("/data?source=orders")).contains("{}");
        assertThat(get("/?source=%3Cb%3E")).as("unknown").contains(run.name()).doesNotContain("source=<b>");
        assertThat(get("/observe/health")).contains("\"name\":\"run customers\"");
    }

    @Test
    void theDataIsJson() throws Exception {
        String answer = get("/data");
        assertThat(answer).startsWith("HTTP/1.1 200").contains("{");
        assertHeaders(answer, "application/json");
    }

    @Test
    void healthIsTheStatusOfTheAnswerToo() throws Exception {
        String up = get("/observe/health");
        assertThat(up).startsWith("HTTP/1.1 200").contains("\"status\":\"UP\"");
        assertHeaders(up, "application/json");
        live.ended(new Ended(run, Outcome.PARTIAL, false, null, null));
        assertThat(get("/observe/health")).startsWith("HTTP/1.1 503").contains("\"status\":\"DOWN\"");
    }

    @Test
    void metricsAreTextOfPrometheus() throws Exception {
        String answer = get("/observe/metrics");
        assertThat(answer).startsWith("HTTP/1.1 200").contains("caravan_token_logins_total 3.0");
        assertHeaders(answer, "text/plain; version=0.0.4; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/data", "/observe/health", "/observe/metrics"})
    void whoAsksForAnotherHostGetsNothing(String path) throws Exception {
        for (String host : new String[] {"evil.example", "127.0.0.1.evil.example", "evil.example:" + address.port()}) {
            String answer = ask("GET", path, host);
            assertThat(answer).startsWith("HTTP/1.1 421").contains("for 127.0.0.1 and localhost only.");
            assertHeaders(answer, "text/plain; charset=utf-8");
        }
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertThat(ask("POST", "/", "localhost")).startsWith("HTTP/1.1 405");
        assertThat(get("/observe")).startsWith("HTTP/1.1 404");
        assertThat(get("/data/nothing")).startsWith("HTTP/1.1 404");
    }
}
