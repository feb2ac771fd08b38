package caravan.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;

/**
 * How cells become bytes: RFC 4180 by default, otherwise what the route's {@code marshal} step says. A cell is quoted when
 * it holds the delimiter, the quote, CR or LF, or always where the route asks for that. Immutable.
 */
public final class CsvDialect {
    private final byte[] delimiter;
    private final byte[] recordSeparator;
    private final byte quote;
    private final boolean quoteAll;
    private final byte[] nullString;
    private final byte[] missing;
    private final byte[] missingAlone;
    private final boolean[] needsQuotes = new boolean[256];

    /** @throws IllegalArgumentException when the format could not be read back row by row */
    CsvDialect(CSVFormat format) {
        if (format.getQuoteCharacter() == null
                || format.getQuoteCharacter() > 127
                || format.getQuoteMode() == QuoteMode.NONE
                || format.getEscapeCharacter() != null) {
            throw new IllegalArgumentException(
                    "The marshal step must quote cells with an ASCII character and without an escape character:"
                            + " otherwise a line break inside a cell could not be told from the end of a row");
        }
        delimiter = utf8(format.getDelimiterString());
        recordSeparator = utf8(format.getRecordSeparator() == null ? "\r\n" : format.getRecordSeparator());
        quote = (byte) format.getQuoteCharacter().charValue();
        quoteAll = format.getQuoteMode() != null && format.getQuoteMode() != QuoteMode.MINIMAL;
        for (byte special : new byte[] {delimiter[0], quote, '\r', '\n', recordSeparator[0]}) {
            needsQuotes[special & 0xFF] = true;
        }
        nullString = utf8(format.getNullString() == null ? "" : format.getNullString());
        missing = cell(nullString, false);
        missingAlone = cell(nullString, true);
    }

    /** Whether a text of the source cannot be told from a missing one. */
    boolean looksMissing(byte[] text, int start, int end) {
        return end - start == nullString.length && Arrays.equals(text, start, end, nullString, 0, nullString.length);
    }

    byte[] delimiter() {
        return delimiter;
    }

    byte[] recordSeparator() {
        return recordSeparator;
    }

    byte quote() {
        return quote;
    }

    /** The cell for null and for absent. */
    byte[] missing(boolean alone) {
        return alone ? missingAlone : missing;
    }

    /** Writes one cell. {@code alone}: it is its row's only one, so that an empty one must not look like no row at all. */
    void cell(CellBuffer to, byte[] text, int start, int end, boolean alone) {
        boolean quoted = quoteAll || (alone && start == end);
        for (int i = start; i < end && !quoted; i++) {
            quoted = needsQuotes[text[i] & 0xFF];
        }
        if (!quoted) {
            to.write(text, start, end - start);
            return;
        }
        to.write(quote);
        int from = start;
        for (int i = start; i < end; i++) {
            if (text[i] == quote) {
                to.write(text, from, i + 1 - from);
                from = i;
            }
        }
        to.write(text, from, end - from);
        to.write(quote);
    }

    private byte[] cell(byte[] text, boolean alone) {
        CellBuffer buffer = new CellBuffer(32);
        cell(buffer, text, 0, text.length, alone);
        return buffer.toByteArray();
    }

    /** What distinguishes this dialect from another one, for the ledger. */
    public String description() {
        return "delimiter %s, quote %s, record separator %s, %s, missing value %s"
                .formatted(
                        visible(delimiter),
                        (char) quote,
                        visible(recordSeparator),
                        quoteAll ? "all quoted" : "quoted where needed",
                        visible(missing));
    }

    private static String visible(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .replace("\r", "CR")
                .replace("\n", "LF")
                .replace("\t", "TAB");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A byte array that grows; its methods are not synchronized, unlike those of its parent. */
    static final class CellBuffer extends ByteArrayOutputStream {
        CellBuffer(int size) {
            super(size);
        }

        /** Empty, with room for so many bytes. */
        void clear(int room) {
            count = 0;
            if (buf.length < room) {
                buf = new byte[room];
            }
        }

        void write(byte b) {
            if (count == buf.length) {
                grow(1);
            }
            buf[count++] = b;
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // one thread, millions of small cells
        public void write(byte[] from, int offset, int length) {
            if (buf.length - count < length) {
                grow(length);
            }
            System.arraycopy(from, offset, buf, count, length);
            count += length;
        }

        byte[] bytes() {
            return buf;
        }

        private void grow(int more) {
            buf = Arrays.copyOf(buf, Math.max(count + more, buf.length + (buf.length >> 1)));
        }
    }
}
