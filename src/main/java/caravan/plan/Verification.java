package caravan.plan;

import caravan.page.PageOutcome.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds what is stored against the source once more: which pages are asked again after the last one, and what their answers show.
 * Every rule has its number of rounds. Not thread-safe.
 *
 * <p>First a sample, suspects in it. Pages that have shifted: the first of them is found by halving, and all from there on are asked
 * again, once. Suspects: all are asked again where the counts do not agree or the sample has found one that was wrong.
 */
final class Verification {
    private static final int MAX_ROUNDS = 3;
    private static final int FEW = 3;
    private static final int MANY = 20;

    private final double percent;
    /** What the pages that were asked again have shown since the last page moved. */
    private final TreeMap<Integer, Change> seen = new TreeMap<>();

    private final Set<Integer> unseen = new TreeSet<>();
    private int asked;
    private int answered;
    private boolean active;
    private boolean sampled;
    private boolean redone;
    private boolean grown;
    private boolean changed;
    private int rounds;
    private int shiftedFrom;
    private Set<Integer> sharing = Set.of();

    /** @param percent how many of the pages are asked again */
    Verification(double percent) {
        this.percent = percent;
    }

    /**
     * Begins, or goes on after pages were stored anew.
     *
     * @param sharingIds pages with an id that another page has, too
     */
    void begin(Set<Integer> sharingIds) {
        active = true;
        sharing = sharingIds;
    }

    boolean isActive() {
        return active;
    }

    boolean isSharing(int page) {
        return sharing.contains(page);
    }

    /** Whether the source may still grow: what comes after that belongs to the next run. */
    boolean mayGrow() {
        return !grown;
    }

    void grow() {
        grown = true;
    }

    /**
     * The sample that is due; empty when there was one.
     *
     * @param isCounted whether a total agrees with what is stored
     */
    Collection<Integer> sample(
            List<Integer> stored, Collection<Integer> notable, List<Integer> suspects, boolean isCounted) {
        if (sampled) {
            return List.of();
        }
        sampled = true;
        Set<Integer> sample = new TreeSet<>(Sample.of(stored, Sample.size(stored.size(), percent), notable, suspects));
        boolean areFew = suspects.size() <= Math.max(FEW, stored.size() / 10) && suspects.size() <= MANY;
        if (!isCounted && areFew) {
            // No total tells whether they are whole, and so few are hardly short by nature.
            sample.addAll(suspects);
        }
        return sample;
    }

    void asks(int pages) {
        asked += pages;
    }

    void seen(int page, Change change) {
        if (!active) {
            return;
        }
        answered++;
        seen.put(page, change);
        unseen.remove(page);
        changed |= change == Change.GROWN;
    }

    /** It was asked again in vain: another time would show nothing else. */
    void cleared(int page) {
        if (active) {
            seen.put(page, Change.SAME);
        }
    }

    void failed(int page) {
        unseen.add(page);
    }

    /** The page between those that have shifted and those before them that have not, if it is not known; else 0. */
    int halfWay() {
        int shifted = firstShifted();
        if (shifted == 0 || redone) {
            return 0;
        }
        int same = lastUnshiftedBefore(shifted);
        int middle = same + (shifted - same) / 2;
        return shifted - same > 1 && !unseen.contains(middle) ? middle : 0;
    }

    /** From which page on all are asked again; 0 where none is, or they were already. */
    int redoFrom() {
        int shifted = firstShifted();
        if (shifted == 0 || redone) {
            return 0;
        }
        redo(lastUnshiftedBefore(shifted) + 1);
        return shiftedFrom;
    }

    /** Pages were, or are to be, asked again from this one on; the source is looked at anew after that. */
    void redo(int from) {
        redone = true;
        shiftedFrom = from;
    }

    /** All were asked again: another sample shows whether they stand still now. */
    void sampleAnew() {
        active = false;
        sampled = false;
        seen.clear();
        unseen.clear();
    }

    int shiftedFrom() {
        return shiftedFrom;
    }

    private int firstShifted() {
        return seen.entrySet().stream()
                .filter(page -> page.getValue() == Change.SHIFTED)
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    private int lastUnshiftedBefore(int page) {
        Map.Entry<Integer, Change> before = seen.lowerEntry(page);
        return before == null ? 0 : before.getKey();
    }

    /** Whether pages have shifted that were asked again already. */
    boolean isUnstable() {
        return redone && firstShifted() > 0;
    }

    /** Those of the suspects that are asked again now; empty when the others are cleared. */
    List<Integer> round(List<Integer> suspects, boolean countsAgree) {
        if (rounds == MAX_ROUNDS || (countsAgree && !changed)) {
            return List.of();
        }
        List<Integer> again = new ArrayList<>(suspects);
        again.removeIf(page -> unseen.contains(page) || (seen.containsKey(page) && seen.get(page) != Change.GROWN));
        rounds += again.isEmpty() ? 0 : 1;
        return again;
    }

    /** How many pages were asked again to see whether they are the same. */
    int asked() {
        return asked;
    }

    /** How many of those have answered. */
    int answered() {
        return answered;
    }

    boolean isOn() {
        return percent > 0;
    }
}
