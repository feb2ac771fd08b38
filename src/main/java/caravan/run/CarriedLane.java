package caravan.run;

import caravan.page.PageTask;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A lane that ends the run when it is asked for the next page while its last one is neither stored nor given up: a step of the
 * routes, a filter or a stop, has dropped that page, and the plan would wait for it for ever. Used by one thread at a time.
 */
final class CarriedLane implements Iterator<@Nullable PageTask> {
    private final Iterator<@Nullable PageTask> lane;
    private final Run run;
    private @Nullable PageTask last;

    CarriedLane(Iterator<@Nullable PageTask> lane, Run run) {
        this.lane = lane;
        this.run = run;
    }

    @Override
    public boolean hasNext() {
        return lane.hasNext();
    }

    @Override
    public @Nullable PageTask next() {
        if (last != null && run.plan().isOpen(last)) {
            run.stop(new StopReason(
                    StopReason.Reason.BUG,
                    "Page %d was neither stored nor given up: a step of the routes ended its way"
                            .formatted(last.page())));
        }
        last = lane.next();
        return last;
    }
}
