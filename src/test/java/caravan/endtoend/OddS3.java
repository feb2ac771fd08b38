package caravan.endtoend;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An S3 of another make: keeps objects in memory, looks at no signature, and takes bodies as they come. */
final class OddS3 implements AutoCloseable {
    /** Answers in its own way, and returns true; or leaves it to be answered as usual. */
    @FunctionalInterface
    interface Way {
        boolean answer(HttpExchange request, byte[] body) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "odd-s3");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<Headers> puts = new CopyOnWriteArrayList<>();
    private final Way way;

    OddS3(Way way) {
        this.way = way;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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

    /** What the program has to know of it. */
    Map<String, String> settings() {
        return Map.of(
                "S3_BUCKET", "b",
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + port(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "key-of-odd-s3",
                "AWS_SECRET_ACCESS_KEY", "secret-of-odd-s3");
    }

    /** Bodies by their paths. */
    Map<String, byte[]> objects() {
        return objects;
    }

    /** The heads of uploads. */
    List<Headers> puts() {
        return puts;
    }

    String csv() {
        List<String> paths =
                objects.keySet().stream().filter(path -> path.endsWith(".csv")).toList();
        if (paths.size() != 1) {
            throw new AssertionError("One CSV was expected, not " + paths);
        }
        return new String(objects.get(paths.get(0)), StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            byte[] body = request.getRequestBody().readAllBytes();
            String path = request.getRequestURI().getPath();
            if (request.getRequestMethod().equals("PUT")) {
                puts.add(request.getRequestHeaders());
            }
            if (way.answer(request, body)) {
                return;
            }
            byte[] object = objects.get(path);
            switch (request.getRequestMethod()) {
                case "PUT" -> {
                    objects.put(path, body);
                    request.getResponseHeaders().set("ETag", etag(body));
                    request.sendResponseHeaders(200, -1);
                }
                case "DELETE" -> {
                    objects.remove(path);
                    request.sendResponseHeaders(204, -1);
                }
                case "HEAD", "GET" -> {
                    if (object == null) {
                        error(request, 404, "NoSuchKey", "The specified key does not exist.");
                    } else {
                        request.getResponseHeaders().set("ETag", etag(object));
                        request.getResponseHeaders().set("Content-Length", Integer.toString(object.length));
                        boolean isHead = request.getRequestMethod().equals("HEAD");
                        request.sendResponseHeaders(200, isHead ? -1 : object.length);
                        if (!isHead) {
                            request.getResponseBody().write(object);
                        }
                    }
                }
                default -> error(request, 501, "NotImplemented", "This is not implemented here.");
            }
        }
    }

    /** S3's own form of an error; a HEAD gets its status alone. */
    static void error(HttpExchange request, int status, String code, String message) throws IOException {
        byte[] xml = "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
                .formatted(code, message)
                .getBytes(StandardCharsets.UTF_8);
        boolean isHead = request.getRequestMethod().equals("HEAD");
        request.getResponseHeaders().set("Content-Type", "application/xml");
        request.sendResponseHeaders(status, isHead ? -1 : xml.length);
        if (!isHead) {
            request.getResponseBody().write(xml);
        }
    }

    private static String etag(byte[] body) {
        try {
            return '"'
                    + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body))
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
