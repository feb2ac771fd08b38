package caravan.store;

import caravan.page.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one page on their way to bytes: first the cells of the header's columns, then those of the columns that only
 * this page has. Counts what is absent, null and empty while it writes.
 */
public final class Rows {
    private @Nullable Page page;
    private final boolean withHeader;
    private final List<String> header;
    private final List<String> further = new ArrayList<>();
    /** For each cell of a row, the column of the page it comes from; -1 where the page has no such field. */
    private final int[] from;

    private final int[] absent;
    private final int[] nulls;
    private final int[] empty;
    /** Text of the source that looks like what is missing. */
    private final int[] lookalikes;

    private int headerLength;

    /** @param header the columns of the file; null when this page, the first one stored, brings them */
    Rows(Page page, @Nullable List<String> header) {
        this.page = page;
        this.withHeader = header == null;
        this.header = header == null ? List.copyOf(page.columns()) : header;
        Map<String, Integer> numbers = new HashMap<>();
        for (String column : page.columns()) {
            numbers.put(column, numbers.size());
        }
        List<Integer> order = new ArrayList<>();
        for (String column : this.header) {
            Integer number = numbers.remove(column);
            order.add(number == null ? -1 : number);
        }
        for (String column : page.columns()) {
            if (numbers.containsKey(column)) {
                further.add(column);
                order.add(numbers.get(column));
            }
        }
        from = order.stream().mapToInt(Integer::intValue).toArray();
        absent = new int[from.length];
        nulls = new int[from.length];
        empty = new int[from.length];
        lookalikes = new int[from.length];
    }

    Page page() {
        return Objects.requireNonNull(page, "A page that is stored is let go");
    }

    /** Lets go of the page: the exchange that holds these rows outlives it, and would keep it past its time in memory. */
    void stored() {
        page = null;
    }

    List<String> header() {
        return header;
    }

    /** The columns that only this page has so far, in order of first appearance. */
    List<String> further() {
        return further;
    }

    /** The page's own columns in its own order; empty where they are just the header's. */
    List<String> order() {
        return header.equals(page().columns()) ? List.of() : List.copyOf(page().columns());
    }

    boolean withHeader() {
        return withHeader;
    }

    /** How many of the bytes written are the header row. */
    int headerLength() {
        return headerLength;
    }

    /** For each column where some were: how many records had it absent, null, empty, and as the very text of what is missing. */
    Map<String, int[]> missing() {
        Map<String, int[]> missing = new LinkedHashMap<>();
        for (int i = 0; i < from.length; i++) {
            if (absent[i] + nulls[i] + empty[i] + lookalikes[i] > 0) {
                String column = i < header.size() ? header.get(i) : further.get(i - header.size());
                missing.put(column, new int[] {absent[i], nulls[i], empty[i], lookalikes[i]});
            }
        }
        return missing;
    }

    /** Writes the rows, and the header before them where it is due, over what the buffer held. */
    void write(CsvDialect dialect, CsvDialect.CellBuffer buffer) {
        Page content = page();
        // All text, a delimiter for each cell, and some quotes.
        buffer.clear(content.textLength() + content.rows() * (2 * from.length + 16) + 1024);
        if (withHeader && !header.isEmpty()) {
            headerRow(dialect, header, buffer);
            headerLength = buffer.size();
        }
        boolean alone = from.length == 1;
        byte[] missing = dialect.missing(alone);
        byte[] delimiter = dialect.delimiter();
        byte[] end = dialect.recordSeparator();
        content.forEachRow(row -> {
            byte[] text = content.text();
            for (int i = 0; i < from.length; i++) {
                if (i > 0) {
                    buffer.write(delimiter, 0, delimiter.length);
                }
                int column = from[i];
                if (column < 0 || row.isAbsent(column)) {
                    absent[i]++;
                    buffer.write(missing, 0, missing.length);
                } else if (row.isNull(column)) {
                    nulls[i]++;
                    buffer.write(missing, 0, missing.length);
                } else {
                    int start = row.start(column);
                    int stop = row.end(column);
                    if (start == stop) {
                        empty[i]++;
                    }
                    if (dialect.looksMissing(text, start, stop)) {
                        lookalikes[i]++;
                    }
                    dialect.cell(buffer, text, start, stop, alone);
                }
            }
            buffer.write(end, 0, end.length);
        });
    }

    static void headerRow(CsvDialect dialect, List<String> columns, CsvDialect.CellBuffer to) {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                to.write(dialect.delimiter(), 0, dialect.delimiter().length);
            }
            byte[] name = columns.get(i).getBytes(StandardCharsets.UTF_8);
            dialect.cell(to, name, 0, name.length, columns.size() == 1);
        }
        to.write(dialect.recordSeparator(), 0, dialect.recordSeparator().length);
    }
}
