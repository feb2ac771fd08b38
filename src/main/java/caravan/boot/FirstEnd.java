package caravan.boot;

import caravan.report.Outcome;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Waits for how the first run ends. Where the trigger was filtered away there was nothing to do, and that is complete. */
final class FirstEnd implements RunListener {
    private final BlockingQueue<Optional<Outcome>> told = new LinkedBlockingQueue<>();

    @Override
    public void ended(Outcome outcome) {
        told.add(Optional.of(outcome));
    }

    @Override
    public void nothingToDo() {
        told.add(Optional.empty());
    }

    Outcome await(Beans beans) throws InterruptedException {
        while (true) {
            Optional<Outcome> next = told.take();
            // What the trigger has handed on to another thread may begin a run yet.
            if (next.isPresent() || (beans.isIdle() && told.isEmpty())) {
                beans.noMore();
                return next.orElse(Outcome.COMPLETE);
            }
        }
    }
}
