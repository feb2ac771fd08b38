package caravan.spread;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link Bytes} wrote, and trusts none of it: every length is held against what is there. Not thread-safe. */
final class BytesReader {
    private final byte[] bytes;
    private int at;

    BytesReader(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == bytes.length) {
                throw new MalformedException("it ends in a number");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedException("a number in it does not end");
    }

    long signed() throws MalformedException {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    /** One of those that there can be: from 0 up to, but not including, {@code limit}. */
    int below(long limit) throws MalformedException {
        long value = number();
        if (value < 0 || value >= limit) {
            throw new MalformedException("%d stands where less than %d can be".formatted(value, limit));
        }
        return (int) value;
    }

    /** So many things of at least {@code size} bytes each, all of which must be there. */
    int count(int size) throws MalformedException {
        long value = number();
        if (value < 0 || value > left() / size) {
            throw new MalformedException("%d things are announced, and %d bytes are left".formatted(value, left()));
        }
        return (int) value;
    }

    String text() throws MalformedException {
        int length = count(1);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, length))
                    .toString();
            at += length;
            return text;
        } catch (CharacterCodingException e) {
            throw new MalformedException("a text in it is no UTF-8");
        }
    }

    @Nullable
    String optional() throws MalformedException {
        return below(2) == 0 ? null : text();
    }

    /** Passes over so many bytes; where they begin. */
    int skip(int length) throws MalformedException {
        if (length > left()) {
            throw new MalformedException("%d bytes are missing".formatted(length - left()));
        }
        at += length;
        return at - length;
    }

    int position() {
        return at;
    }

    /** Another reader of the same bytes, from there on. */
    BytesReader at(int position) {
        BytesReader other = new BytesReader(bytes);
        other.at = position;
        return other;
    }

    byte[] bytes() {
        return bytes;
    }

    int left() {
        return bytes.length - at;
    }

    void end() throws MalformedException {
        if (left() > 0) {
            throw new MalformedException("%d bytes too many".formatted(left()));
        }
    }
}
