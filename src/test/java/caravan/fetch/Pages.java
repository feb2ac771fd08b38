package caravan.fetch;

import caravan.pace.Pace;
import caravan.page.Page;
import caravan.page.PageTask;
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

    /** A page that was asked for once and came. */
    public static PageAttempts asked(PageTask request) {
        PageAttempts page = new PageAttempts(request, pace(), Events.NONE);
        page.beginAttempt();
        page.requested("Bearer t");
        return page;
    }

    /** A page that was asked for and did not come. */
    public static PageAttempts failed(PageTask request, FailureKind failure, String cause) {
        PageAttempts page = asked(request);
        page.failed(new FetchException(failure, cause, cause + " instead of a page"));
        return page;
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
