package caravan.plan;

import caravan.page.PageTask;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One way through the pages of a plan, as the split EIP wants it. Used by one thread at a time. */
final class Lane implements Iterator<@Nullable PageTask> {
    private final PagePlan plan;
    private boolean ended;

    Lane(PagePlan plan) {
        this.plan = plan;
    }

    /**
     * True until {@link #next} has returned null, which the EIP skips: it asks this while the page before is still to be
     * carried, and must not wait for what that page will tell.
     */
    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public @Nullable PageTask next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        PageTask page = plan.next();
        ended = page == null;
        return page;
    }
}
