package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fetch.GetPage;
import caravan.page.Page;
import caravan.page.PageOutcome.Change;
import caravan.page.PageTask.Purpose;
import caravan.plan.Answer;
import caravan.plan.Judgement;
import caravan.plan.PagePlan;
import caravan.source.Source;
import caravan.store.PageComparison;
import caravan.store.RowWriter;
import java.io.IOException;

/**
 * Decides whether an answer is believed: an answer is evidence, not truth. One that does not fit what is known is asked for again,
 * after a while, and believed when it comes once more; what it announces counts only then. Thread-safe.
 */
public final class PageCheck {
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
            content.announced(run.plan().sized(page.task(), content.announced(), content.rows()));
            Answer answer = answer(run.plan(), page, content, run.source().id());
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
        if (page.task().purpose() != Purpose.PROBE) {
            run.plan().believed(page.task(), content.announced());
        }
        return believed;
    }

    /** The same outside of a run. */
    public static Page judge(PagePlan plan, PageAttempts page, Page content, String idField) throws FetchException {
        return decide(page, content, plan.judge(page.task(), answer(plan, page, content, idField)));
    }

    /** An attempt that failed: throws what it means. That there is no such page is an answer like others. */
    public void refused(Run run, PageAttempts page, Exception thrown) throws Exception {
        FetchException failure = FetchException.in(thrown);
        if (failure == null
                || failure.kind() == FailureKind.REDIRECTED
                || !isPastEnd(run.source(), failure.causeName())) {
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

    /** Whether a status says that there is no such page; others may only mean that it cannot be fetched. */
    private static boolean isPastEnd(Source source, String cause) {
        return cause.matches("\\d{3}") && source.pastEnd().contains(Integer.valueOf(cause));
    }

    private static Page decide(PageAttempts page, Page content, Judgement judgement) throws FetchException {
        if (judgement.refusal() != null) {
            throw new FetchException(FailureKind.REFUSED, "next page", judgement.refusal());
        }
        if (judgement.doubt() != null && !page.confirms(judgement.doubt(), judgement.isPatient())) {
            throw doubtful("doubtful", "the answer " + judgement.doubt());
        }
        if (judgement.outcome() != null) {
            page.concludes(judgement);
            throw settled();
        }
        return content;
    }

    private static Answer answer(PagePlan plan, PageAttempts page, Page content, String idField) {
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
                        run.source().isChained() && run.plan().has(page.number() + 1) ? page.number() + 1 : 0,
                        content,
                        run.source().id());
    }

    private static FetchException doubtful(String cause, String message) {
        return new FetchException(FailureKind.DOUBTFUL, cause, message);
    }

    private static FetchException settled() {
        return new FetchException(FailureKind.SETTLED, "settled", "nothing of it is to be stored");
    }
}
