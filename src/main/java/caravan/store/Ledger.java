package caravan.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known to be stored: a file of one JSON line for each fact, only ever appended to.
 *
 * <p>A line counts when it is whole: ended by a line feed and readable. What follows the last whole line was being written
 * when the process or the machine died; it is dropped on resume. Not thread-safe.
 */
public final class Ledger implements Closeable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_EMPTY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final FileChannel file;

    private Ledger(FileChannel file) {
        this.file = file;
    }

    /** Begins a ledger where none is. */
    public static Ledger create(Path path, LedgerLine.Begun begun) throws IOException {
        OwnerOnly.create(path);
        Ledger ledger = new Ledger(FileChannel.open(path, StandardOpenOption.APPEND));
        ledger.append(begun);
        return ledger;
    }

    /** Goes on after the first {@code length} bytes; what follows them is dropped. */
    public static Ledger resume(Path path, long length) throws IOException {
        try (FileChannel cut = FileChannel.open(path, StandardOpenOption.WRITE)) {
            cut.truncate(length);
        }
        return new Ledger(FileChannel.open(path, StandardOpenOption.APPEND));
    }

    public void append(LedgerLine line) throws IOException {
        byte[] json = JSON.writeValueAsBytes(line);
        ByteBuffer bytes =
                ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Returns when all that was appended is on the disk. */
    public void sync() throws IOException {
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * Shows each whole line to the reader, in order, until one is torn or the reader declines it.
     *
     * @return how many bytes from the beginning hold the lines that were accepted
     */
    public static <E extends Exception> long read(Path path, Reader<E> reader) throws IOException, E {
        return readPositions(path, (line, position) -> reader.accept(line));
    }

    /** The same, with where each line is. */
    static <E extends Exception> long readPositions(Path path, PositionReader<E> reader) throws IOException, E {
        long good = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                LedgerLine parsed = parse(line.toByteArray());
                if (parsed == null || !reader.accept(parsed, new Position(good, line.size()))) {
                    return good;
                }
                good += line.size() + 1;
                line.reset();
            }
        }
        return good;
    }

    /** A line of which {@link #readPositions} told where it is. */
    static LedgerLine readAt(RandomAccessFile ledger, Position position) throws IOException {
        byte[] line = new byte[position.length()];
        ledger.seek(position.start());
        ledger.readFully(line);
        return Objects.requireNonNull(parse(line), "It was a line when it was read before");
    }

    /** The line, or null when these bytes are none. */
    private static @Nullable LedgerLine parse(byte[] line) throws IOException {
        try {
            JsonNode json = JSON.readTree(line);
            if (json == null || !json.isObject() || json.isEmpty()) {
                return null;
            }
            Class<? extends LedgerLine> kind = switch (json.fieldNames().next()) {
                case "run" -> LedgerLine.Begun.class;
                case "page" -> LedgerLine.Stored.class;
                case "failed" -> LedgerLine.Failed.class;
                case "ended" -> LedgerLine.Ended.class;
                case "delivered" -> LedgerLine.Delivered.class;
                default ->
                    throw new IOException(
                            "The ledger has a line of a kind that this version does not know: it was written by a newer one");
            };
            return JSON.treeToValue(json, kind);
        } catch (JsonProcessingException | IllegalArgumentException torn) {
            return null;
        }
    }

    /** Where a line is in the file; its line feed does not count. */
    record Position(long start, int length) {}

    @FunctionalInterface
    interface PositionReader<E extends Exception> {
        boolean accept(LedgerLine line, Position position) throws E, IOException;
    }

    /** Takes the lines of a ledger. */
    @FunctionalInterface
    public interface Reader<E extends Exception> {
        /** Whether the line is good; reading ends at the first that is not. */
        boolean accept(LedgerLine line) throws E, IOException;
    }
}
