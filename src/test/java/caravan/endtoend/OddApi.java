package caravan.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.assertj.core.api.Assertions;

/** An API of a few lines: pages of ten records at {@code /api/v1/customers}, unless a test answers otherwise. */
final class OddApi implements AutoCloseable {
    static final int PER_PAGE = 10;
    private static final Pattern PAGE = Pattern.compile("(?:^|&)page=([0-9]+)");

    /** Answers a request in its own way, and returns true; or leaves it to be answered as usual. */
    @FunctionalInterface
    interface Way {
        boolean answer(HttpExchange request, int page) throws IOException;
    }

    /**
     * A request that came.
     *
     * @param page 0 for one of none
     */
    record Asked(long nanos, URI uri, int page, Map<String, List<String>> headers) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "odd-api");
        thread.setDaemon(true);
        return thread;
    });
    private final int pages;
    private final Way way;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final boolean secure;
    private volatile List<String> bodies = new CopyOnWriteArrayList<>();

    OddApi(int pages, Way way) {
        this(pages, way, null);
    }

    /** @param secure null for plain HTTP */
    OddApi(int pages, Way way, SSLContext secure) {
        this(pages, way, secure, false);
    }

    /** @param authenticates whether clients must show a certificate */
    OddApi(int pages, Way way, SSLContext secure, boolean authenticates) {
        this.pages = pages;
        this.way = way;
        this.secure = secure != null;
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (secure == null) {
                server = HttpServer.create(any, 0);
            } else {
                HttpsServer https = HttpsServer.create(any, 0);
                https.setHttpsConfigurator(new HttpsConfigurator(secure) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters tls = secure.getDefaultSSLParameters();
                        tls.setNeedClientAuth(authenticates);
                        parameters.setSSLParameters(tls);
                    }
                });
                server = https;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return (secure ? "https" : "http") + "://127.0.0.1:" + port();
    }

    /** From now on the bodies of requests go there. */
    void bodies(List<String> there) {
        bodies = there;
    }

    List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            byte[] body = request.getRequestBody().readAllBytes();
            bodies.add(new String(body, StandardCharsets.UTF_8));
            Matcher number = PAGE.matcher(String.valueOf(request.getRequestURI().getRawQuery()));
            int page = number.find() ? Integer.parseInt(number.group(1)) : 0;
            asked.add(new Asked(
                    System.nanoTime(), request.getRequestURI(), page, Map.copyOf(request.getRequestHeaders())));
            if (!way.answer(request, page)) {
                send(request, 200, page(page));
            }
        }
    }

    static void send(HttpExchange request, int status, String json) throws IOException {
        send(request, status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    static void send(HttpExchange request, int status, String contentType, byte[] body) throws IOException {
        if (!contentType.isEmpty()) {
            request.getResponseHeaders().set("Content-Type", contentType);
        }
        request.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        request.getResponseBody().write(body);
    }

    /** As the API has it, in JSON. */
    String page(int page) {
        return page(page, records(page));
    }

    String page(int page, String records) {
        return "{\"metadata\":{\"page\":%d,\"limit\":%d,\"total_pages\":%d,\"total_records\":%d},\"data\":[%s]}"
                .formatted(page, PER_PAGE, pages, pages * PER_PAGE, records);
    }

    String records(int page) {
        StringBuilder records = new StringBuilder();
        for (int id = (page - 1) * PER_PAGE + 1; page <= pages && id <= page * PER_PAGE; id++) {
            records.append(records.isEmpty() ? "" : ",").append("{\"id\":%d,\"name\":\"Grüße %d\"}".formatted(id, id));
        }
        return records.toString();
    }

    /** The file that must come of it. */
    String truth() {
        StringBuilder csv = new StringBuilder("id,name\r\n");
        for (int id = 1; id <= pages * PER_PAGE; id++) {
            csv.append("%d,Grüße %d\r\n".formatted(id, id));
        }
        return csv.toString();
    }

    /** The program, set up to carry from here to the S3 of the tests. */
    Caravan caravan(Path folder) {
        return Caravan.in(folder)
                .with(Bucket.settings())
                .with("API_BASE_URL", url())
                .with("API_TOKEN", Rehearsal.TOKEN)
                .with("S3_PREFIX", folder.getFileName())
                .with("RECORDS_PER_PAGE", PER_PAGE)
                .with("INITIAL_BACKOFF", 0.02)
                .with("MAX_BACKOFF", 0.1)
                .with("DOUBT_PAUSE", 0.3)
                .with("REQUEST_TIMEOUT", 5);
    }

    /** The local file and the object hold all records. */
    void assertDelivered(Path folder, Caravan.Ended run) throws IOException {
        Assertions.assertThat(Files.readString(caravan(folder).output().csv()))
                .as("%s", run)
                .isEqualTo(truth());
        Assertions.assertThat(Caravan.utf8(
                        Bucket.bytes(Bucket.csvKey(folder.getFileName().toString()))))
                .as("%s", run)
                .isEqualTo(truth());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
