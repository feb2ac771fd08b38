package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins of other kinds than that of {@code customers}, each with a token that serves for five requests. */
@Timeout(120)
class SourceLoginsIT {
    private static final int PAGES = 12;
    private static final int SERVES = 5;
    private static final String SECRET = "secret-of-logins-it";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int issued;
    private int left;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        Files.createDirectory(folder.resolve("sources"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
        int status = 200;
        String text;
        if (path.equals("/items")) {
            boolean right = issued > 0
                    && left-- > 0
                    && (authorization.equals("Token sesame" + issued) || cookie.contains("session=sesame" + issued));
            status = right ? 200 : 401;
            text = right ? page(exchange.getRequestURI().getQuery()) : "{\"detail\":\"who are you?\"}";
        } else {
            logins.add(path + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " " + authorization + " "
                    + body);
            boolean right = !path.equals("/refresh") || body.contains("again" + issued);
            status = right ? 200 : 401;
            issued++;
            left = SERVES;
            exchange.getResponseHeaders().add("Set-Cookie", "session=sesame" + issued + "; Path=/; HttpOnly");
            text = right
                    ? "{\"data\":{\"key\":\"sesame%d\",\"again\":\"again%d\"},\"access_token\":\"sesame%d\"}"
                            .formatted(issued, issued, issued)
                    : "{\"error\":\"no\"}";
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String page(String query) {
        int page = Integer.parseInt(query.replaceAll(".*page=(\\d+).*", "$1"));
        return page > PAGES ? "[]" : "[{\"id\":%d},{\"id\":%d}]".formatted(2 * page - 1, 2 * page);
    }

    private Caravan.Ended run(String login, String... settings) throws Exception {
        Files.writeString(
                folder.resolve("sources").resolve("items.yaml"),
                "url: '{{API_BASE_URL}}/items'\nid: id\npagination: {type: page-number}\nlogin: %s\n".formatted(login));
        Caravan caravan = Caravan.in(folder)
                .with("API_BASE_URL", "http://127.0.0.1:" + server.getAddress().getPort())
                .with("PARALLEL_PAGES", 1)
                .with("DOUBT_PAUSE", 0.05)
                .with("INITIAL_BACKOFF", 0.01);
        for (int i = 0; i < settings.length; i += 2) {
            caravan.with(settings[i], settings[i + 1]);
        }
        Caravan.Ended run = caravan.start("run", "--local").end();
        assertThat(run.exitCode()).as(run::toString).isZero();
        assertThat(Files.readString(caravan.output().csv()))
                .isEqualTo(IntStream.rangeClosed(1, 2 * PAGES)
                        .mapToObj(id -> id + "\r\n")
                        .collect(Collectors.joining("", "id\r\n", "")));
        assertThat(run.all()).doesNotContain(SECRET, "sesame" + issued, "again" + issued);
        for (Path file : caravan.output().files()) {
            assertThat(Files.readString(file)).doesNotContain(SECRET);
        }
        assertThat(caravan.output().files(".report.json"))
                .singleElement()
                .satisfies(file -> assertThat(Files.readString(file)).contains("\"logins\" : " + logins.size()));
        return run;
    }

    @Test
    void clientCredentials() throws Exception {
        run(
                "{type: client-credentials, url: /oauth/token, scope: read all, scheme: Token}",
                "API_CLIENT_ID",
                "client 1",
                "ITEMS_API_CLIENT_SECRET",
                SECRET);
        assertThat(logins)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(login -> assertThat(login)
                        .startsWith("/oauth/token application/x-www-form-urlencoded Basic ")
                        .endsWith(" grant_type=client_credentials&scope=read+all"));
    }

    @Test
    void aCookieOfAForm() throws Exception {
        run(
                "{type: password, url: /session, body: 'user=${username}&pw=${password}', token: 'cookie:session'}",
                "API_USERNAME",
                "ann&co",
                "API_PASSWORD",
                SECRET);
        assertThat(logins)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(login -> assertThat(login).endsWith(" user=ann%26co&pw=" + SECRET));
    }

    @Test
    void aTokenThatIsRefreshed() throws Exception {
        run(
                "{type: password, url: /session, token: data.key, scheme: Token, refreshToken: data.again, refreshUrl: /refresh, refreshBody: {refresh: '${refreshToken}'}}",
                "API_USERNAME",
                "ann",
                "API_PASSWORD",
                SECRET);
        assertThat(logins.get(0)).startsWith("/session").contains(SECRET);
        assertThat(logins.subList(1, logins.size()))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(login -> assertThat(login)
                        .startsWith("/refresh application/json")
                        .contains("{\"refresh\":\"again")
                        .doesNotContain(SECRET));
    }
}
