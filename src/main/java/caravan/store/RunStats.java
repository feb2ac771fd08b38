package caravan.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
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
    private boolean replaced;
    private LedgerLine.@Nullable Delivered delivered;

    public RunStats() {}

    public static RunStats of(Path ledger) throws IOException {
        return of(ledger, line -> {});
    }

    /**
     * Of as much of the ledger as can be read: one that was torn by a full disk has a report, too.
     *
     * @param also is shown every line, too
     */
    public static RunStats of(Path ledger, Consumer<LedgerLine> also) throws IOException {
        RunStats stats = new RunStats();
        Ledger.readUndamaged(ledger, line -> {
            stats.add(line);
            also.accept(line);
            return true;
        });
        return stats.replaced ? ofLatest(ledger) : stats;
    }

    /** Where pages were stored more than once, or taken back: of each the latest. */
    private static RunStats ofLatest(Path ledger) throws IOException {
        Map<Integer, Integer> latest = new HashMap<>();
        int[] number = {0};
        Ledger.readUndamaged(ledger, line -> {
            number[0]++;
            if (line instanceof LedgerLine.Stored page) {
                latest.put(page.page(), number[0]);
            } else if (line instanceof LedgerLine.Removed gone) {
                latest.remove(gone.removed());
            }
            return true;
        });
        RunStats stats = new RunStats();
        number[0] = 0;
        Ledger.readUndamaged(ledger, line -> {
            number[0]++;
            if (line instanceof LedgerLine.Stored page && latest.getOrDefault(page.page(), 0) != number[0]) {
                stats.cost(page.tries());
            } else {
                stats.add(line);
            }
            return true;
        });
        return stats;
    }

    private void cost(LedgerLine.Tries tries) {
        requests += tries.requests();
        tries.retries().forEach((cause, count) -> retries.merge(cause, count, Integer::sum));
    }

    private void add(LedgerLine line) {
        if (line instanceof LedgerLine.Stored page) {
            bytes += page.section().length();
            delivered = null;
            if (page.isHeader()) {
                header.addAll(page.columns());
                return;
            }
            replaced |= stored.get(page.page());
            stored.set(page.page());
            rows += page.rows();
            failed.remove(page.page());
            cost(page.tries());
            page.columns().forEach(column -> rowsWithColumn.merge(column, (long) page.rows(), Long::sum));
            page.missing().forEach((column, counts) -> {
                long[] sums = missing.computeIfAbsent(column, c -> new long[4]);
                for (int i = 0; i < counts.length; i++) {
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
            end.retries().forEach((cause, count) -> retries.merge(cause, count, Integer::sum));
            failed.remove(end.ended());
        } else if (line instanceof LedgerLine.Asked page) {
            requests += page.requests();
            page.retries().forEach((cause, count) -> retries.merge(cause, count, Integer::sum));
        } else if (line instanceof LedgerLine.Removed) {
            replaced = true;
            delivered = null;
        } else if (line instanceof LedgerLine.Delivered done) {
            delivered = done;
        }
    }

    /** How many pages are stored. */
    public int pages() {
        return stored.cardinality();
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

    /** For each column where there are some: how many records had it absent, null, empty, and as the text of what is missing. */
    public Map<String, long[]> missing() {
        Map<String, long[]> all = new LinkedHashMap<>();
        for (String column : columns()) {
            long[] counts = missing.getOrDefault(column, new long[4]).clone();
            if (rowsWithColumn.containsKey(column)) {
                counts[0] += rows - rowsWithColumn.get(column);
            }
            if (counts[0] + counts[1] + counts[2] + counts[3] > 0) {
                all.put(column, counts);
            }
        }
        return all;
    }

    /** For each column where there are some: how many records had the very text of what is missing, beside any that miss it. */
    public Map<String, Long> lookalikes() {
        Map<String, Long> all = new LinkedHashMap<>();
        missing().forEach((column, counts) -> {
            boolean isEmptyText = counts[3] == counts[2];
            if (counts[3] > 0 && (!isEmptyText || counts[0] + counts[1] > 0)) {
                all.put(column, counts[3]);
            }
        });
        return all;
    }

    /** What is on S3; null when nothing is, or pages were stored since. */
    public LedgerLine.@Nullable Delivered delivered() {
        return delivered;
    }
}
