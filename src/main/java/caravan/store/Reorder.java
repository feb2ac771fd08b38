package caravan.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Puts the CSV file in page order and gives every row a cell for every column: needed after a page that came late (it failed
 * first, or was overtaken) or brought a new field.
 *
 * <p>A new file and a new ledger are written beside the old ones and take their place one after the other, the ledger first.
 * A crash between the two is seen on resume by the new file's name, which carries the new ledger's generation.
 */
public final class Reorder {
    private static final int BUFFER = 1 << 16;

    private final RunStore store;
    private final CsvDialect dialect;
    /** Where in the ledger each page's line is. */
    private final TreeMap<Integer, Ledger.Position> lines = new TreeMap<>();

    /** The own columns of the pages where they are not just the header's. */
    private final Map<Integer, List<String>> orders = new TreeMap<>();
    /** All lines that are about no page in the file, in their order. */
    private final List<LedgerLine> others = new ArrayList<>();

    private List<String> header = List.of();
    private boolean inOrder = true;

    private Reorder(RunStore store, CsvDialect dialect) {
        this.store = store;
        this.dialect = dialect;
    }

    /** Without effect on a file that is in order. The run must have stored its last page. */
    static void arrange(RunStore store, CsvDialect dialect) throws IOException {
        Reorder reorder = new Reorder(store, dialect);
        reorder.index();
        List<String> columns = reorder.columns();
        if (!reorder.inOrder || !columns.equals(reorder.header)) {
            reorder.rewrite(columns);
        }
    }

    /** Ends what a crash interrupted: a file whose ledger is in place takes its own place, an earlier one goes. */
    public static void finishInterrupted(RunFiles files, int generation) throws IOException {
        if (Files.exists(files.csvInOrder(generation))) {
            replace(files.csvInOrder(generation), files.csv());
        }
        Files.deleteIfExists(files.csvInOrder(generation + 1));
        Files.deleteIfExists(files.ledgerInOrder(generation + 1));
    }

    private void index() throws IOException {
        int[] last = {-1};
        long[] end = {0};
        Ledger.readPositions(store.files().ledger(), (line, position) -> {
            if (line instanceof LedgerLine.Stored page) {
                inOrder &= page.page() > last[0] && page.section().offset() == end[0];
                last[0] = page.page();
                end[0] = page.section().end();
                lines.put(page.page(), position);
                orders.remove(page.page());
                if (page.isHeader()) {
                    header = page.columns();
                    inOrder &= isIntact(page);
                } else if (!page.order().isEmpty()) {
                    orders.put(page.page(), page.order());
                }
            } else if (line instanceof LedgerLine.Removed gone) {
                inOrder = false;
                lines.remove(gone.removed());
                orders.remove(gone.removed());
            } else if (!(line instanceof LedgerLine.Begun)) {
                others.add(line);
            }
            return true;
        });
        inOrder &= end[0] == Files.size(store.files().csv());
    }

    private boolean isIntact(LedgerLine.Stored header) throws IOException {
        try (RandomAccessFile csv = new RandomAccessFile(store.files().csv().toFile(), "r")) {
            FileSection row = new FileSection(
                    csv, header.section().offset(), header.section().length());
            byte[] bytes = row.readAllBytes();
            return Crc.of(bytes, 0, bytes.length).equals(header.section().crc32c());
        }
    }

    /** All columns by first appearance in page order, whatever order the pages came in. */
    private List<String> columns() {
        if (orders.isEmpty()) {
            return header;
        }
        Set<String> union = new LinkedHashSet<>();
        lines.keySet().stream()
                .filter(page -> page > 0)
                .forEach(page -> union.addAll(orders.getOrDefault(page, header)));
        // A column that no page has any more still has its place: the last one.
        union.addAll(header);
        return List.copyOf(union);
    }

    private void rewrite(List<String> columns) throws IOException {
        List<String> old = header;
        LedgerLine.Begun begun = store.begun().nextGeneration();
        RunFiles files = store.files();
        Path newCsv = files.csvInOrder(begun.generation());
        Path newLedger = files.ledgerInOrder(begun.generation());
        Files.deleteIfExists(newCsv);
        Files.deleteIfExists(newLedger);
        OwnerOnly.create(newCsv);
        Ledger ledger = Ledger.create(newLedger, begun);
        // First, so that a page which was stored in the end does not count as failed.
        for (LedgerLine line : others) {
            ledger.append(line);
        }
        long length = 0;
        try (RandomAccessFile oldLedger = new RandomAccessFile(files.ledger().toFile(), "r");
                RandomAccessFile csv = new RandomAccessFile(files.csv().toFile(), "r");
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(newCsv), BUFFER)) {
            for (Ledger.Position line : lines.values()) {
                LedgerLine.Stored page = (LedgerLine.Stored) Ledger.readAt(files.ledger(), oldLedger, line);
                CheckedOutputStream out = new CheckedOutputStream(file, new CRC32C());
                long written = page.isHeader() ? headerRow(columns, out) : rows(csv, page, old, columns, out);
                LedgerLine.Stored moved = page.at(new LedgerLine.Section(length, written, Crc.hex(out.getChecksum())));
                ledger.append(page.isHeader() ? moved.withColumns(columns, List.of()) : complete(moved, old, columns));
                length += written;
            }
        }
        Disk.sync(newCsv);
        ledger.sync();
        replace(newLedger, files.ledger());
        replace(newCsv, files.csv());
        store.replaced(begun, ledger, columns, length);
    }

    private long headerRow(List<String> columns, OutputStream out) throws IOException {
        CsvDialect.CellBuffer buffer = new CsvDialect.CellBuffer(64 * 1024);
        if (!columns.isEmpty()) {
            Rows.headerRow(dialect, columns, buffer);
        }
        return flush(buffer, out);
    }

    /** Writes the page's rows, each with a cell for each of {@code columns}. Returns how many bytes. */
    private long rows(
            RandomAccessFile csv, LedgerLine.Stored page, List<String> old, List<String> columns, OutputStream out)
            throws IOException {
        CheckedInputStream bytes = new CheckedInputStream(
                new FileSection(csv, page.section().offset(), page.section().length()), new CRC32C());
        long written = columns.equals(old) ? bytes.transferTo(out) : widened(bytes, page, old, columns, out);
        // A changed byte must not be vouched for anew.
        Crc.check(page, bytes.getChecksum(), store.files().csv());
        return written;
    }

    private long widened(
            InputStream bytes, LedgerLine.Stored page, List<String> old, List<String> columns, OutputStream out)
            throws IOException {
        int[] cells = new int[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            int inHeader = old.indexOf(columns.get(i));
            int own = page.columns().indexOf(columns.get(i));
            cells[i] = inHeader >= 0 ? inHeader : own < 0 ? -1 : old.size() + own;
        }
        CsvDialect.CellBuffer to = new CsvDialect.CellBuffer(64 * 1024);
        byte[] missing = dialect.missing(columns.size() == 1);
        RowScanner row = new RowScanner(dialect, bytes);
        long written = 0;
        while (row.next()) {
            for (int i = 0; i < cells.length; i++) {
                if (i > 0) {
                    to.write(dialect.delimiter(), 0, dialect.delimiter().length);
                }
                if (cells[i] < 0) {
                    to.write(missing, 0, missing.length);
                } else {
                    row.copy(cells[i], to);
                }
            }
            to.write(dialect.recordSeparator(), 0, dialect.recordSeparator().length);
            if (to.size() > BUFFER) {
                written += flush(to, out);
            }
        }
        return written + flush(to, out);
    }

    private static long flush(CsvDialect.CellBuffer buffer, OutputStream out) throws IOException {
        int size = buffer.size();
        out.write(buffer.bytes(), 0, size);
        buffer.reset();
        return size;
    }

    /** The page's line when the header has all columns: what the page does not have is absent in all its records. */
    private static LedgerLine.Stored complete(LedgerLine.Stored page, List<String> old, List<String> columns) {
        Map<String, int[]> missing = new LinkedHashMap<>(page.missing());
        List<String> own = page.columns();
        if (page.rows() > 0) {
            for (String column : columns) {
                if (!old.contains(column) && !own.contains(column)) {
                    missing.put(column, new int[] {page.rows(), 0, 0, 0});
                }
            }
        }
        List<String> order = page.order().isEmpty() ? old : page.order();
        return page.withColumns(List.of(), order.equals(columns) ? List.of() : order)
                .withMissing(missing);
    }

    private static void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
