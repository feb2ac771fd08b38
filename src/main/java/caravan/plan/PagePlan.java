package caravan.plan;

import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageOutcome.Change;
import caravan.page.PageTask;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which page is asked next, and when there is none left. A fold over facts: {@link #settle} takes those of this session and
 * {@code resume…} those of earlier ones. Thread-safe. A page that was handed out is open until it is settled; while the last ones are
 * open, {@link #next} waits, since their answers may tell of further pages.
 */
public interface PagePlan {
    /** Page 1, before any other; null when it is stored already. */
    @Nullable
    PageTask first();

    /** Whether page 1 is stored, so that others can be asked for, and the plan was not stopped. */
    boolean isUnderWay();

    /** So many ways to go through the pages still to ask for; whoever is free takes the next one. */
    default List<Iterator<@Nullable PageTask>> lanes(int count) {
        return Stream.<Iterator<@Nullable PageTask>>generate(() -> new Lane(this))
                .limit(count)
                .toList();
    }

    /** The next page to ask for; waits while open pages may yet decide; null when none is left. */
    @Nullable
    PageTask next();

    /** What a page that has come announces, with how many records a full one holds where the plan knows that better. */
    default Announced sized(PageTask task, Announced announced, int rows) {
        return announced;
    }

    /** Says what an answer is worth, before it is stored; for a probe see {@link #judgeProbe}. */
    Judgement judge(PageTask task, Answer answer);

    /** An answer is believed, and its records are about to be stored. */
    default void believed(PageTask task, Announced announced) {}

    /** The same of a page that is stored and was asked again. */
    Judgement judgeProbe(PageTask task, Change change, Answer answer);

    /** The same where the API says that there is no such page; null when that is not believed: the page has failed. */
    @Nullable
    Judgement judgeAbsent(PageTask task);

    /** What else is to be said of a page that has failed; empty for nothing. */
    default String advice(PageTask task, String cause) {
        return "";
    }

    /**
     * A page that was handed out has come to its end.
     *
     * @return whether the API must be taken for unreachable
     */
    boolean settle(PageOutcome outcome);

    /** A fact that an earlier session of the run has seen. */
    void resume(PageOutcome fact);

    /** A page that an earlier session has given up. */
    void resumeFailed(PageOutcome.Failed page);

    /** A page that was stored is so no more. */
    void resumeWithout(int page);

    /** An earlier session has begun to ask again for all pages from this one on; those stored since then are so. */
    void resumeRedo(int from);

    /** Another session begins: the source may have changed between the two. */
    void resumeSession();

    /** An earlier session has proven all of it. */
    void resumeConcluded();

    /** Whoever asks now may be another one: before anything else, a stored page must come as it was. */
    void checkFirst();

    /** The page that must come byte for byte as it is stored; 0 where none must. */
    int mustBeSame();

    /** Whether a page that has come has the records that are stored. */
    boolean isIdentical(int page, long identity);

    /** What is to be said of a limit beyond which the API refuses all pages; null where there is none. */
    default @Nullable String limit() {
        return null;
    }

    /** Whether a page that was handed out need not be asked for: it would be refused like those before it. */
    default boolean isPastLimit(PageTask task) {
        return false;
    }

    /** Whether a page that fails now will be asked again when all others are there. To be asked before it is told as failed. */
    boolean willAskAgain(PageOutcome.Failed page);

    /** Whether a page that was handed out is neither stored nor given up. */
    boolean isOpen(int page);

    /** Whether the one time that a page was handed out is neither stored nor given up. */
    boolean isOpen(PageTask task);

    /** Hands out no further page and wakes all who wait for one. */
    void stop();

    /**
     * All pages that were to be had are stored, or given up: begins to look at the source once more, or ends that.
     *
     * @param sharingIds the pages with an id that another page has, too
     * @return whether nothing is left to ask for
     */
    boolean examine(Set<Integer> sharingIds);

    /** How often something was stored, replaced or taken back. */
    int changes();

    /** How many pages the run has to have, as far as is known; at least 1. */
    int expected();

    /** Whether the page is stored. */
    boolean has(int page);

    /** Whether nothing is behind the last page, as far as can be seen. */
    boolean isEndProven();

    /** Whether every page from the first to the last is stored. */
    boolean isStored();

    /** How much the API said there is, each time it said something else; empty when it never changed its mind. */
    List<String> announcements();

    Extent extent();

    /** How many records there are in the API's newest word; -1 when it does not say. */
    long announcedRecords();

    /** Whether anything says how much there is. */
    boolean hasTotals();

    /** How many pages were asked once more to see that the source stood still, and how many of them answered. */
    Probed probed();

    /** @param of how many */
    record Probed(int answered, int of) {}

    /** What speaks against a file that has all pages; empty when nothing does. */
    List<Difference> differences();
}
