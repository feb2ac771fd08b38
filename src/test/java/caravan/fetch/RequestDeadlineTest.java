package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that says what it is told to, and then nothing. */
@Timeout(30)
class RequestDeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(150);

    private final CountDownLatch asked = new CountDownLatch(1);
    private ServerSocket server;
    private volatile boolean hangsUp;

    @BeforeEach
    void listen() throws Exception {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void lastsForAnAnswerThatComesInTime() throws Exception {
        assertThat(get(Duration.ofSeconds(20), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
                .isEqualTo("ok");
        assertThat(get(Duration.ofSeconds(20), "HTTP/1.1 204 No Content\r\n\r\n"))
                .isEmpty();
    }

    @Test
    void endsARequestThatIsNotAnswered() {
        assertThatThrownBy(() -> get(SHORT, ""))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("0.15 s");
    }

    @Test
    void endsAnAnswerThatStopsInItsMiddle() {
        for (String part : new String[] {
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n"
        }) {
            assertThatThrownBy(() -> get(SHORT, part)).as(part).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void saysWhatElseWentWrong() {
        hangsUp = true;
        assertThatThrownBy(() -> get(Duration.ofSeconds(20), "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome"))
                .isInstanceOf(ConnectionClosedException.class);
        assertThatThrownBy(() -> get(Duration.ofSeconds(20), "")).isInstanceOf(NoHttpResponseException.class);
    }

    @Test
    void endsWhatIsUnderWayWhenItIsClosedAndLetsNothingBegin() throws Exception {
        RequestDeadline deadline = new RequestDeadline(Duration.ofSeconds(60));
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
            try {
                asked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            deadline.close();
        });
        assertThatThrownBy(() -> get(deadline, ""))
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
        closed.get();
        assertThatThrownBy(() -> get(deadline, "HTTP/1.1 204 No Content\r\n\r\n"))
                .isInstanceOf(InterruptedIOException.class)
                .isInstanceOf(RequestDeadline.EndedException.class);
    }

    private String get(Duration timeout, String answer) throws IOException {
        try (RequestDeadline deadline = new RequestDeadline(timeout)) {
            return get(deadline, answer);
        }
    }

    private String get(RequestDeadline deadline, String answer) throws IOException {
        Thread serving = new Thread(() -> serve(answer), "server");
        serving.setDaemon(true);
        serving.start();
        HttpClientBuilder builder = HttpClientBuilder.create().disableAutomaticRetries();
        deadline.configure(builder);
        try (CloseableHttpClient client = builder.build()) {
            return client.execute(
                    new HttpGet("http://127.0.0.1:" + server.getLocalPort() + "/"),
                    response -> response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity()));
        }
    }

    private void serve(String answer) {
        try (Socket socket = server.accept()) {
            byte[] request = new byte[8192];
            if (socket.getInputStream().read(request) < 0) {
                return;
            }
            asked.countDown();
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            // Until the client gives up, or asks for more.
            while (!hangsUp && socket.getInputStream().read() >= 0) {
                // The rest of its request.
            }
        } catch (IOException closed) {
            // The client gave up.
        }
    }
}
