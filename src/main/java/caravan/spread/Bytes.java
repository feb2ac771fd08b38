package caravan.spread;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes numbers and texts one behind the other. Numbers take as few bytes as they need (LEB128, seven bits a byte). Not thread-safe. */
final class Bytes {
    private byte[] bytes;
    private int length;

    Bytes(int room) {
        bytes = new byte[room];
    }

    Bytes number(long value) {
        room(10);
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes[length++] = (byte) ((left & 0x7F) | 0x80);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
        return this;
    }

    /** A number that may be negative, near zero (zigzag). */
    Bytes signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    Bytes text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        return raw(utf8, 0, utf8.length);
    }

    /** A text, or that there is none. */
    Bytes optional(@Nullable String value) {
        number(value == null ? 0 : 1);
        return value == null ? this : text(value);
    }

    Bytes raw(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
