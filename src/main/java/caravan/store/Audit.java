package caravan.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * Reads the finished file from beginning to end, against its ledger: every page has the rows that the ledger says, every
 * row a cell for every column. Looks for ids that stand twice, and for pages that hold less than others.
 *
 * <p>Uses 12 MiB whatever the number of records, and a second reading only where an id may be repeated.
 */
final class Audit {
    private static final int MAX_SHORT_PAGES = 100;
    private static final int MAX_EXAMPLES = 20;
    private static final int MAX_SHARING = 2_000;

    private final RunStore store;
    private final Expected expected;
    private final CsvDialect dialect;
    private final List<String> columns;
    private final int idColumn;
    private final RepeatedIds ids = new RepeatedIds();
    private final TreeMap<Integer, Integer> sizes = new TreeMap<>();
    private final TreeSet<Integer> sharing = new TreeSet<>();
    private long rows;
    private int pages;

    private Audit(RunStore store, Expected expected, CsvDialect dialect) {
        this.store = store;
        this.expected = expected;
        this.dialect = dialect;
        this.columns = Objects.requireNonNull(store.header(), "The file has pages, and so a header");
        this.idColumn = columns.indexOf(expected.idField());
    }

    /** @throws IOException when the file is not what its ledger says */
    static Reconciliation of(RunStore store, Expected expected, CsvDialect dialect) throws IOException {
        Audit audit = new Audit(store, expected, dialect);
        audit.read(audit::countPage);
        long[] suspects = audit.ids.suspects();
        Map<String, List<Integer>> examples = new TreeMap<>();
        long repeated = audit.ids.areNone() ? 0 : audit.ids.areTooMany() ? -1 : audit.confirm(suspects, examples);
        return new Reconciliation(
                expected.records(),
                audit.rows,
                expected.pages(),
                audit.pages,
                expected.endConfirmed(),
                audit.shortPages(),
                expected.announcements(),
                audit.idColumn < 0 ? null : expected.idField(),
                repeated,
                examples,
                audit.sharing,
                0,
                0,
                List.of(),
                false);
    }

    private void countPage(LedgerLine.Stored page, RowScanner row) throws IOException {
        byte[] missing = dialect.missing(columns.size() == 1);
        int count = 0;
        while (row.next()) {
            count++;
            if (row.cells() != Math.max(1, columns.size())) {
                throw new IOException("Row %d of page %d in %s has %d cells where there are %d columns"
                        .formatted(count, page.page(), store.files().csv(), row.cells(), columns.size()));
            }
            if (idColumn >= 0 && !row.is(idColumn, missing)) {
                ids.add(row.bytes(), row.start(idColumn), row.end(idColumn));
            }
        }
        if (count != page.rows()) {
            throw new IOException("Page %d has %d rows in %s where its ledger says %d"
                    .formatted(page.page(), count, store.files().csv(), page.rows()));
        }
        rows += count;
        pages++;
        sizes.merge(count, 1, Integer::sum);
    }

    /** How many records have an id that one before them had. */
    private long confirm(long[] suspects, Map<String, List<Integer>> examples) throws IOException {
        Map<String, List<Integer>> pagesOfId = new HashMap<>();
        long[] repeated = new long[1];
        read((page, row) -> {
            while (row.next()) {
                int start = row.start(idColumn);
                int end = row.end(idColumn);
                if (Arrays.binarySearch(suspects, RepeatedIds.hash(row.bytes(), start, end)) >= 0) {
                    String id =
                            new String(row.bytes(), start, Math.min(end, start + 100) - start, StandardCharsets.UTF_8);
                    List<Integer> on = pagesOfId.computeIfAbsent(id, first -> new ArrayList<>(2));
                    if (!on.isEmpty()) {
                        repeated[0]++;
                    }
                    if (sharing.size() < MAX_SHARING && !on.isEmpty() && on.get(0) != page.page()) {
                        sharing.add(on.get(0));
                        sharing.add(page.page());
                    }
                    if (on.size() < MAX_EXAMPLES) {
                        on.add(page.page());
                    }
                }
            }
        });
        pagesOfId.entrySet().stream()
                .filter(id -> id.getValue().size() > 1)
                .sorted(Map.Entry.comparingByKey())
                .limit(MAX_EXAMPLES)
                .forEach(id -> examples.put(id.getKey(), id.getValue()));
        return repeated[0];
    }

    private Map<Integer, Integer> shortPages() throws IOException {
        Map<Integer, Integer> shorter = new TreeMap<>();
        if (sizes.size() > 1) {
            int full = sizes.lastKey();
            int last = expected.pages();
            Ledger.read(store.files().ledger(), line -> {
                if (line instanceof LedgerLine.Stored page
                        && !page.isHeader()
                        && page.page() < last
                        && page.rows() < full
                        && shorter.size() < MAX_SHORT_PAGES) {
                    shorter.put(page.page(), page.rows());
                }
                return true;
            });
        }
        return shorter;
    }

    private void read(PageVisitor visitor) throws IOException {
        try (RandomAccessFile csv = new RandomAccessFile(store.files().csv().toFile(), "r")) {
            Ledger.read(store.files().ledger(), line -> {
                if (line instanceof LedgerLine.Stored page && !page.isHeader()) {
                    CheckedInputStream bytes = new CheckedInputStream(
                            new FileSection(
                                    csv, page.section().offset(), page.section().length()),
                            new CRC32C());
                    visitor.visit(page, new RowScanner(dialect, bytes));
                    Crc.check(page, bytes.getChecksum(), store.files().csv());
                }
                return true;
            });
        }
    }

    @FunctionalInterface
    private interface PageVisitor {
        void visit(LedgerLine.Stored page, RowScanner rows) throws IOException;
    }
}
