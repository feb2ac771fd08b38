package caravan.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A real browser without a window, driven by its own DevTools protocol: a driver from a registry would be 200 MB for the few
 * commands that are needed. Its profile is a folder of its own.
 */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> events = new ConcurrentHashMap<>();

    private Chromium(Process process, Path profile, URI address) {
        this.process = process;
        this.profile = profile;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Listener())
                .join();
    }

    /** The browser of this machine, if it has one. */
    static Optional<Path> program() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start() throws IOException {
        Path profile = Files.createTempDirectory("chromium");
        Process process = new ProcessBuilder(Stream.of(
                                program().orElseThrow().toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--hide-scrollbars",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile)
                        .toList())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        StringBuilder said = new StringBuilder();
        BufferedReader err = process.errorReader();
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith(LISTENING)) {
                Thread rest = new Thread(() -> err.lines().forEach(more -> {}));
                rest.setDaemon(true);
                rest.start();
                return new Chromium(process, profile, URI.create(line.substring(LISTENING.length())));
            }
        }
        throw new IOException("Chromium did not start:\n" + said);
    }

    /** Opens a page and returns when it is loaded. Narrow ones are a phone's. */
    Tab open(URI page, int width, boolean dark) {
        String target = call(null, "Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asText();
        String session = call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asText();
        Tab tab = new Tab(target, session);
        events.put(session, tab::event);
        for (String domain : List.of("Page", "Runtime", "Log")) {
            tab.call(domain + ".enable", Map.of());
        }
        tab.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
        tab.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        tab.call("Page.navigate", Map.of("url", page.toString()));
        tab.loaded.orTimeout(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return tab;
    }

    private JsonNode call(String session, String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        synchronized (socket) {
            socket.sendText(
                            JSON.valueToTree(
                                            session == null
                                                    ? Map.of("id", id, "method", method, "params", parameters)
                                                    : Map.of(
                                                            "id",
                                                            id,
                                                            "method",
                                                            method,
                                                            "params",
                                                            parameters,
                                                            "sessionId",
                                                            session))
                                    .toString(),
                            true)
                    .join();
        }
        JsonNode all =
                answer.orTimeout(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (all.has("error")) {
            throw new IllegalStateException(method + ": " + all.get("error"));
        }
        return all.get("result");
    }

    @Override
    public void close() {
        call(null, "Browser.close", Map.of());
        process.onExit().join();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // A folder more under /tmp.
        }
    }

    /** One open page. */
    final class Tab implements AutoCloseable {
        private final String target;
        private final String session;
        private final CompletableFuture<Void> loaded = new CompletableFuture<>();
        private final List<String> complaints = new CopyOnWriteArrayList<>();

        private Tab(String target, String session) {
            this.target = target;
            this.session = session;
        }

        /** The value of an expression; of the promise's, if it is one. */
        JsonNode evaluate(String expression) {
            JsonNode result = call(
                    "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
            if (result.has("exceptionDetails")) {
                throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
            }
            return result.get("result").path("value");
        }

        String text(String selector) {
            return evaluate("document.querySelector('" + selector + "').textContent")
                    .asText();
        }

        int count(String selector) {
            return evaluate("document.querySelectorAll('" + selector + "').length")
                    .asInt();
        }

        /** Warnings and errors of the console: of scripts, of the policy, of what could not be loaded. */
        List<String> complaints() {
            return complaints;
        }

        /** Moves the mouse there. */
        void pointAt(double x, double y) {
            call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
        }

        void press(String key) {
            call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "code", key));
        }

        /** The whole page as a PNG. */
        byte[] picture() {
            JsonNode size = call("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
            Map<String, Object> clip = Map.of(
                    "x",
                    0,
                    "y",
                    0,
                    "width",
                    size.get("width").asInt(),
                    "height",
                    size.get("height").asInt(),
                    "scale",
                    1);
            try {
                return call("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
                        .get("data")
                        .binaryValue();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private JsonNode call(String method, Map<String, ?> parameters) {
            return Chromium.this.call(session, method, parameters);
        }

        private void event(JsonNode event) {
            JsonNode told = event.get("params");
            switch (event.get("method").asText()) {
                case "Page.loadEventFired" -> loaded.complete(null);
                case "Runtime.exceptionThrown" -> complaints.add(told.toString());
                case "Runtime.consoleAPICalled" -> {
                    if (List.of("error", "warning", "assert")
                            .contains(told.get("type").asText())) {
                        complaints.add(told.toString());
                    }
                }
                case "Log.entryAdded" -> complaints.add(told.toString());
                default -> {}
            }
        }

        @Override
        public void close() {
            events.remove(session);
            Chromium.this.call(null, "Target.closeTarget", Map.of("targetId", target));
        }
    }

    /** Puts messages together and hands them on. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                try {
                    JsonNode all = JSON.readTree(message.toString());
                    message.setLength(0);
                    if (all.has("id")) {
                        answers.remove(all.get("id").asInt()).complete(all);
                    } else if (all.has("sessionId")) {
                        events.getOrDefault(all.get("sessionId").asText(), event -> {})
                                .accept(all);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            from.request(1);
            return null;
        }
    }
}
