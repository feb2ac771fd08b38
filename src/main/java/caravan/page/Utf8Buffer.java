package caravan.page;

import java.util.Arrays;

/** A growing array of UTF-8. A surrogate without its other half becomes U+FFFD, as the Unicode Standard (3.9) advises. */
public final class Utf8Buffer {
    private byte[] bytes;
    private int length;
    private int replaced;

    Utf8Buffer(int size) {
        bytes = new byte[size];
    }

    public int length() {
        return length;
    }

    /** How many surrogates had no other half. */
    int replaced() {
        return replaced;
    }

    byte[] bytes() {
        return bytes;
    }

    public void append(String text) {
        append(text.toCharArray(), 0, text.length());
    }

    /** Text that is UTF-8 already. */
    public void append(byte[] utf8, int offset, int count) {
        ensure(count);
        System.arraycopy(utf8, offset, bytes, length, count);
        length += count;
    }

    public void append(char[] chars, int offset, int count) {
        // Three bytes hold any one char; a pair needs four for its two.
        ensure(3L * count);
        byte[] to = bytes;
        int at = length;
        int end = offset + count;
        int i = offset;
        while (i < end && chars[i] < 0x80) {
            to[at++] = (byte) chars[i++];
        }
        while (i < end) {
            char c = chars[i++];
            if (c < 0x80) {
                to[at++] = (byte) c;
            } else if (c < 0x800) {
                to[at++] = (byte) (0xC0 | (c >> 6));
                to[at++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && i < end && Character.isLowSurrogate(chars[i])) {
                int point = Character.toCodePoint(c, chars[i++]);
                to[at++] = (byte) (0xF0 | (point >> 18));
                to[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                to[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                to[at++] = (byte) (0x80 | (point & 0x3F));
            } else {
                char valid = Character.isSurrogate(c) ? '\uFFFD' : c;
                replaced += valid == c ? 0 : 1;
                to[at++] = (byte) (0xE0 | (valid >> 12));
                to[at++] = (byte) (0x80 | ((valid >> 6) & 0x3F));
                to[at++] = (byte) (0x80 | (valid & 0x3F));
            }
        }
        length = at;
    }

    /** The text with U+FFFD for each surrogate without its other half: what its bytes would say. */
    static String valid(String text) {
        return text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private void ensure(long more) {
        if (length + more > bytes.length) {
            long wanted = Math.max(length + more, bytes.length + (bytes.length >> 1));
            if (wanted > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("A page of more than 2 GB of text");
            }
            bytes = Arrays.copyOf(bytes, (int) wanted);
        }
    }
}
