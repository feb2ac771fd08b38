package caravan.store;

import caravan.page.Page;
import caravan.page.PageOutcome.Change;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Compares a page that has come once more with what is stored of it: by the records' ids, or without them record by record, where
 * more than half of the cells must be the same. A record that was edited since is still the same record.
 */
public final class PageComparison {
    private PageComparison() {}

    /**
     * @param following the page that may hold what has moved up to this one since, so that nothing is lost by it; 0 for none
     * @throws IOException when a page cannot be read in the file
     */
    public static Change of(RunStore store, CsvDialect dialect, int page, int following, Page now, String idField)
            throws IOException {
        List<String> header = Objects.requireNonNull(store.header(), "A page is stored, and so is the header");
        List<List<String>> before = stored(store, dialect, page);
        List<List<String>> after = cells(dialect, header, now);
        int idColumn = header.indexOf(idField);
        if (idColumn < 0 || !now.hasIds(idField)) {
            return byPlace(before, after);
        }
        Set<String> ids = ids(before, idColumn);
        Set<String> there = ids(after, idColumn);
        if (following > 0) {
            Set<String> moved = ids(stored(store, dialect, following), idColumn);
            there.removeIf(id -> !ids.contains(id) && moved.contains(id));
        }
        return byId(ids, there);
    }

    /** Whether it would be stored byte for byte as it is, but for columns that have one value all through the page: a route may mask them. */
    public static boolean isIdentical(RunStore store, CsvDialect dialect, int page, Page now) throws IOException {
        List<String> header = Objects.requireNonNull(store.header(), "A page is stored, and so is the header");
        List<List<String>> before = stored(store, dialect, page);
        List<List<String>> after = cells(dialect, header, now);
        for (int i = 0; i < header.size(); i++) {
            List<String> column = column(before, i);
            boolean mayBeMasked = column.size() > 1 && new HashSet<>(column).size() == 1;
            if (!mayBeMasked && !column.equals(column(after, i))) {
                return false;
            }
        }
        return before.size() == after.size();
    }

    private static List<String> column(List<List<String>> rows, int number) {
        return rows.stream().map(row -> row.get(number)).toList();
    }

    private static List<List<String>> cells(CsvDialect dialect, List<String> header, Page now) throws IOException {
        CsvDialect.CellBuffer buffer = new CsvDialect.CellBuffer(0);
        new Rows(now, header).write(dialect, buffer);
        return rows(new RowScanner(dialect, new ByteArrayInputStream(buffer.bytes(), 0, buffer.size())), header.size());
    }

    private static Set<String> ids(List<List<String>> rows, int idColumn) {
        Set<String> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.get(idColumn)));
        return ids;
    }

    private static Change byId(Set<String> stored, Set<String> now) {
        if (now.containsAll(stored)) {
            return now.size() > stored.size() ? Change.GROWN : Change.SAME;
        }
        return stored.containsAll(now) ? Change.SHRUNK : Change.SHIFTED;
    }

    private static Change byPlace(List<List<String>> before, List<List<String>> after) {
        int inPlace = 0;
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            inPlace += isAlike(before.get(i), after.get(i)) ? 1 : 0;
        }
        if (2 * inPlace < Math.min(before.size(), after.size())) {
            return Change.SHIFTED;
        }
        return after.size() > before.size() ? Change.GROWN : after.size() < before.size() ? Change.SHRUNK : Change.SAME;
    }

    private static boolean isAlike(List<String> row, List<String> other) {
        int same = 0;
        for (int i = 0; i < row.size(); i++) {
            same += row.get(i).equals(other.get(i)) ? 1 : 0;
        }
        return 2 * same > row.size();
    }

    private static List<List<String>> stored(RunStore store, CsvDialect dialect, int page) throws IOException {
        LedgerLine.Stored[] line = new LedgerLine.Stored[1];
        Ledger.read(store.files().ledger(), read -> {
            if (read instanceof LedgerLine.Stored stored && stored.page() == page) {
                line[0] = stored;
            }
            return true;
        });
        LedgerLine.Stored found = Objects.requireNonNull(line[0], "The page is stored");
        try (RandomAccessFile csv = new RandomAccessFile(store.files().csv().toFile(), "r")) {
            InputStream bytes = new FileSection(
                    csv, found.section().offset(), found.section().length());
            return rows(
                    new RowScanner(dialect, bytes),
                    Objects.requireNonNull(store.header()).size());
        }
    }

    /** The cells of the header's columns, as they are written. */
    private static List<List<String>> rows(RowScanner scanner, int columns) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        while (scanner.next()) {
            List<String> row = new ArrayList<>(columns);
            for (int i = 0; i < Math.min(columns, scanner.cells()); i++) {
                byte[] cell = Arrays.copyOfRange(scanner.bytes(), scanner.start(i), scanner.end(i));
                row.add(new String(cell, java.nio.charset.StandardCharsets.UTF_8));
            }
            rows.add(row);
        }
        return rows;
    }
}
