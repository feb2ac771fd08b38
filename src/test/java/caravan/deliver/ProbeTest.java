package caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against an S3 that allows just this much. */
@Timeout(30)
class ProbeTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer s3;
    private int put = 200;
    private int delete = 204;

    @BeforeEach
    void start() throws IOException {
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String method = exchange.getRequestMethod();
            asked.add(method + " " + exchange.getRequestURI().getPath());
            int status = method.equals("PUT") ? put : delete;
            byte[] body = (status < 300
                            ? ""
                            : "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        s3.start();
    }

    @AfterEach
    void stop() {
        s3.stop(0);
    }

    private Probe.Result probe(String prefix) {
        Map<String, String> settings = Map.of(
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + s3.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID", "key-of-probe-test",
                "AWS_SECRET_ACCESS_KEY", "secret-of-probe-test");
        return new Probe("b", prefix, "7", Duration.ofSeconds(20))
                .run(() -> S3Clients.create(settings, null, name -> null));
    }

    @Test
    void writesAndRemoves() {
        assertThat(probe("/raw/customers/")).isEqualTo(new Probe.Result(null, null, null));
        assertThat(asked)
                .containsExactly("PUT /b/raw/customers/_caravan-check-7", "DELETE /b/raw/customers/_caravan-check-7");
    }

    @Test
    void saysWhatIsLeftWhereRemovingIsNotAllowed() {
        delete = 403;
        Probe.Result result = probe("");
        assertThat(result.problem()).isNull();
        assertThat(result.left())
                .startsWith(
                        "s3://b/_caravan-check-7 is still there, it could not be removed: AccessDenied: Access Denied (status 403)");
    }

    @Test
    void saysWhatIsMissingWhereWritingIsNotAllowed() {
        put = 403;
        Probe.Result result = probe("raw");
        assertThat(result.problem())
                .startsWith(
                        "s3://b/raw/_caravan-check-7 could not be written: AccessDenied: Access Denied (status 403)");
        assertThat(result.toDo()).contains("s3:PutObject");
        assertThat(asked).containsExactly("PUT /b/raw/_caravan-check-7");
    }

    @Test
    void saysWhenThereIsNoRegion() {
        Probe.Result result = new Probe("b", "raw", "7", Duration.ofSeconds(1)).run(() -> {
            throw new S3Clients.NoClientException("AWS_REGION is not set", null);
        });
        assertThat(result.problem()).endsWith("AWS_REGION is not set");
        assertThat(result.toDo()).isEqualTo("Set AWS_REGION.");
    }
}
