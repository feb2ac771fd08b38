package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fetch.GetPage;
import caravan.page.Page;
import caravan.page.PageOutcome.Change;
import caravan.page.PageTask.Purpose;
import caravan.plan.Answer;
import caravan.plan.Judgement;
import caravan.plan.NumberedPlan;
import caravan.store.PageComparison;
import caravan.store.RowWriter;
import java.io.IOException;
import java.util.Set;

/**
 * Decides whether an answer is believed: an answer is evidence, not truth. One that does not fit what is known is asked for again,
 * after a while, and believed when it comes once more; what it announces counts only then. Thread-safe.
 */
public final class PageCheck {
    /** The statuses by which an API says that a page does not exist; others may only mean that it cannot be fetched. */
    private static final Set<String> ABSENT = Set.of("404", "410", "416");

    private static final long[] NO_COLUMNS = {};

    private final RowWriter rowWriter;

    /** @param rowWriter knows the CSV dialect of the routes, to compare a page with what is stored of it */
    public PageCheck(RowWriter rowWriter) {
        this.rowWriter = rowWriter;
    }

    /** The page when it is to be stored; tells the pace that it has come. */
    public Page believe(Run run, PageAttempts page, Page content) throws FetchException, IOException {
        Page believed;
        try {
            Answer answer = answer(run.plan(), page, content, run.source().getIdField());
            believed = page.task().purpose() == Purpose.PROBE
                    ? decide(
                            page,
                            content,
                            run.plan().judgeProbe(page.task(), change(run, page, content, answer), answer))
                    : decide(page, content, run.plan().judge(page.task(), answer));
        } catch (FetchException doubt) {
            throw doubt.of(content.attempt());
        }
        run.traffic().arrived(page, content.attempt(), content.bytes());
        return believed;
    }

    /** The same outside of a run. */
    public static Page judge(NumberedPlan plan, PageAttempts page, Page content, String idField) throws FetchException {
        return decide(page, content, plan.judge(page.task(), answer(plan, page, content, idField)));
    }

    /** An attempt that failed: throws what it means. That there is no such page is an answer like others. */
    public void refused(Run run, PageAttempts page, Exception thrown) throws Exception {
        FetchException failure = FetchException.in(thrown);
        if (failure == null || failure.kind() != FailureKind.PERMANENT || !ABSENT.contains(failure.causeName())) {
            throw thrown;
        }
        Judgement judgement = run.plan().judgeAbsent(page.task());
        if (judgement == null) {
            throw thrown;
        }
        if (judgement.doubt() != null && !page.confirms(judgement.doubt(), judgement.isPatient())) {
            throw doubtful(failure.causeName(), failure.getMessage()).of(failure.attempt());
        }
        if (judgement.outcome() == null) {
            throw thrown;
        }
        page.concludes(judgement);
        throw settled().of(failure.attempt());
    }

    private static Page decide(PageAttempts page, Page content, Judgement judgement) throws FetchException {
        if (judgement.doubt() != null && !page.confirms(judgement.doubt(), judgement.isPatient())) {
            throw doubtful("doubtful", "the answer " + judgement.doubt());
        }
        if (judgement.outcome() != null) {
            page.concludes(judgement);
            throw settled();
        }
        return content;
    }

    private static Answer answer(NumberedPlan plan, PageAttempts page, Page content, String idField) {
        return new Answer(
                content.rows(),
                content.identity(idField),
                content.hasIds(idField),
                content.hasIds(idField) || plan.hasTotals() ? NO_COLUMNS : content.columnHashes(),
                GetPage.isAnother(page.task(), content),
                content.announced());
    }

    private Change change(Run run, PageAttempts page, Page content, Answer answer) throws IOException, FetchException {
        if (run.plan().mustBeSame() == page.number()
                && !PageComparison.isIdentical(run.store(), rowWriter.dialect(), page.number(), content)) {
            throw new FetchException(
                    FailureKind.REFUSED,
                    "another user",
                    "the token is another one than before, and this page has other records with it: give --fresh for a new run");
        }
        return run.plan().isIdentical(page.number(), answer.identity())
                ? Change.SAME
                : PageComparison.of(
                        run.store(),
                        rowWriter.dialect(),
                        page.number(),
                        content,
                        run.source().getIdField());
    }

    private static FetchException doubtful(String cause, String message) {
        return new FetchException(FailureKind.DOUBTFUL, cause, message);
    }

    private static FetchException settled() {
        return new FetchException(FailureKind.SETTLED, "settled", "nothing of it is to be stored");
    }
}
