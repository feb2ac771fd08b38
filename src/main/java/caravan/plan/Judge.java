package caravan.plan;

import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageOutcome.Change;
import caravan.page.PageOutcome.FarAnswer;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says what an answer is worth. Doubtful are: no records where some are expected, the records of another page, less announced
 * than before. A page that is only short is stored, and asked again at the end. Not thread-safe; used under the plan's lock.
 */
final class Judge {
    /** A source that shrinks steadily announces less with each page: so often that is asked once more. */
    private static final int MAX_LOWER = 12;

    private static final String ABSENT = "says that there is no such page";

    private final NumberedPlan plan;
    /** Pages that were empty or absent when first asked: what lies behind them is not asked for until that is settled. */
    private final TreeSet<Integer> doubted = new TreeSet<>();

    private final Likeness likeness = new Likeness();
    private int lower;
    private boolean wrapped;

    Judge(NumberedPlan plan) {
        this.plan = plan;
    }

    Judgement of(PageTask task, Answer answer) {
        return switch (task.purpose()) {
            case RECORDS, AGAIN, PROBE ->
                answer.rows() == 0 ? ofNothing(task.page(), answer.announced()) : ofRecords(task, answer);
            case END -> ofEnd(task.page(), answer);
            case FAR -> ofFar(task.page(), answer);
        };
    }

    private Judgement ofNothing(int page, Announced announced) {
        PageOutcome ended = new PageOutcome.Ended(page, announced);
        boolean stored = plan.pages.has(page);
        if (page > 1 && !stored && (plan.isBehindNothing(page) || isAllThere(page))) {
            // Of several lanes past the end only the first counts.
            return Judgement.settled(ended);
        }
        doubted.add(page);
        boolean mustBeThere = stored || page <= plan.firm() || page < plan.pages.highest();
        // Asked again at the end: an overload may last, and only the absence of records says that there are none.
        boolean isPatient = mustBeThere && plan.lacking.isEmpty(page);
        return new Judgement(
                "holds no records",
                page == 1 ? null : mustBeThere ? new PageOutcome.Empty(page, announced) : ended,
                isPatient,
                null);
    }

    /** Whether all that was announced is stored, so that no records come as no surprise. */
    private boolean isAllThere(int page) {
        long records = plan.totals.mostRecords();
        return page > plan.pages.highest()
                && (records >= 0
                        ? plan.pages.rows() >= records
                        : plan.totals.pages() >= 0 && page > plan.totals.pages());
    }

    private Judgement ofRecords(PageTask task, Answer answer) {
        int page = task.page();
        Integer twin = twin(page, answer);
        boolean isLower = twin != null && twin > page && plan.copies.isRepeating();
        if (twin != null && twin != page && !plan.copies.areData() && !isLower) {
            return new Judgement(
                    "holds the same records as page " + twin,
                    // Behind the end that all agree on, what comes again is the end.
                    plan.totals.areKnown() && page > plan.firm() && twin < page && !plan.pages.has(page)
                            ? new PageOutcome.Ended(page, answer.announced())
                            : plan.copies.outcome(page, twin, answer.hasIds(), answer.announced()));
        }
        boolean same = task.purpose() == Purpose.AGAIN && plan.pages.identityOf(page) == answer.identity();
        return announcedBy(answer, page, same ? new PageOutcome.Probed(page, Change.SAME, answer.announced()) : null);
    }

    private @Nullable Integer twin(int page, Answer answer) {
        Integer twin = plan.pages.pageWith(answer.identity());
        return twin != null || answer.columns().length == 0 ? twin : likeness.twin(page, answer.columns());
    }

    private Judgement ofEnd(int page, Answer answer) {
        Integer twin = twin(page, answer);
        if (answer.rows() == 0 || answer.another() || twin != null) {
            int original = plan.copies.originalOf(page - 1);
            wrapped |= twin != null && original > 0 && twin == original + 1 && twin < page - 1;
            return Judgement.settled(new PageOutcome.Ended(page, answer.announced()));
        }
        plan.pages.claim(page, answer.identity());
        return Judgement.ACCEPTED;
    }

    private Judgement ofFar(int page, Answer answer) {
        boolean known = answer.another() || twin(page, answer) != null;
        if (answer.rows() == 0) {
            return new Judgement("holds no records", new PageOutcome.Far(page, FarAnswer.NOTHING));
        }
        return Judgement.settled(new PageOutcome.Far(page, known ? FarAnswer.KNOWN : FarAnswer.NEW));
    }

    Judgement ofProbe(PageTask task, Change change, Answer answer) {
        int page = task.page();
        Change seen = answer.rows() == 0 && page < plan.pages.highest() ? Change.SHIFTED : change;
        if (seen == Change.SHIFTED || seen == Change.SHRUNK) {
            return new Judgement("differs from what is stored", new PageOutcome.Probed(page, seen, answer.announced()));
        }
        Integer twin = plan.pages.pageWith(answer.identity());
        if (seen == Change.GROWN && twin != null && twin < page) {
            // A copy that was cut when it was stored.
            return new Judgement(
                    "holds the same records as page " + twin, new PageOutcome.Copied(page, twin, answer.announced()));
        }
        if (seen == Change.GROWN && twin != null && twin > page) {
            // It was cut when it was stored, and its repetition behind the end was not: that is the copy.
            plan.copies.displacedBy(twin);
        }
        return announcedBy(
                answer, page, seen == Change.SAME ? new PageOutcome.Probed(page, seen, answer.announced()) : null);
    }

    /** An answer whose records are believed. */
    private Judgement announcedBy(Answer answer, int page, @Nullable PageOutcome outcome) {
        if (plan.totals.isLower(answer.announced(), answer.rows()) && lower < MAX_LOWER) {
            lower++;
            return new Judgement("announces less than the answers before", outcome);
        }
        doubted.remove(page);
        plan.pages.claim(page, answer.identity());
        if (answer.columns().length > 0) {
            likeness.remember(page, answer.columns());
        }
        return new Judgement(null, outcome);
    }

    @Nullable
    Judgement ofAbsent(PageTask task) {
        int page = task.page();
        PageOutcome ended = new PageOutcome.Ended(page, Announced.NOTHING);
        return switch (task.purpose()) {
            case FAR -> Judgement.settled(new PageOutcome.Far(page, FarAnswer.NOTHING));
            case END -> new Judgement(ABSENT, ended);
            case PROBE -> {
                Change change = page < plan.pages.highest() ? Change.SHIFTED : Change.SHRUNK;
                yield new Judgement(ABSENT, new PageOutcome.Probed(page, change, Announced.NOTHING));
            }
            case RECORDS, AGAIN -> ofAbsentRecords(page, ended);
        };
    }

    private @Nullable Judgement ofAbsentRecords(int page, PageOutcome ended) {
        if (page == 1) {
            return null;
        }
        if (plan.isBehindNothing(page)) {
            return Judgement.settled(ended);
        }
        doubted.add(page);
        boolean mayBeTheEnd = page > plan.firm() && page > plan.pages.highest();
        return new Judgement(ABSENT, mayBeTheEnd ? ended : null);
    }

    boolean hasWrapped() {
        return wrapped;
    }

    boolean isDoubtedBelow(int page) {
        return doubted.lower(page) != null;
    }

    boolean isDoubtedBetween(int after, int before) {
        Integer first = doubted.higher(after);
        return first != null && first < before;
    }

    void settled(int page) {
        doubted.remove(page);
    }
}
