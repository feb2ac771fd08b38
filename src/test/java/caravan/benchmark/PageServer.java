package caravan.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves pages of 1,000 customers from memory on loopback, as cheaply as can be: one page is made beforehand, and only the
 * ids in it differ from page to page. Notes when requests came.
 */
final class PageServer implements AutoCloseable {
    static final int PAGE = 1_000;
    /** All ids have as many digits, so that they can be overwritten in place. */
    private static final int FIRST_ID = 10_000_001;

    private static final Pattern PAGE_PARAMETER = Pattern.compile("\\bpage=(\\d+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final byte[] records;
    private final int[] idAt = new int[PAGE];

    private int pages;
    private Duration latency = Duration.ZERO;
    private double perSecond = Double.POSITIVE_INFINITY;
    private int burst;
    private volatile boolean hint;
    private double allowance;
    private long allowanceAt;
    private final List<Long> arrivals = new ArrayList<>();
    private int refused;

    PageServer() throws IOException {
        // Otherwise the end of an answer waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        StringBuilder data = new StringBuilder(300 * PAGE);
        for (int i = 0; i < PAGE; i++) {
            data.append(i == 0 ? "{\"id\":" : ",{\"id\":");
            idAt[i] = data.length();
            data.append(FIRST_ID)
                    .append(",\"uuid\":\"6f1f7cb2-9d0c-4b5e-8a53-")
                    .append(String.format("%012d", i))
                    .append("\",\"name\":\"Wilhelmina Anderson\",\"email\":\"wilhelmina.anderson")
                    .append(i)
                    .append("@example.com\",\"age\":")
                    .append(18 + i % 70)
                    .append(",\"phone\":\"+1-555-")
                    .append(String.format("%07d", i))
                    .append("\",\"address\":\"")
                    .append(i)
                    .append(" Main Street, Apt. 4\",\"city\":\"Springfield\",\"state\":\"IL\",\"zip_code\":\"")
                    .append(String.format("%05d", i))
                    .append("\"}");
        }
        records = data.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What is served from now on; notes of earlier requests are dropped. */
    synchronized PageServer serve(int newPages, Duration newLatency) {
        pages = newPages;
        latency = newLatency;
        perSecond = Double.POSITIVE_INFINITY;
        arrivals.clear();
        refused = 0;
        return this;
    }

    /** Refuses what comes faster, if so told with a {@code Retry-After} of a second. */
    synchronized PageServer limited(double requestsPerSecond, int atOnce, boolean retryAfter) {
        hint = retryAfter;
        perSecond = requestsPerSecond;
        burst = atOnce;
        allowance = atOnce;
        allowanceAt = System.nanoTime();
        return this;
    }

    synchronized int requests() {
        return arrivals.size();
    }

    synchronized int refused() {
        return refused;
    }

    synchronized Duration firstToLast() {
        return Duration.ofNanos(arrivals.get(arrivals.size() - 1) - arrivals.get(0));
    }

    /** When the first request came, as {@link System#nanoTime}. */
    synchronized long first() {
        return arrivals.get(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher page = PAGE_PARAMETER.matcher(
                    String.valueOf(exchange.getRequestURI().getQuery()));
            int number = page.find() ? Integer.parseInt(page.group(1)) : 0;
            if (!allowed()) {
                if (hint) {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                }
                exchange.sendResponseHeaders(429, -1);
                return;
            }
            if (!latency.isZero()) {
                LockSupport.parkNanos(latency.toNanos());
            }
            if (number < 1 || number > pages) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] head = "{\"metadata\":{\"page\":%d,\"limit\":%d,\"total_pages\":%d,\"total_records\":%d},\"data\":["
                    .formatted(number, PAGE, pages, (long) pages * PAGE)
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] body = Arrays.copyOf(records, records.length);
            for (int i = 0; i < PAGE; i++) {
                int id = FIRST_ID + (number - 1) * PAGE + i;
                for (int digit = 7; digit >= 0; digit--, id /= 10) {
                    body[idAt[i] + digit] = (byte) ('0' + id % 10);
                }
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, head.length + body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(head);
                out.write(body);
            }
        }
    }

    private synchronized boolean allowed() {
        long now = System.nanoTime();
        arrivals.add(now);
        if (Double.isInfinite(perSecond)) {
            return true;
        }
        allowance = Math.min(burst, allowance + (now - allowanceAt) / 1e9 * perSecond);
        allowanceAt = now;
        if (allowance < 1) {
            refused++;
            return false;
        }
        allowance--;
        return true;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
