package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.page.Attempt;
import caravan.page.PageTask;
import java.time.Duration;

/** Pages that were requested once: they came, or did not. */
public final class Attempted {
    private static final Attempt ONE = new Attempt(1, 0, Duration.ZERO, Long.MAX_VALUE, Duration.ZERO);

    private Attempted() {}

    /** A page that was requested once and came. */
    public static PageAttempts came(PageTask task) {
        PageAttempts page = new PageAttempts(task, System::nanoTime);
        page.begin();
        page.sent(ONE);
        return page;
    }

    /** A page that was requested once and did not come. */
    public static PageAttempts failed(PageTask task, FailureKind kind, String cause) {
        PageAttempts page = came(task);
        page.failed(new FetchException(kind, cause, cause + " instead of a page"));
        return page;
    }
}
