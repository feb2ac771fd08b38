package caravan.fetch;

import caravan.pace.Pace;
import caravan.page.Page;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pages from JSON text, and what is in them as strings. */
public final class Pages {
    private static final ObjectMapper MAPPER = PageReader.mapper();

    private Pages() {}

    public static Page read(String json) throws IOException {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** One that lets everybody in. */
    public static Pace pace() {
        return new Pace(8, Duration.ZERO, 1e9, System::nanoTime);
    }

    static Page read(byte[] json) throws IOException {
        return MAPPER.readValue(json, Page.class);
    }

    /** The cells by row and column; null as {@code <null>}, absent as {@code <absent>}. */
    static List<List<String>> cells(Page page) {
        List<List<String>> rows = new ArrayList<>();
        page.forEachRow(row -> {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < page.columns().size(); i++) {
                cells.add(
                        row.isAbsent(i)
                                ? "<absent>"
                                : row.isNull(i)
                                        ? "<null>"
                                        : new String(
                                                page.text(),
                                                row.start(i),
                                                row.end(i) - row.start(i),
                                                StandardCharsets.UTF_8));
            }
            rows.add(cells);
        });
        return rows;
    }
}
