package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fetch.GetPage;
import caravan.page.Page;
import caravan.plan.NumberedPlan;
import java.util.Objects;

/**
 * Decides whether a page that has come is believed: whether it holds as many records as it should, and no other page's. One that
 * is not is asked for again, twice; then the fullest answer is believed, and named in report and manifest. Thread-safe.
 */
public final class PageCheck {
    /** How often an answer that holds too little is asked for again. */
    private static final int MAX_DOUBTS = 2;

    /** The page when it is believed; tells the pace that it has come. */
    public Page believe(Run run, PageAttempts page, Page content) throws FetchException {
        Page believed;
        try {
            believed = judge(run.plan(), page, content);
        } catch (FetchException doubt) {
            throw doubt.of(content.attempt());
        }
        run.traffic().arrived(page, content.attempt());
        return believed;
    }

    /**
     * The same outside of a run.
     *
     * @throws FetchException of the kind DOUBTFUL when it is to be asked for again, ENDED when the pages end before it
     */
    public static Page judge(NumberedPlan plan, PageAttempts page, Page content) throws FetchException {
        int number = page.number();
        boolean pastEnd = page.task().pastEnd();
        boolean another = GetPage.isAnother(page.task(), content);
        if (pastEnd && (another || content.rows() == 0)) {
            page.answeredWith(content, another);
            throw ended();
        }
        String doubt = plan.doubt(number, content.rows(), content.hash(), content.announced());
        boolean repeat = plan.isRepeat(number, content.hash());
        page.answeredWith(content, repeat);
        // Past their end some APIs answer with nothing, others with their last page again.
        boolean mayBeTheEnd = (content.rows() == 0 || repeat) && (pastEnd || plan.isPastEnd(number));
        if (doubt == null && !mayBeTheEnd) {
            return content;
        }
        if (doubt != null && page.doubts() < MAX_DOUBTS) {
            page.doubted();
            throw new FetchException(FailureKind.DOUBTFUL, "doubtful", "the answer " + doubt);
        }
        if (mayBeTheEnd) {
            throw ended();
        }
        Page fullest = Objects.requireNonNull(page.fullest(), "At least this answer was kept");
        plan.believed(fullest.rows());
        page.problem("%s, asked %d times".formatted(doubt, MAX_DOUBTS + 1));
        return fullest;
    }

    private static FetchException ended() {
        return new FetchException(FailureKind.ENDED, "end", "nothing follows");
    }
}
