package caravan.trial;

import java.util.Arrays;

/** A growing buffer that writes JSON as UTF-8. Reusable, not thread-safe. */
final class JsonBuffer implements RecordSink {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] bytes;
    private int length;
    private boolean firstField;

    JsonBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void beginRecord() {
        room(1);
        bytes[length++] = '{';
        firstField = true;
    }

    void endRecord() {
        room(1);
        bytes[length++] = '}';
    }

    @Override
    public void text(String name, String value) {
        name(name);
        quoted(value);
    }

    @Override
    public void literal(String name, String json, String cell) {
        name(name);
        raw(json);
    }

    @Override
    public void none(String name) {
        name(name);
        raw("null");
    }

    private void name(String name) {
        if (!firstField) {
            raw(",");
        }
        firstField = false;
        quoted(name);
        raw(":");
    }

    /** A JSON string. Lone surrogates, which UTF-8 cannot hold, and control characters are written as escapes. */
    void quoted(String text) {
        room(text.length() * 6 + 2);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                bytes[length++] = (byte) c;
            } else if (c == '"' || c == '\\') {
                bytes[length++] = '\\';
                bytes[length++] = (byte) c;
            } else if (c < ' ' || loneSurrogate(text, i)) {
                escape(c);
            } else {
                i += utf8(text.codePointAt(i)) - 1;
            }
        }
        bytes[length++] = '"';
    }

    private static boolean loneSurrogate(String text, int i) {
        return Character.isSurrogate(text.charAt(i)) && Character.charCount(text.codePointAt(i)) == 1;
    }

    /** Text that is already JSON. */
    void raw(String json) {
        room(json.length() * 3);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else {
                i += utf8(json.codePointAt(i)) - 1;
            }
        }
    }

    private int utf8(int point) {
        if (point < 0x80) {
            bytes[length++] = (byte) point;
        } else if (point < 0x800) {
            bytes[length++] = (byte) (0xC0 | (point >> 6));
            tail(point);
        } else if (point < 0x10000) {
            bytes[length++] = (byte) (0xE0 | (point >> 12));
            tail(point >> 6);
            tail(point);
        } else {
            bytes[length++] = (byte) (0xF0 | (point >> 18));
            tail(point >> 12);
            tail(point >> 6);
            tail(point);
        }
        return Character.charCount(point);
    }

    private void tail(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3F));
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = (byte) HEX[(c >> shift) & 15];
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
