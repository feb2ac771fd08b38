package caravan.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object on a line, with the CRC32C (RFC 3720) of its bytes as its last member: <code>{"page":1,…,"crc":"1a2b3c4d"}</code>.
 * So any byte that changes is noticed, and a line that was torn and written on.
 */
final class CheckedLine {
    private static final byte[] MEMBER = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;
    private static final int TAIL = MEMBER.length + DIGITS + END.length;

    private CheckedLine() {}

    /**
     * The line, its line feed included.
     *
     * @param json an object that is not empty
     */
    static byte[] of(byte[] json) {
        int body = json.length - 1;
        byte[] line = Arrays.copyOf(json, body + TAIL + 1);
        int at = put(line, body, MEMBER);
        at = put(line, at, Crc.of(json, 0, body).getBytes(StandardCharsets.US_ASCII));
        line[put(line, at, END)] = '\n';
        return line;
    }

    /**
     * The object without its CRC; null when this is not such a line, or not what was written.
     *
     * @param line without its line feed
     */
    static byte @Nullable [] json(byte[] line) {
        int body = line.length - TAIL;
        if (body < 1 || !isAt(line, body, MEMBER) || !isAt(line, line.length - END.length, END)) {
            return null;
        }
        byte[] crc = Crc.of(line, 0, body).getBytes(StandardCharsets.US_ASCII);
        if (!isAt(line, body + MEMBER.length, crc)) {
            return null;
        }
        byte[] json = Arrays.copyOf(line, body + 1);
        json[body] = '}';
        return json;
    }

    private static int put(byte[] line, int at, byte[] text) {
        System.arraycopy(text, 0, line, at, text.length);
        return at + text.length;
    }

    private static boolean isAt(byte[] line, int at, byte[] text) {
        return Arrays.equals(line, at, at + text.length, text, 0, text.length);
    }
}
