package caravan.fetch;

import caravan.auth.Secrets;
import caravan.source.Shape;
import caravan.text.SafeText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of one answer: bounded in size, and able to say in one line what it began with. */
public final class ResponseBody extends FilterInputStream {
    private static final int EXCERPT = 200;
    private static final Pattern JSON = Pattern.compile("\\uFEFF?\\s*[\\[{\"]");
    private static final Pattern RECORDS = Pattern.compile("\\[\\s*\\{|^\\uFEFF?\\s*\\[");

    private final byte[] beginning = new byte[EXCERPT * 4];
    private final long maxBytes;
    private long bytes;
    private final Shape shape;
    private final ResponseHead head;
    private @Nullable String declaredCharset;
    private @Nullable String decodedFrom;

    /** @param shape where its records are */
    ResponseBody(InputStream body, long maxBytes, Shape shape, ResponseHead head) {
        super(body);
        this.maxBytes = maxBytes;
        this.shape = shape;
        this.head = head;
    }

    Shape shape() {
        return shape;
    }

    /** What came before it. */
    ResponseHead head() {
        return head;
    }

    /**
     * The same as JSON is to be read. It is read whole here where it declares another charset than UTF-8, to find out which of both
     * it is.
     *
     * @param most how many bytes may then be held
     */
    ResponseBody decoded(@Nullable String declared, long most) throws IOException {
        declaredCharset = declared;
        Charset other = JsonText.other(declared);
        if (other != null) {
            InputStream body = in;
            JsonText.Decoded decoded;
            try (ResponseBody whole = new ResponseBody(body, Math.min(most, maxBytes), shape, head)) {
                decoded = JsonText.decode(whole, other);
            }
            decodedFrom = decoded.from();
            in = decoded.text();
        }
        return this;
    }

    @Nullable
    String declaredCharset() {
        return declaredCharset;
    }

    @Nullable
    String decodedFrom() {
        return decodedFrom;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count > 0) {
            if (bytes < beginning.length) {
                System.arraycopy(
                        buffer, offset, beginning, (int) bytes, (int) Math.min(count, beginning.length - bytes));
            }
            bytes += count;
            if (bytes > maxBytes) {
                throw new TooLargeException("the body is larger than " + (maxBytes >> 20) + " MiB");
            }
        }
        return count;
    }

    /**
     * The first 200 characters, on one line, without control characters. Of JSON that may hold records, the names of its fields
     * alone: no customer's data gets into a log.
     *
     * @param isError whether the status says that these are no records
     */
    public String excerpt(boolean isError) {
        byte[] read = Arrays.copyOf(beginning, (int) Math.min(bytes, beginning.length));
        String text = new String(read, StandardCharsets.UTF_8);
        boolean mayBeRecords =
                isError ? RECORDS.matcher(text).find() : JSON.matcher(text).lookingAt();
        return line(mayBeRecords ? JsonFault.shown(text) : text);
    }

    /** Text from outside, made safe for a line of a log or a report: short, and without a secret that the API repeats. */
    static String line(String text) {
        return SafeText.cut(Secrets.redact(SafeText.oneLine(text)), EXCERPT);
    }

    /** Reads a little of a body that is only wanted for its message, and closes it. */
    String readErrorExcerpt() {
        try (this) {
            readNBytes(EXCERPT * 4);
        } catch (IOException cut) {
            // What arrived before is excerpt enough.
        }
        return excerpt(true);
    }

    /** A body above the bound: nothing that another attempt would cure at once, but nothing that is stored either. */
    static final class TooLargeException extends IOException {
        TooLargeException(String message) {
            super(message);
        }
    }
}
