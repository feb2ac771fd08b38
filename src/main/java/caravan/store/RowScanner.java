package caravan.store;

import java.util.Arrays;

/** Finds the cells of each row in bytes that were written in a {@link CsvDialect}. Not thread-safe. */
final class RowScanner {
    private final CsvDialect dialect;
    private final byte[] bytes;
    private int at;
    /** Where each cell of the current row begins; one more for where the last one ends, a delimiter length later. */
    private int[] starts = new int[32];

    private int cells;

    RowScanner(CsvDialect dialect, byte[] bytes) {
        this.dialect = dialect;
        this.bytes = bytes;
    }

    /** Goes to the next row; false when there is none. */
    boolean next() {
        if (at >= bytes.length) {
            return false;
        }
        byte[] delimiter = dialect.delimiter();
        byte[] separator = dialect.recordSeparator();
        byte quote = dialect.quote();
        cells = 0;
        begin(at);
        boolean quoted = false;
        while (at < bytes.length) {
            byte b = bytes[at];
            if (b == quote) {
                // A doubled quote ends the quoting and begins it again.
                quoted = !quoted;
                at++;
            } else if (!quoted && b == delimiter[0] && isAt(delimiter)) {
                at += delimiter.length;
                begin(at);
            } else if (!quoted && b == separator[0] && isAt(separator)) {
                starts[cells] = at + delimiter.length;
                at += separator.length;
                return true;
            } else {
                at++;
            }
        }
        throw new IllegalStateException("A row without an end: the file is not what its ledger says");
    }

    /** How many cells the row has; an empty row has one. */
    int cells() {
        return cells;
    }

    /** Where a cell begins, its quote included. */
    int start(int cell) {
        return starts[cell];
    }

    /** Where a cell ends, its quote included. */
    int end(int cell) {
        return starts[cell + 1] - dialect.delimiter().length;
    }

    /** Whether a cell is written like this. */
    boolean is(int cell, byte[] text) {
        return Arrays.equals(bytes, start(cell), end(cell), text, 0, text.length);
    }

    /** Writes a cell as it stands, its quotes included. */
    void copy(int cell, CsvDialect.CellBuffer to) {
        to.write(bytes, start(cell), end(cell) - start(cell));
    }

    private void begin(int start) {
        if (cells + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[cells++] = start;
    }

    private boolean isAt(byte[] text) {
        return at + text.length <= bytes.length && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }
}
