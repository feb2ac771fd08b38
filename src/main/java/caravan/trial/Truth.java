package caravan.trial;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the exact CSV that a perfect extraction delivers: UTF-8, RFC 4180, CRLF, quotes only where they are needed, header
 * first, columns in order of first appearance. Taken from the dataset's own cells, not from its JSON, so that it shares
 * no code with what it judges. Streams; reads the dataset once for the header and once for the rows.
 */
final class Truth {
    private final Customers customers;
    private final Order order;
    private final String missing;

    Truth(Customers customers, Order order, String missing) {
        this.customers = customers;
        this.order = order;
        this.missing = missing;
    }

    void write(OutputStream out) throws IOException {
        Map<String, Integer> columns = columns();
        // Java would write a lone surrogate as '?'; the promise is U+FFFD.
        Writer writer = new BufferedWriter(
                new OutputStreamWriter(
                        out,
                        StandardCharsets.UTF_8
                                .newEncoder()
                                .onMalformedInput(CodingErrorAction.REPLACE)
                                .replaceWith(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD})),
                1 << 16);
        if (!columns.isEmpty()) {
            row(new ArrayList<>(columns.keySet()), writer);
        }
        Cells cells = new Cells(columns);
        for (long i = 0; i < order.count(); i++) {
            cells.clear();
            customers.write(order.record(i), cells);
            row(cells.row, writer);
        }
        writer.flush();
    }

    private Map<String, Integer> columns() {
        Map<String, Integer> columns = new LinkedHashMap<>();
        Names names = new Names(columns);
        for (long i = 0; i < order.count(); i++) {
            customers.write(order.record(i), names);
        }
        return columns;
    }

    private static void row(List<String> cells, Writer out) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            cell(cells.get(i), cells.size() == 1, out);
        }
        out.write("\r\n");
    }

    private static void cell(String text, boolean alone, Writer out) throws IOException {
        boolean plain =
                text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\r') < 0 && text.indexOf('\n') < 0;
        // A record of one empty cell would be an empty line, which readers skip.
        if (plain && !(alone && text.isEmpty())) {
            out.write(text);
        } else {
            out.write('"');
            out.write(text.replace("\"", "\"\""));
            out.write('"');
        }
    }

    /** Notes the names in order of appearance. */
    private record Names(Map<String, Integer> columns) implements RecordSink {
        @Override
        public void text(String name, String value) {
            columns.putIfAbsent(name, columns.size());
        }

        @Override
        public void literal(String name, String json, String cell) {
            columns.putIfAbsent(name, columns.size());
        }

        @Override
        public void none(String name) {
            columns.putIfAbsent(name, columns.size());
        }
    }

    /** Collects one row. */
    private final class Cells implements RecordSink {
        private final Map<String, Integer> columns;
        private final List<String> row;

        Cells(Map<String, Integer> columns) {
            this.columns = columns;
            this.row = new ArrayList<>(columns.size());
        }

        void clear() {
            row.clear();
            for (int i = 0; i < columns.size(); i++) {
                row.add(missing);
            }
        }

        @Override
        public void text(String name, String value) {
            row.set(columns.get(name), value);
        }

        @Override
        public void literal(String name, String json, String cell) {
            row.set(columns.get(name), cell);
        }

        @Override
        public void none(String name) {}
    }
}
