package caravan.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds a page that repeats another one but for a field that is another each time: where neither ids nor totals tell, a source that
 * repeats its last page would never end. Columns that have one value all through a page say nothing. Not thread-safe.
 */
final class Likeness {
    /** Whoever repeats a page repeats the last one, or begins again with the first. */
    private static final int REMEMBERED = 64;

    private final Map<Integer, long[]> latest = new LinkedHashMap<>();
    private long[] first = {};

    /** @param columns a hash of each column's values; 0 where they are all the same */
    void remember(int page, long[] columns) {
        if (page == 1) {
            first = columns;
            return;
        }
        latest.put(page, columns);
        if (latest.size() > REMEMBERED) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    /** The page that this one repeats, in most of its columns. */
    @Nullable
    Integer twin(int page, long[] columns) {
        if (page != 1 && isAlike(first, columns)) {
            return 1;
        }
        return latest.entrySet().stream()
                .filter(other -> other.getKey() != page && isAlike(other.getValue(), columns))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static boolean isAlike(long[] one, long[] other) {
        if (one.length != other.length) {
            return false;
        }
        int telling = 0;
        int same = 0;
        for (int i = 0; i < one.length; i++) {
            telling += one[i] != 0 || other[i] != 0 ? 1 : 0;
            same += one[i] != 0 && one[i] == other[i] ? 1 : 0;
        }
        return same > 0 && (2 * same > telling || same == telling - 1);
    }
}
