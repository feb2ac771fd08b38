package caravan.page;

import caravan.fetch.PageReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of one page as cells of UTF-8 text, in the order of the source: what the API wrote and nothing of how it
 * is stored.
 *
 * <p>All text lies in one array and a cell is three numbers, so that a page of a thousand records is a handful of
 * objects. Filled by {@link PageReader}, read by one thread at a time.
 */
public final class Page {
    private static final int CELL = 3;
    private static final int NULL = -1;

    private final List<String> columns = new ArrayList<>();
    private final Map<String, Integer> columnNumbers = new HashMap<>();
    private final Utf8Buffer text;
    /** For each cell its column, and where its text begins and ends; {@link #NULL} as the end of a null. */
    private int[] cells;

    private int cellsEnd;
    /** For each row the end of its cells. */
    private int[] rowEnds = new int[128];

    private int rows;
    /** For each column the last row that had it, counted from 1: finds a field that stands twice in a record. */
    private int[] lastRow = new int[16];

    private int replacedBefore;
    private final Oddities oddities = new Oddities();
    private Announced announced = Announced.NOTHING;
    private boolean dataSeen;
    private Attempt attempt = Attempt.NONE;
    private @Nullable String decodedFrom;
    private final List<String> furtherProblems = new ArrayList<>(0);
    private @Nullable Identity identity;
    private @Nullable String identifiedBy;

    /** An empty one, with room for as much as {@code alike} has and a little more. */
    public Page(Size alike) {
        text = new Utf8Buffer(alike.text + alike.text / 8 + 1024);
        cells = new int[alike.cells + alike.cells / 8 + CELL];
    }

    /** How much room its records took. */
    public Size size() {
        return new Size(text.length(), cellsEnd);
    }

    /** The field names in order of first appearance on this page. */
    public List<String> columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    public Announced announced() {
        return announced;
    }

    /** The attempt that brought it. */
    public Attempt attempt() {
        return attempt;
    }

    public void attempt(Attempt broughtBy) {
        attempt = broughtBy;
    }

    /** @param charset in which it came, where it was not UTF-8; null where it was */
    public void decodedFrom(@Nullable String charset) {
        decodedFrom = charset;
    }

    /**
     * What was odd about its values, a line for each kind: fields that stood more than once in their record (the last one counts, as in every
     * common JSON reader), surrogates without their other half (no UTF-8 can hold them), numbers that are none.
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(oddities.texts(columns));
        problems.addAll(furtherProblems);
        if (decodedFrom != null) {
            problems.add("the answer was decoded from %s, as it declared: it was not UTF-8, which JSON is"
                    .formatted(decodedFrom));
        }
        return problems;
    }

    /** Something was odd about what it announces. */
    public void problem(String text) {
        furtherProblems.add(text);
    }

    /** The bytes in which {@link Row} points. */
    public byte[] text() {
        return text.bytes();
    }

    /** How many bytes of text its cells have together. */
    public int textLength() {
        return text.length();
    }

    /** How much memory its records take. */
    public long bytes() {
        return text.length() + 4L * cellsEnd;
    }

    /**
     * Tells its records from those of another page; 0 when there are none. By their ids where each record has one, in any order,
     * otherwise by their bytes and structure. As the API sent them: what is masked later changes nothing.
     */
    public long identity(String idField) {
        return identified(idField).number();
    }

    /** Whether it has records, and each of them an id. */
    public boolean hasIds(String idField) {
        return identified(idField).ofIds();
    }

    /** For each column a hash of its values in their order; 0 where they are all the same. */
    public long[] columnHashes() {
        return Identity.ofColumns(this);
    }

    private Identity identified(String idField) {
        if (identity == null || !idField.equals(identifiedBy)) {
            identity = Identity.of(this, columnNumbers.get(idField));
            identifiedBy = idField;
        }
        return identity;
    }

    /** Calls {@code reader} with each value of a column that is neither null nor empty, at most one a record. Returns how many. */
    int forEachValueOf(int column, ValueReader reader) {
        int values = 0;
        int cell = 0;
        for (int i = 0; i < rows; i++) {
            int start = 0;
            int end = 0;
            for (; cell < rowEnds[i]; cell += CELL) {
                if (cells[cell] == column) {
                    start = cells[cell + 1];
                    end = cells[cell + 2];
                }
            }
            if (end > start) {
                reader.read(start, end);
                values++;
            }
        }
        return values;
    }

    @FunctionalInterface
    interface ValueReader {
        void read(int start, int end);
    }

    /** Calls {@code reader} with each row in order. The row is reused: it is only good during the call. */
    public <E extends Exception> void forEachRow(RowReader<E> reader) throws E {
        Row row = new Row(columns.size());
        int cell = 0;
        for (int i = 0; i < rows; i++) {
            Arrays.fill(row.ends, Row.ABSENT);
            for (; cell < rowEnds[i]; cell += CELL) {
                row.starts[cells[cell]] = cells[cell + 1];
                row.ends[cells[cell]] = cells[cell + 2] == NULL ? Row.NULL : cells[cell + 2];
            }
            reader.read(row);
        }
    }

    /** Replaces the text of a field in every record that has it: for a route that masks what must not be stored. */
    public Page mask(String column, String replacement) {
        Integer number = columnNumbers.get(column);
        if (number != null) {
            int start = text.length();
            text.append(replacement);
            for (int cell = 0; cell < cellsEnd; cell += CELL) {
                if (cells[cell] == number && cells[cell + 2] != NULL) {
                    cells[cell + 1] = start;
                    cells[cell + 2] = text.length();
                }
            }
        }
        return this;
    }

    public void announced(Announced announced) {
        this.announced = announced;
    }

    public void dataSeen() {
        dataSeen = true;
    }

    public boolean hasData() {
        return dataSeen;
    }

    public int column(String asRead) {
        Integer known = columnNumbers.get(asRead);
        if (known != null) {
            return known;
        }
        String name = Utf8Buffer.valid(asRead);
        if (!name.equals(asRead)) {
            oddities.addName();
        }
        known = columnNumbers.putIfAbsent(name, columns.size());
        if (known != null) {
            return known;
        }
        columns.add(name);
        if (lastRow.length < columns.size()) {
            lastRow = Arrays.copyOf(lastRow, 2 * lastRow.length);
        }
        return columns.size() - 1;
    }

    /** Where a cell's text is to be written. */
    public Utf8Buffer textBuffer() {
        return text;
    }

    /** Ends a cell whose text was appended from {@code start} on. */
    public void cell(int column, int start) {
        if (text.replaced() != replacedBefore) {
            oddities.add(Oddities.Kind.SURROGATE, column, text.replaced() - replacedBefore);
            replacedBefore = text.replaced();
        }
        add(column, start, text.length());
    }

    /** The cell of this field holds so many numbers that are none: {@code NaN} and the like. */
    public void noNumbers(int column, int count) {
        oddities.add(Oddities.Kind.NO_NUMBER, column, count);
    }

    public void nullCell(int column) {
        add(column, 0, NULL);
    }

    public void endRow() {
        if (rows == rowEnds.length) {
            rowEnds = Arrays.copyOf(rowEnds, 2 * rows);
        }
        rowEnds[rows++] = cellsEnd;
    }

    private void add(int column, int start, int end) {
        if (lastRow[column] == rows + 1) {
            oddities.add(Oddities.Kind.REPEATED, column, 1);
        }
        lastRow[column] = rows + 1;
        if (cellsEnd + CELL > cells.length) {
            cells = Arrays.copyOf(cells, 2 * cells.length);
        }
        cells[cellsEnd++] = column;
        cells[cellsEnd++] = start;
        cells[cellsEnd++] = end;
    }

    /** Room that a page takes, so that the next one need not grow. */
    public record Size(int text, int cells) {}

    /** Takes one row. */
    @FunctionalInterface
    public interface RowReader<E extends Exception> {
        /** The row is only good during the call. */
        void read(Row row) throws E;
    }

    /** One record: for each column of the page, where its text lies in {@link Page#text()}. */
    public static final class Row {
        private static final int ABSENT = -1;
        private static final int NULL = -2;

        private final int[] starts;
        private final int[] ends;

        private Row(int columns) {
            starts = new int[columns];
            ends = new int[columns];
        }

        public boolean isAbsent(int column) {
            return ends[column] == ABSENT;
        }

        public boolean isNull(int column) {
            return ends[column] == NULL;
        }

        public int start(int column) {
            return starts[column];
        }

        /** The end of the text, exclusive; only where the cell is neither absent nor null. */
        public int end(int column) {
            return ends[column];
        }
    }
}
