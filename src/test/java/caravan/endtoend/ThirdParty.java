package caravan.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Servers that others have written, from npm: each is a process of its own, and holds the same people. */
enum ThirdParty {
    JSON_SERVER("json-server", "node_modules/json-server/lib/cli/bin.js", "id", "name", "note", "amount"),
    JSON_SERVER_1("json-server-1", "node_modules/json-server-1/lib/bin.js", "id", "name", "note", "amount"),
    DYNAMODB("dynamodb", "node_modules/dynalite/cli.js", "id.N", "name.S", "note.S", "amount.N"),
    JSONAPI("jsonapi", "jsonapi.js", "attributes.number", "attributes.name", "attributes.note", ""),
    GRAPHQL("graphql", "graphql.js", "id", "name", "note", "amount");

    static final int PEOPLE = 520;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RESOURCES = Path.of("src", "test", "resources", "third-party");
    private static final Path FOLDER =
            Path.of("target", "third-party").toAbsolutePath().normalize();
    private static final Map<ThirdParty, String> URLS = new ConcurrentHashMap<>();
    private static final List<Process> STARTED = new ArrayList<>();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of the source file. */
    final String source;

    private final String script;
    private final String id;
    private final String name;
    private final String note;
    /** Empty where the server has none. */
    private final String amount;

    ThirdParty(String source, String script, String id, String name, String note, String amount) {
        this.source = source;
        this.script = script;
        this.id = id;
        this.name = name;
        this.note = note;
        this.amount = amount;
    }

    String yaml() throws IOException {
        return Files.readString(RESOURCES.resolve(source + ".yaml"));
    }

    /** Starts it when it is first asked for; without Node.js, or where it cannot be had, the test is skipped. */
    synchronized String url() throws Exception {
        String known = URLS.get(this);
        if (known == null) {
            install();
            int free = freePort();
            Path people = Files.createTempFile(FOLDER, source, ".json");
            Files.writeString(people, JSON.writeValueAsString(Map.of("people", people())));
            List<String> command = new ArrayList<>(List.of("node", script));
            String number = Integer.toString(free);
            command.addAll(
                    switch (this) {
                        case JSON_SERVER -> List.of("--quiet", "--port", number, people.toString());
                        case JSON_SERVER_1 -> List.of("--port", number, people.toString());
                        case DYNAMODB -> List.of("--createTableMs", "0", "--port", number);
                        case JSONAPI, GRAPHQL -> List.of(number, people.toString());
                    });
            start(command);
            Await.until(source, PATIENCE, () -> isListening(free), () -> "");
            if (this == DYNAMODB) {
                fill(URI.create("http://127.0.0.1:" + free));
            }
            known = "http://127.0.0.1:" + free;
            URLS.put(this, known);
        }
        return known;
    }

    /** What a row of the file must be, by the id: name, note, amount. */
    Map<String, List<String>> expected() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        people().forEach(person -> rows.put(
                person.get("id").asText(),
                List.of(
                        person.get("name").asText(),
                        person.get("note").isNull() ? "N/A" : person.get("note").asText(),
                        amount.isEmpty() ? "" : person.get("amount").asText())));
        return rows;
    }

    /** The columns of id, name, note and amount; the last is empty where the server has none. */
    List<String> columns() {
        return List.of(id, name, note, amount);
    }

    private static ArrayNode people() {
        ArrayNode all = JSON.createArrayNode();
        IntStream.rangeClosed(1, PEOPLE).forEach(id -> {
            ObjectNode person = all.addObject().put("id", id).put("name", nameOf(id));
            person.put("note", id % 5 == 0 ? null : "note " + id);
            person.put("amount", id + 0.5);
        });
        return all;
    }

    private static String nameOf(int id) {
        return switch (id % 4) {
            case 0 -> "Ann \"" + id + "\", of\r\ntwo lines";
            case 1 -> "Zoë 例え " + id;
            default -> "Name " + id;
        };
    }

    private static void install() throws Exception {
        assumeTrue(isThere("node") && isThere("npm"), "no Node.js here: nothing was extracted from servers of npm");
        Files.createDirectories(FOLDER);
        Path wanted = RESOURCES.resolve("package.json");
        Path installed = FOLDER.resolve("installed.json");
        for (String script : List.of("package.json", "jsonapi.js", "graphql.js")) {
            Files.copy(RESOURCES.resolve(script), FOLDER.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.exists(installed) && Files.mismatch(wanted, installed) < 0) {
            return;
        }
        Process npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--no-package-lock",
                        "--ignore-scripts",
                        "--omit=optional")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("npm.log").toFile())
                .start();
        boolean ended = npm.waitFor(240, TimeUnit.SECONDS);
        npm.destroyForcibly();
        assumeTrue(
                ended && npm.exitValue() == 0,
                "npm cannot install the servers: nothing was extracted from them; see target/third-party/npm.log");
        Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        synchronized (STARTED) {
            STARTED.add(process);
        }
    }

    /** Ends those that were started. */
    static void stop() {
        synchronized (STARTED) {
            STARTED.forEach(Process::destroyForcibly);
            STARTED.clear();
        }
        URLS.clear();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void fill(URI url) throws Exception {
        dynamo(
                url,
                "CreateTable",
                "{\"TableName\":\"people\",\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"N\"}],"
                        + "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\"}");
        Await.until(
                "the table",
                PATIENCE,
                () -> dynamo(url, "DescribeTable", "{\"TableName\":\"people\"}").contains("ACTIVE"),
                () -> "");
        ArrayNode batch = JSON.createArrayNode();
        for (JsonNode person : people()) {
            ObjectNode item = batch.addObject().putObject("PutRequest").putObject("Item");
            item.putObject("id").put("N", person.get("id").asText());
            item.putObject("name").put("S", person.get("name").asText());
            item.putObject("amount").put("N", person.get("amount").asText());
            if (!person.get("note").isNull()) {
                item.putObject("note").put("S", person.get("note").asText());
            }
            if (batch.size() == 20) {
                dynamo(url, "BatchWriteItem", "{\"RequestItems\":{\"people\":%s}}".formatted(batch));
                batch.removeAll();
            }
        }
    }

    private static String dynamo(URI url, String operation, String body) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("X-Amz-Date", "20200101T000000Z")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=a/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=a")
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
