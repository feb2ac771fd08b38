package caravan.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a run has come to, summed up from its ledger alone: so that a resumed run tells the same as one that never stopped.
 * Its size depends on the columns, failures and oddities, not on the number of pages.
 */
public final class RunStats {
    private final Map<Integer, LedgerLine.Failed> failed = new TreeMap<>();
    private final Map<String, Integer> retries = new TreeMap<>();
    private final Map<String, long[]> missing = new LinkedHashMap<>();
    private final Map<String, Long> rowsWithColumn = new LinkedHashMap<>();
    private final Map<Integer, List<String>> problems = new TreeMap<>();
    private final BitSet stored = new BitSet();
    private final List<String> header = new ArrayList<>();
    private long rows;
    private long bytes;
    private long requests;
    private LedgerLine.@Nullable Delivered delivered;

    public RunStats() {}

    public static RunStats of(Path ledger) throws IOException {
        return of(ledger, line -> {});
    }

    /** @param also is shown every line, too */
    public static RunStats of(Path ledger, Consumer<LedgerLine> also) throws IOException {
        RunStats stats = new RunStats();
        long read = stats.read(ledger, also);
        if (read < Files.size(ledger)) {
            throw new IOException("%s cannot be read from byte %d on".formatted(ledger, read));
        }
        return stats;
    }

    /** The same of a run under way, whose last line may be half written. */
    public static RunStats soFar(Path ledger, Consumer<LedgerLine> also) throws IOException {
        RunStats stats = new RunStats();
        stats.read(ledger, also);
        return stats;
    }

    private long read(Path ledger, Consumer<LedgerLine> also) throws IOException {
        return Ledger.read(ledger, line -> {
            add(line);
            also.accept(line);
            return true;
        });
    }

    public void add(LedgerLine line) {
        if (line instanceof LedgerLine.Stored page) {
            bytes += page.section().length();
            delivered = null;
            if (page.isHeader()) {
                header.addAll(page.columns());
                return;
            }
            stored.set(page.page());
            rows += page.rows();
            requests += page.tries().requests();
            failed.remove(page.page());
            page.tries().retries().forEach((cause, count) -> retries.merge(cause, count, Integer::sum));
            page.columns().forEach(column -> rowsWithColumn.merge(column, (long) page.rows(), Long::sum));
            page.missing().forEach((column, counts) -> {
                long[] sums = missing.computeIfAbsent(column, c -> new long[3]);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += counts[i];
                }
            });
            if (!page.problems().isEmpty()) {
                problems.put(page.page(), page.problems());
            }
        } else if (line instanceof LedgerLine.Failed page) {
            failed.put(page.failed(), page);
            requests += page.requests();
            page.retries().forEach((cause, count) -> retries.merge(cause, count, Integer::sum));
        } else if (line instanceof LedgerLine.Ended end) {
            requests += end.requests();
            failed.remove(end.ended());
        } else if (line instanceof LedgerLine.Delivered done) {
            delivered = done;
        }
    }

    /** How many pages are stored. */
    public int pages() {
        return stored.cardinality();
    }

    /** Whether every page from the first to the last one is stored. */
    public boolean isComplete(int lastPage) {
        return failed.isEmpty() && stored.nextClearBit(1) > lastPage;
    }

    public long rows() {
        return rows;
    }

    /** The size of the CSV file. */
    public long bytes() {
        return bytes;
    }

    /** How many page requests were sent for pages that were stored or given up. */
    public long requests() {
        return requests;
    }

    /** The pages that could not be fetched. */
    public Map<Integer, LedgerLine.Failed> failed() {
        return failed;
    }

    /** Retries by the short name of their cause. */
    public Map<String, Integer> retries() {
        return retries;
    }

    public int totalRetries() {
        return retries.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What was odd, by page. */
    public Map<Integer, List<String>> problems() {
        return problems;
    }

    /** The columns of the file, in its order. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>(header);
        columns.addAll(rowsWithColumn.keySet());
        return columns;
    }

    /** For each column where there are some: how many records had it absent, null, and empty. */
    public Map<String, long[]> missing() {
        Map<String, long[]> all = new LinkedHashMap<>();
        for (String column : columns()) {
            long[] counts = missing.getOrDefault(column, new long[3]).clone();
            if (rowsWithColumn.containsKey(column)) {
                counts[0] += rows - rowsWithColumn.get(column);
            }
            if (counts[0] + counts[1] + counts[2] > 0) {
                all.put(column, counts);
            }
        }
        return all;
    }

    /** What is on S3; null when nothing is, or pages were stored since. */
    public LedgerLine.@Nullable Delivered delivered() {
        return delivered;
    }
}
