package caravan.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The floor: page after page from {@code java.net.http} through a streaming parser to one writer. It believes every answer,
 * retries nothing, remembers nothing, keeps to no order, and takes the first record's fields for all.
 */
final class BareJava {
    private static final JsonFactory JSON = new JsonFactory();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final Writer csv;
    private volatile int pages;
    private List<String> columns = List.of();

    private BareJava(String url, Writer csv) {
        this.url = url;
        this.csv = csv;
    }

    /** Arguments: the resource's address, how many pages in flight, the file to write. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (BufferedWriter csv = Files.newBufferedWriter(Path.of(args[2]))) {
            BareJava program = new BareJava(args[0], csv);
            program.carry(1);
            AtomicInteger next = new AtomicInteger(2);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                Thread thread = new Thread(() -> program.carryAll(next));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void carryAll(AtomicInteger next) {
        try {
            for (int page = next.getAndIncrement(); page <= pages; page = next.getAndIncrement()) {
                carry(page);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void carry(int page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "?page=" + page + "&limit=1000"))
                .header("Authorization", "Bearer demo-token")
                .build();
        HttpResponse<InputStream> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
        StringBuilder text = new StringBuilder(200_000);
        try (InputStream body = response.body();
                JsonParser json = JSON.createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("total_pages")) {
                    pages = json.nextIntValue(0);
                } else if (json.currentToken() == JsonToken.START_ARRAY) {
                    read(json, text);
                }
            }
        }
        synchronized (csv) {
            csv.append(text);
        }
    }

    private void read(JsonParser json, StringBuilder text) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            List<String> names = new ArrayList<>();
            List<String> cells = new ArrayList<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                names.add(json.currentName());
                json.nextToken();
                cells.add(json.getText());
            }
            if (columns.isEmpty()) {
                columns = names;
                row(names, text);
            }
            row(cells, text);
        }
    }

    private static void row(List<String> cells, StringBuilder text) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (i > 0) {
                text.append(',');
            }
            if (cell.indexOf(',') < 0 && cell.indexOf('"') < 0 && cell.indexOf('\n') < 0 && cell.indexOf('\r') < 0) {
                text.append(cell);
            } else {
                text.append('"').append(cell.replace("\"", "\"\"")).append('"');
            }
        }
        text.append("\r\n");
    }
}
