package caravan.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The same records in the shapes that the files in docs/sources describe. */
final class StyleApi implements AutoCloseable {
    static final int RECORDS = 2345;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, AtomicInteger> scrolls = new ConcurrentHashMap<>();
    /** What came, a line each: the path with its query, and what proved who asked. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    /** The most requests at one moment. */
    final AtomicInteger highest = new AtomicInteger();

    private final AtomicInteger atWork = new AtomicInteger();

    /** Every so many requests one is answered with 503; 0 for none. */
    volatile int failing;
    /** What each answer waits for. */
    volatile long millis;

    StyleApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    static String name(int id) {
        return id % 7 == 0 ? "Ann \"" + id + "\", é" : "Name " + id;
    }

    /** The file that they become, header first. */
    static String csv() {
        return IntStream.rangeClosed(1, RECORDS)
                .mapToObj(id -> id + "," + (id % 7 == 0 ? "\"Ann \"\"" + id + "\"\", é\"" : name(id)) + "\r\n")
                .collect(Collectors.joining("", "id,name\r\n", ""));
    }

    private static String record(int id) {
        return "{\"id\":%d,\"name\":%s}".formatted(id, JSON.valueToTree(name(id)));
    }

    private static String records(int from, int size, String each) {
        return IntStream.rangeClosed(from + 1, Math.min(RECORDS, from + size))
                .mapToObj(id -> each.replace("%id", Integer.toString(id)).replace("%r", record(id)))
                .collect(Collectors.joining(","));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String parameter : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            query.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        int number = requests.incrementAndGet();
        seen.add("%s %s %s"
                .formatted(
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        exchange.getRequestHeaders().getFirst("X-Api-Key")));
        String text;
        int status = 200;
        try {
            highest.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            Thread.sleep(millis);
            atWork.decrementAndGet();
            if (failing > 0 && number % failing == 0) {
                status = 503;
                text = "{}";
            } else {
                text = page(exchange, exchange.getRequestURI().getPath(), query, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (text == null) {
            status = 404;
            text = "{\"detail\":\"Invalid page.\"}";
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        return Integer.parseInt(query.getOrDefault(name, Integer.toString(otherwise)));
    }

    private @Nullable String page(HttpExchange exchange, String path, Map<String, String> query, String body)
            throws IOException {
        switch (path) {
            case "/page" -> {
                int size = Math.min(200, number(query, "per_page", 100));
                int from = (number(query, "page", 1) - 1) * size;
                return from >= RECORDS
                        ? null
                        : "{\"count\":\"2,345\",\"results\":[%s]}".formatted(records(from, size, "%r"));
            }
            case "/entries" -> {
                int size = number(query, "count", RECORDS);
                int from = (number(query, "page", 1) - 1) * size;
                String entries = from >= RECORDS ? "" : ",\"entries\":[%s]".formatted(records(from, size, "%r"));
                return "{\"start\":%d,\"total_size\":%d%s}".formatted(from, RECORDS, entries);
            }
            case "/offset" -> {
                exchange.getResponseHeaders().add("X-Total-Count", "" + RECORDS);
                return "{\"value\":[%s]}"
                        .formatted(records(number(query, "$skip", 0), Math.min(250, number(query, "$top", 250)), "%r"));
            }
            case "/cursor" -> {
                int from = query.containsKey("after")
                        ? Integer.parseInt(
                                new String(Base64.getDecoder().decode(query.get("after")), StandardCharsets.UTF_8))
                        : 0;
                int next = from + number(query, "limit", 100);
                return "{\"items\":[%s],\"meta\":{\"next\":\"%s\",\"has_more\":%s}}"
                        .formatted(
                                records(from, next - from, "%r"),
                                Base64.getEncoder()
                                        .encodeToString(Integer.toString(next).getBytes(StandardCharsets.UTF_8)),
                                next < RECORDS);
            }
            case "/object-cursor" -> {
                int from = number(query, "from", 0);
                String next = from + 200 < RECORDS
                        ? "\"continue\":{\"from\":\"%d\",\"continue\":\"-||\"},".formatted(from + 200)
                        : "";
                return "{%s\"query\":{\"pages\":{%s}}}".formatted(next, records(from, 200, "\"%id\":%r"));
            }
            case "/search" -> {
                JsonNode asked = JSON.readTree(body);
                int from = asked.path("search_after").path(1).asInt();
                return "{\"hits\":{\"total\":{\"value\":2345},\"hits\":[%s]}}"
                        .formatted(records(from, asked.path("size").asInt(), "{\"_source\":%r,\"sort\":[null,%id]}"));
            }
            case "/links" -> {
                int from = number(query, "$skiptoken", 0);
                String next = from + 200 < RECORDS
                        ? ",\"@odata.nextLink\":\"links?limit=200&$skiptoken=%d\"".formatted(from + 200)
                        : "";
                return "{\"value\":[%s]%s}".formatted(records(from, 200, "%r"), next);
            }
            case "/loop" -> {
                // Page 3 leads back to page 2.
                int from = number(query, "from", 0);
                return "{\"value\":[%s],\"next\":\"/loop?from=%d\"}"
                        .formatted(records(from, 10, "%r"), from == 20 ? 10 : from + 10);
            }
            case "/elsewhere" -> {
                return "{\"value\":[%s],\"next\":\"http://other.example/x?secret=1\"}".formatted(records(0, 10, "%r"));
            }
            case "/header-links" -> {
                int from = number(query, "from", 0);
                exchange.getResponseHeaders().add("X-Total-Count", "" + RECORDS);
                exchange.getResponseHeaders()
                        .add("Link", "<%s/header-links?_limit=200>; rel=\"first\"".formatted(url()));
                if (from + 200 < RECORDS) {
                    exchange.getResponseHeaders()
                            .add("Link", "</header-links?_limit=200&from=%d>; rel=\"next\"".formatted(from + 200));
                }
                return "[" + records(from, 200, "%r") + "]";
            }
            case "/graphql" -> {
                JsonNode variables = JSON.readTree(body).path("variables");
                int from = variables.path("after").asInt();
                int next = Math.min(RECORDS, from + variables.path("first").asInt());
                return "{\"data\":{\"people\":{\"totalCount\":2345,\"pageInfo\":{\"hasNextPage\":%s,\"endCursor\":\"%d\"},\"edges\":[%s]}}}"
                        .formatted(next < RECORDS, next, records(from, next - from, "{\"node\":%r}"));
            }
            case "/scroll" -> {
                String id = "s" + scrolls.size();
                scrolls.put(id, new AtomicInteger(200));
                return "{\"_scroll_id\":\"%s\",\"hits\":[%s]}".formatted(id, records(0, 200, "%r"));
            }
            case "/scroll/next" -> {
                String id = JSON.readTree(body).path("scroll_id").asText();
                AtomicInteger at = scrolls.get(id);
                return at == null
                        ? null
                        : "{\"_scroll_id\":\"%s\",\"hits\":[%s]}".formatted(id, records(at.getAndAdd(200), 200, "%r"));
            }
            case "/all" -> {
                return "["
                        + IntStream.rangeClosed(1, RECORDS)
                                .mapToObj(id -> "[%d,%s]".formatted(id, JSON.valueToTree(name(id))))
                                .collect(Collectors.joining(","))
                        + "]";
            }
            default -> {
                return null;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
