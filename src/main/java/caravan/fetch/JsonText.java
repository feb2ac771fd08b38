package caravan.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an answer, whatever its Content-Type says: JSON is UTF-8 (RFC 8259, 8.1), and the parameter has no meaning for it
 * (section 11). Many a server declares another charset and sends UTF-8; only where the bytes cannot be UTF-8 is the declared one believed.
 */
final class JsonText {
    private static final Pattern PARAMETER = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\";\\s]*)");

    private JsonText() {}

    /** The charset that a Content-Type names; null where it names none. */
    static @Nullable String declared(@Nullable String contentType) {
        Matcher parameter = PARAMETER.matcher(contentType == null ? "" : contentType);
        return parameter.find() && !parameter.group(1).isEmpty() ? parameter.group(1) : null;
    }

    /** The charset of this name, where its bytes may differ from those of UTF-8; null otherwise, and for a name that nobody knows. */
    static @Nullable Charset other(@Nullable String declared) {
        try {
            Charset charset = declared == null ? StandardCharsets.UTF_8 : Charset.forName(declared);
            return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII) ? null : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    /** The text in UTF-8, or as Jackson finds out by itself: UTF-16 and UTF-32 (RFC 4627, 3). */
    static Decoded decode(InputStream body, Charset declared) throws IOException {
        byte[] bytes = body.readAllBytes();
        if (isValid(bytes, StandardCharsets.UTF_8)) {
            return new Decoded(new ByteArrayInputStream(bytes), null);
        }
        if (!isValid(bytes, declared)) {
            throw new NotTextException(
                    "the bytes are neither UTF-8, which JSON is, nor %s, which is declared".formatted(declared));
        }
        byte[] text = new String(bytes, declared).getBytes(StandardCharsets.UTF_8);
        return new Decoded(new ByteArrayInputStream(text), declared.name());
    }

    /** @param from the charset that had to be believed; null where the bytes are taken as they are */
    record Decoded(InputStream text, @Nullable String from) {}

    /** The bytes are no text in any charset that may be meant. */
    static final class NotTextException extends IOException {
        NotTextException(String message) {
            super(message);
        }
    }

    private static boolean isValid(byte[] bytes, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer part = CharBuffer.allocate(1 << 12);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        try {
            while (true) {
                var result = decoder.decode(all, part, true);
                if (result.isError()) {
                    result.throwException();
                }
                part.clear();
                if (result.isUnderflow()) {
                    return true;
                }
            }
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
