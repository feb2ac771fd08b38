package caravan.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is durable of one run: its CSV file, and the ledger that vouches for it.
 *
 * <p>Pages come from many threads; they are stored one at a time, between {@link PageWriter#rows} and {@link
 * PageWriter#release}.
 */
public final class RunStore implements AutoCloseable {
    private final RunFiles files;
    private final StoringOrder order;
    private volatile LedgerLine.Begun begun;
    private Ledger ledger;
    private @Nullable List<String> header;
    private long csvLength;

    private RunStore(
            RunFiles files,
            StoringOrder order,
            LedgerLine.Begun begun,
            Ledger ledger,
            @Nullable List<String> header,
            long csvLength) {
        this.files = files;
        this.order = order;
        this.begun = begun;
        this.ledger = ledger;
        this.header = header;
        this.csvLength = csvLength;
    }

    /**
     * Creates the files of a new run.
     *
     * @param begun the first line of its ledger
     * @param nanos the time in nanoseconds, of any origin
     */
    public static RunStore create(RunFiles files, LedgerLine.Begun begun, LongSupplier nanos) throws IOException {
        OwnerOnly.create(files.csv());
        return new RunStore(files, new StoringOrder(nanos), begun, Ledger.create(files.ledger(), begun), null, 0);
    }

    /** The first line of a run's ledger. */
    public static LedgerLine.Begun begun(RunFiles files) throws IOException {
        LedgerLine.@Nullable Begun[] begun = new LedgerLine.Begun[1];
        Ledger.read(files.ledger(), line -> {
            if (begun[0] == null && line instanceof LedgerLine.Begun first) {
                begun[0] = first;
                return true;
            }
            return false;
        });
        if (begun[0] == null) {
            throw new DamagedException(files.ledger(), 0, "its first line does not say which run it is");
        }
        return begun[0];
    }

    /**
     * Finds what is good of a run that did not end.
     *
     * @param begun the first line of its ledger
     * @param facts is given each line, but those of pages whose bytes are not in the file any more
     */
    public static ResumePoint resumePoint(RunFiles files, LedgerLine.Begun begun, Consumer<LedgerLine> facts)
            throws IOException {
        Reorder.finishInterrupted(files, begun.generation());
        return ResumePoint.find(files, facts);
    }

    /** Cuts off what is not good, and goes on behind it. */
    public static RunStore resume(RunFiles files, LedgerLine.Begun begun, ResumePoint from, LongSupplier nanos)
            throws IOException {
        try (FileChannel csv = FileChannel.open(files.csv(), StandardOpenOption.WRITE)) {
            csv.truncate(from.csvLength());
        }
        Ledger ledger = Ledger.resume(files.ledger(), from.ledgerLength());
        for (int page : from.lost()) {
            ledger.append(new LedgerLine.Removed(page, ResumePoint.LOST));
        }
        return new RunStore(files, new StoringOrder(nanos), begun, ledger, from.header(), from.csvLength());
    }

    public RunFiles files() {
        return files;
    }

    public StoringOrder order() {
        return order;
    }

    public LedgerLine.Begun begun() {
        return begun;
    }

    /** The field that identifies a record; there need not be such a column. */
    String idField() {
        return begun.settings().getOrDefault(LedgerLine.Begun.ID_FIELD, "");
    }

    /** Writes a fact to the ledger. */
    public synchronized void note(LedgerLine line) throws IOException {
        ledger.append(line);
    }

    /** Returns when all that was stored is on the disk. */
    public synchronized void sync() throws IOException {
        Disk.sync(files.csv());
        ledger.sync();
    }

    /** The columns of the header row; null before the first page is stored. */
    @Nullable
    List<String> header() {
        return header;
    }

    void header(List<String> columns) {
        header = columns;
    }

    /** Whether the file is not as long as the ledger says. To be asked by whoever has the turn. */
    boolean isTorn() {
        try {
            return Files.isRegularFile(files.csv()) && Files.size(files.csv()) != csvLength;
        } catch (IOException e) {
            return true;
        }
    }

    long csvLength() {
        return csvLength;
    }

    void csvLength(long length) {
        csvLength = length;
    }

    /** Goes on with the ledger of a file that was put in order. */
    synchronized void replaced(LedgerLine.Begun next, Ledger inOrder, List<String> columns, long length)
            throws IOException {
        begun = next;
        ledger.close();
        ledger = inOrder;
        header = columns;
        csvLength = length;
    }

    @Override
    public synchronized void close() throws IOException {
        ledger.close();
    }

    /** A path as messages show it. */
    public static String shown(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
