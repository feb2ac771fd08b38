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
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What is known to be stored: a file of one JSON line for each fact, only ever appended to.
 *
 * <p>Each line carries its own CRC32C ({@link CheckedLine}). What follows the last line feed was being written when the process
 * or the machine died; it is dropped on resume. A line that is not what was written is damage. Not thread-safe.
 */
public final class Ledger implements Closeable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_EMPTY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** By the first name of the line. */
    private static final Map<String, Class<? extends LedgerLine>> KINDS = Map.of(
            "run", LedgerLine.Begun.class,
            "page", LedgerLine.Stored.class,
            "failed", LedgerLine.Failed.class,
            "ended", LedgerLine.Ended.class,
            "delivered", LedgerLine.Delivered.class,
            "session", LedgerLine.Session.class,
            "asked", LedgerLine.Asked.class,
            "removed", LedgerLine.Removed.class,
            "redo", LedgerLine.Redo.class,
            "concluded", LedgerLine.Concluded.class);

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
        ByteBuffer bytes = ByteBuffer.wrap(CheckedLine.of(JSON.writeValueAsBytes(line)));
        long before = file.size();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException full) {
            // What a later line would be written behind: damage.
            file.truncate(before);
            throw full;
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
     * Shows each line to the reader, in order, until it declines one. What follows the last line feed is a line that was being
     * written.
     *
     * @return how many bytes from the beginning hold the lines that were accepted
     * @throws DamagedException when a line is not what was written
     */
    public static <E extends Exception> long read(Path path, Reader<E> reader) throws IOException, E {
        return readPositions(path, (line, position) -> reader.accept(line));
    }

    /** The same as far as it can be read, for those who only look. */
    public static <E extends Exception> long readUndamaged(Path path, Reader<E> reader) throws IOException, E {
        long[] good = new long[1];
        try {
            return readPositions(path, (line, position) -> {
                boolean accepted = reader.accept(line);
                good[0] = accepted ? position.start() + position.length() + 1 : good[0];
                return accepted;
            });
        } catch (DamagedException damaged) {
            return good[0];
        }
    }

    /** Whether a line is not what was written. */
    public static boolean isDamaged(Path path) throws IOException {
        try {
            read(path, line -> true);
            return false;
        } catch (DamagedException damaged) {
            return true;
        }
    }

    /** The same, with where each line is. */
    static <E extends Exception> long readPositions(Path path, PositionReader<E> reader) throws IOException, E {
        long good = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                if (!reader.accept(parse(path, good, line.toByteArray()), new Position(good, line.size()))) {
                    return good;
                }
                good += line.size() + 1;
                line.reset();
            }
        }
        return good;
    }

    /** A line of which {@link #readPositions} told where it is. */
    static LedgerLine readAt(Path path, RandomAccessFile ledger, Position position) throws IOException {
        byte[] line = new byte[position.length()];
        ledger.seek(position.start());
        ledger.readFully(line);
        return parse(path, position.start(), line);
    }

    private static LedgerLine parse(Path path, long at, byte[] line) throws IOException {
        byte[] json = CheckedLine.json(line);
        if (json == null) {
            throw new DamagedException(
                    path, at, "the line is not what was written (or was written by an older version)");
        }
        try {
            JsonNode node = JSON.readTree(json);
            Class<? extends LedgerLine> kind = KINDS.get(node.fieldNames().next());
            if (kind == null) {
                throw new IOException(
                        "The ledger %s has a line of a kind that this version does not know: it was written by a newer one"
                                .formatted(RunStore.shown(path)));
            }
            return JSON.treeToValue(node, kind);
        } catch (JsonProcessingException | IllegalArgumentException | NoSuchElementException e) {
            throw new DamagedException(path, at, "the line cannot be read");
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
