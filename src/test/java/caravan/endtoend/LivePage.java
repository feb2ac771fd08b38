package caravan.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a running program serves over HTTP. */
record LivePage(URI url) {
    private static final String ANNOUNCED = "Live page: ";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Waits until the program has said where it is. */
    static LivePage of(Running running) throws Exception {
        running.await("the address of the live page", () -> running.out().contains(ANNOUNCED));
        String address = running.out()
                .lines()
                .filter(line -> line.startsWith(ANNOUNCED))
                .findFirst()
                .orElseThrow()
                .substring(ANNOUNCED.length());
        return new LivePage(URI.create(address));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    /** Prometheus samples by name and labels, such as {@code caravan_requests_total{outcome="ok"}}. */
    Map<String, Double> metrics() throws IOException, InterruptedException {
        Map<String, Double> samples = new LinkedHashMap<>();
        get("observe/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
                });
        return samples;
    }

    /** The sum over all labels; 0 where there is no such sample. */
    double metric(String name) throws IOException, InterruptedException {
        return metrics().entrySet().stream()
                .filter(sample -> sample.getKey().replaceFirst("\\{.*", "").equals(name))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The ports on which a process listens, as Linux tells them. */
    static List<Integer> listeningPorts(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        Set<String> own = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    own.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // Closed in the meantime.
                }
            }
        }
        List<Integer> ports = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : Files.readAllLines(proc.resolve(table))) {
                String[] field = line.strip().split("\\s+", -1);
                boolean listens = field.length > 9 && field[3].equals("0A");
                if (listens && own.contains("socket:[" + field[9] + "]")) {
                    ports.add(Integer.valueOf(field[1].substring(field[1].indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }
}
