package caravan.plan;

import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageOutcome.FarAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pages that brought the records of another page, and what that means: a wrong answer, an API that repeats itself past its end,
 * one that ignores its page parameter, or records that are just alike. Not thread-safe.
 *
 * <p>Both pages are asked again, the one that is stored first. Where the records have no ids, or no total is announced, a page far
 * past the end decides.
 */
final class Copies {
    /** So many copies of one page, and no other page was ever right: the API does not look at the number. */
    private static final int IGNORING = 3;

    /** What is to be done next. */
    enum Step {
        NONE,
        /** A higher page was stored before the lower one that it repeats: ask for {@link #displaced}, to store it. */
        LOWER,
        /** Then for {@link #takeDisplacing}, which is the copy. */
        HIGHER,
        /** Ask again for those that were stored first: {@link #originals}. */
        ORIGINALS,
        /** Then again for those that repeat them: {@link #pages}. */
        COPIES,
        /** See whether the page after the first copy repeats, too: {@link #first} + 1. */
        WRAP
    }

    private final TreeMap<Integer, Integer> originalOf = new TreeMap<>();
    private final Set<Integer> decided = new HashSet<>();
    private boolean withoutIds;
    private boolean originalsAsked;
    private boolean wrapAsked;
    private boolean wraps;
    private int displaced;
    private int displacing;
    private boolean ignored;
    private @Nullable FarAnswer far;

    /** What a page becomes whose answer repeats {@code original} for the second time. */
    PageOutcome outcome(int page, int original, boolean hasIds, Announced announced) {
        withoutIds = !hasIds;
        return decided.contains(page)
                ? new PageOutcome.Failed(
                        page,
                        "copy",
                        "it holds the same records as page " + original
                                + (ignored ? ", as others do: the API may not know the page parameter" : ""),
                        false)
                : new PageOutcome.Copied(page, original, announced);
    }

    void add(int page, int original) {
        originalOf.put(page, original);
    }

    /** The page is stored: it is no copy. */
    void remove(int page) {
        originalOf.remove(page);
        ignored &= !decided.contains(page);
    }

    boolean has(int page) {
        return originalOf.containsKey(page);
    }

    /** Whether records may be alike that are not the same. */
    boolean areData() {
        return withoutIds && (far == FarAnswer.NOTHING || far == FarAnswer.NEW);
    }

    /** Whether the API repeats itself where it has nothing more to say; its end lies before {@link #first}. */
    boolean isRepeating() {
        return far == FarAnswer.KNOWN && (!originalOf.isEmpty() || displacing > 0);
    }

    boolean isIgnoringThePage() {
        return ignored || (originalOf.size() >= IGNORING && new HashSet<>(originalOf.values()).size() == 1);
    }

    /** Whether so many pages behind this one repeat others that more of them would tell nothing new. */
    boolean areManyBehind(int page) {
        return originalOf.tailMap(page + 1).size() >= IGNORING;
    }

    /** The first copy; 0 where there is none. */
    int first() {
        return originalOf.isEmpty() ? 0 : originalOf.firstKey();
    }

    int originalOf(int page) {
        return originalOf.getOrDefault(page, 0);
    }

    List<Integer> pages() {
        return new ArrayList<>(originalOf.keySet());
    }

    Set<Integer> originals() {
        return new HashSet<>(originalOf.values());
    }

    /** Whether a page far past the end must be seen before anything else is asked for. */
    boolean needsFar(boolean totalsAreKnown) {
        return far == null && !originalOf.isEmpty() && (withoutIds || !totalsAreKnown);
    }

    void far(FarAnswer answer) {
        far = answer;
    }

    /** The page after the first copy was seen: whether it repeats the page after the original. */
    void wraps(boolean does) {
        wraps |= does;
    }

    /** Whether the repetition itself proves the end: the last page is not full, or several pages come again in their order. */
    boolean provesEnd(boolean lastPageIsShort) {
        return isRepeating() && first() > 2 && (lastPageIsShort || wraps);
    }

    /** What is to be done now that nothing is open. */
    Step next() {
        if (displacing > 0) {
            return Step.HIGHER;
        }
        if (originalOf.isEmpty()) {
            return Step.NONE;
        }
        if (isRepeating()) {
            if (originalOf(first()) > first()) {
                displace();
                return Step.LOWER;
            }
            if (!wrapAsked && first() > 2) {
                wrapAsked = true;
                return Step.WRAP;
            }
            return Step.NONE;
        }
        if (!originalsAsked && !areData()) {
            originalsAsked = true;
            return Step.ORIGINALS;
        }
        return Step.COPIES;
    }

    private void displace() {
        displaced = first();
        displacing = originalOf(displaced);
        originalOf.remove(displaced);
        originalOf.replaceAll((page, original) -> original == displacing ? displaced : original);
    }

    /** This page has the records of a lower one that has come since. */
    void displacedBy(int page) {
        displacing = page;
    }

    int displaced() {
        return displaced;
    }

    /** The page that was stored with another one's records; asked for once. */
    int takeDisplacing() {
        int page = displacing;
        displacing = 0;
        return page;
    }

    /** They are asked for once more; what they bring then is final. */
    List<Integer> takeAll() {
        List<Integer> all = pages();
        ignored = isIgnoringThePage();
        decided.addAll(all);
        originalOf.clear();
        originalsAsked = false;
        return all;
    }
}
