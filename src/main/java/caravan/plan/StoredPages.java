package caravan.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which pages are stored, how many records each has, and which records they are: a dozen bytes a page and a map entry. Not thread-safe. */
final class StoredPages {
    private final BitSet stored = new BitSet();
    private int[] rowsOf = new int[64];
    private long[] identityOf = new long[64];
    /** Of those that are about to be stored, too: two that come at once must not both be taken. */
    private final Map<Long, Integer> pageOf = new HashMap<>();

    private int highest;
    private long rows;

    /** From now on these records are those of this page. */
    void claim(int page, long identity) {
        if (identity != 0) {
            pageOf.put(identity, page);
        }
    }

    /** The page that has these records. */
    @Nullable
    Integer pageWith(long identity) {
        return identity == 0 ? null : pageOf.get(identity);
    }

    void put(int page, int rowCount, long identity) {
        if (page >= rowsOf.length) {
            int length = Math.max(page + 1, 2 * rowsOf.length);
            rowsOf = Arrays.copyOf(rowsOf, length);
            identityOf = Arrays.copyOf(identityOf, length);
        }
        remove(page);
        stored.set(page);
        rowsOf[page] = rowCount;
        identityOf[page] = identity;
        claim(page, identity);
        rows += rowCount;
        if (rowCount > 0) {
            highest = Math.max(highest, page);
        }
    }

    void remove(int page) {
        if (!stored.get(page)) {
            return;
        }
        stored.clear(page);
        pageOf.remove(identityOf[page], page);
        rows -= rowsOf[page];
        if (page == highest) {
            highest = IntStream.iterate(page - 1, p -> p > 0, p -> p - 1)
                    .filter(p -> rowsOf(p) > 0)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** Records may have moved from these pages to others: whoever has them now has them rightly. */
    void forgetIdentitiesFrom(int first) {
        for (int page = stored.nextSetBit(first); page >= 0; page = stored.nextSetBit(page + 1)) {
            pageOf.remove(identityOf[page], page);
        }
    }

    /** Pages that have the same records as another one, and those others. */
    Set<Integer> repeats() {
        Set<Integer> repeats = new TreeSet<>();
        all().forEach(page -> {
            Integer other = pageWith(identityOf[page]);
            if (other != null && other != page && has(other)) {
                repeats.add(page);
                repeats.add(other);
            }
        });
        return repeats;
    }

    boolean has(int page) {
        return stored.get(page);
    }

    long identityOf(int page) {
        return has(page) ? identityOf[page] : 0;
    }

    /** How many records the page has; 0 when it is not stored. */
    int rowsOf(int page) {
        return has(page) ? rowsOf[page] : 0;
    }

    IntStream all() {
        return stored.stream();
    }

    int count() {
        return stored.cardinality();
    }

    /** The last page that has records; 0 when none has. */
    int highest() {
        return highest;
    }

    long rows() {
        return rows;
    }
}
