package caravan.plan;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Chooses which pages are asked again to see that the source stood still. Pure. */
final class Sample {
    private static final int LEAST = 3;
    /** For each percent. */
    private static final int MOST = 20;

    private Sample() {}

    /** How many of so many pages: the given percentage, but at least 3 and at most 20 for each percent. */
    static int size(int pages, double percent) {
        if (percent <= 0) {
            return 0;
        }
        double most = MOST * Math.max(1, percent);
        return (int) Math.min(pages, Math.max(LEAST, Math.min(most, Math.ceil(pages * percent / 100))));
    }

    /**
     * The first page and the last, then the notable ones, the suspects and, evenly between, any.
     *
     * @param stored all stored pages, in order; the sample is taken from them
     */
    static SortedSet<Integer> of(List<Integer> stored, int size, Collection<Integer> notable, List<Integer> suspects) {
        SortedSet<Integer> sample = new TreeSet<>();
        if (size == 0 || stored.isEmpty()) {
            return sample;
        }
        sample.add(stored.get(0));
        if (size > 1) {
            sample.add(stored.get(stored.size() - 1));
        }
        // Half of the room at most: a source whose totals change all the time has many of them.
        int room = sample.size() + (size - sample.size() + 1) / 2;
        notable.stream().filter(page -> has(stored, page)).limit(room).forEach(page -> addUpTo(sample, room, page));
        int free = size - sample.size();
        for (int i = 0; i < Math.min(free, suspects.size()); i++) {
            sample.add(suspects.get((int) ((long) i * suspects.size() / Math.min(free, suspects.size()))));
        }
        while (sample.size() < size) {
            sample.add(stored.get(middleOfWidestGap(stored, sample)));
        }
        return sample;
    }

    private static void addUpTo(SortedSet<Integer> sample, int room, int page) {
        if (sample.size() < room) {
            sample.add(page);
        }
    }

    private static boolean has(List<Integer> stored, int page) {
        return Collections.binarySearch(stored, page) >= 0;
    }

    private static int middleOfWidestGap(List<Integer> stored, SortedSet<Integer> sample) {
        int widest = 0;
        int middle = 0;
        int last = -1;
        for (int page : sample) {
            int at = Collections.binarySearch(stored, page);
            if (last >= 0 && at - last > widest) {
                widest = at - last;
                middle = last + (at - last) / 2;
            }
            last = at;
        }
        return middle;
    }
}
