package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.net.Proxies;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that answers each connection so often, and closes it then at the next request. */
@Timeout(30)
class ApiClientTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private volatile int answersAConnection = 1;

    @BeforeEach
    void listen() throws Exception {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread serving = new Thread(this::serve, "server");
        serving.setDaemon(true);
        serving.start();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                for (int i = 0; head(connection) && i < answersAConnection; i++) {
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=b\r\n\r\nok"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (java.io.IOException e) {
                // The client has gone.
            }
        }
    }

    private boolean head(Socket connection) throws java.io.IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int one = connection.getInputStream().read();
            if (one < 0) {
                return false;
            }
            head.append((char) one);
        }
        seen.add(head.toString());
        return true;
    }

    private ApiClient client(String api, Map<String, String> settings) throws Exception {
        return new ApiClient(
                List.of(URI.create(api)),
                new RequestDeadline(Duration.ofSeconds(20)),
                Proxies.of(settings, name -> null),
                SSLContext.getDefault(),
                4);
    }

    private CloseableHttpClient http(ApiClient client) {
        HttpClientBuilder builder = HttpClientBuilder.create();
        client.configureHttpClient(builder);
        return builder.disableAutomaticRetries().build();
    }

    private static ResponseHead send(CloseableHttpClient http, HttpUriRequestBase request) throws Exception {
        return http.execute(request, response -> {
            EntityUtils.consume(response.getEntity());
            return new ResponseHead(
                    response.getCode(),
                    Map.of(
                            "Caravan-Resent",
                            response.getHeader("Caravan-Resent").getValue()));
        });
    }

    @Test
    void aConnectionThatWasClosedWhileIdleCostsASecondRequest() throws Exception {
        String api = "http://127.0.0.1:" + server.getLocalPort();
        try (ApiClient client = client(api, Map.of());
                CloseableHttpClient http = http(client)) {
            assertThat(ApiClient.resent(send(http, new HttpGet(api + "/1")))).isZero();
            assertThat(ApiClient.resent(send(http, new HttpGet(api + "/2")))).isEqualTo(1);
            assertThat(seen).hasSize(3);
            assertThat(seen).allSatisfy(head -> assertThat(head).doesNotContain("Cookie"));
        }
    }

    @Test
    void aPostAndANewConnectionAreNotSentAgain() throws Exception {
        String api = "http://127.0.0.1:" + server.getLocalPort();
        try (ApiClient client = client(api, Map.of());
                CloseableHttpClient http = http(client)) {
            send(http, new HttpGet(api + "/1"));
            assertThatThrownBy(() -> send(http, new HttpPost(api + "/login")))
                    .isInstanceOf(NoHttpResponseException.class);
            answersAConnection = 0;
            assertThatThrownBy(() -> send(http, new HttpGet(api + "/2")))
                    .isInstanceOf(NoHttpResponseException.class)
                    .satisfies(e -> assertThat(ApiClient.resent(e)).isZero());
        }
    }

    @Test
    void whatFailsAfterItWasSentAgainIsCounted() throws Exception {
        String api = "http://127.0.0.1:" + server.getLocalPort();
        try (ApiClient client = client(api, Map.of());
                CloseableHttpClient http = http(client)) {
            send(http, new HttpGet(api + "/1"));
            answersAConnection = 0;
            assertThatThrownBy(() -> send(http, new HttpGet(api + "/2")))
                    .satisfies(e -> assertThat(ApiClient.resent(e)).isEqualTo(1));
        }
    }

    @Test
    void aHostWithAnUnderscoreIsAskedByItsName() throws Exception {
        String api = "http://my_crm.localhost:" + server.getLocalPort();
        URI address = ApiClient.address(URI.create(api + "/x_y"));
        assertThat(address.toString()).isEqualTo("http://my-crm.localhost:" + server.getLocalPort() + "/x_y");
        assertThat(ApiClient.address(URI.create("http://a/b_c"))).isEqualTo(URI.create("http://a/b_c"));
        String proxy = "http://user:pass@127.0.0.1:" + server.getLocalPort();
        try (ApiClient client = client(api, Map.of("HTTP_PROXY", proxy));
                CloseableHttpClient http = http(client)) {
            send(http, new HttpGet(address));
            assertThat(seen.get(0))
                    .contains("Host: my_crm.localhost", "Proxy-Authorization: Basic dXNlcjpwYXNz")
                    .startsWith("GET http://my_crm.localhost");
        }
    }
}
