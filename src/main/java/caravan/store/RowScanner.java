package caravan.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Finds the cells of each row in bytes that were written in a {@link CsvDialect}. Holds one row at a time. Not thread-safe.
 */
final class RowScanner {
    private final CsvDialect dialect;
    private final InputStream in;
    private byte[] bytes = new byte[1 << 16];
    private int limit;
    private int at;
    /** Where each cell of the current row begins; one more for where the last one ends, a delimiter length later. */
    private int[] starts = new int[32];

    private int cells;

    /** @param in ends after a whole row */
    RowScanner(CsvDialect dialect, InputStream in) {
        this.dialect = dialect;
        this.in = in;
    }

    /** Goes to the next row; false when there is none. */
    boolean next() throws IOException {
        cells = 0;
        if (at == limit && !more()) {
            return false;
        }
        byte[] delimiter = dialect.delimiter();
        byte[] separator = dialect.recordSeparator();
        byte quote = dialect.quote();
        begin(at);
        boolean quoted = false;
        // As many as it takes to recognise a delimiter or separator must be there, unless the bytes end before.
        int needed = Math.max(delimiter.length, separator.length);
        while (true) {
            boolean ended = false;
            while (limit - at < needed && !ended) {
                ended = !more();
            }
            if (at == limit) {
                throw new EOFException("A row without an end: the file is not what its ledger says");
            }
            at = special(quoted, quote, delimiter[0], separator[0], limit - needed);
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
    }

    /** How many cells the row has; an empty row has one. */
    int cells() {
        return cells;
    }

    /** The bytes in which the row's cells lie. */
    byte[] bytes() {
        return bytes;
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

    /** From {@code at} on, the first place that may mean something; {@code last}, or {@code at}, when there is none before. */
    private int special(boolean quoted, byte quote, byte delimiter, byte separator, int last) {
        byte[] local = bytes;
        int place = at;
        while (place < last) {
            byte b = local[place];
            if (b == quote || (!quoted && (b == delimiter || b == separator))) {
                break;
            }
            place++;
        }
        return place;
    }

    /** Reads on, and gives up what lies before the current row; false at the end. */
    private boolean more() throws IOException {
        int kept = cells == 0 ? at : starts[0];
        System.arraycopy(bytes, kept, bytes, 0, limit - kept);
        limit -= kept;
        at -= kept;
        for (int i = 0; i < cells; i++) {
            starts[i] -= kept;
        }
        if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
        }
        int count = in.read(bytes, limit, bytes.length - limit);
        limit += Math.max(0, count);
        return count > 0;
    }

    private void begin(int start) {
        if (cells + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[cells++] = start;
    }

    private boolean isAt(byte[] text) {
        return at + text.length <= limit && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }
}
