package caravan.boot;

import caravan.report.Outcome;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Waits for how the first run of each source ends. Where a trigger was filtered away there was nothing to do, and that is complete. */
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

    /** The worst outcome of all. */
    Outcome await(Beans beans) throws InterruptedException {
        Outcome worst = Outcome.COMPLETE;
        for (int left = beans.triggers(); left > 0; ) {
            Optional<Outcome> next = told.take();
            // What the trigger has handed on to another thread may begin a run yet.
            if (next.isPresent() || left > 1 || (beans.isIdle() && told.isEmpty())) {
                worst = worst.orWorse(next.orElse(Outcome.COMPLETE));
                left--;
            }
        }
        beans.noMore();
        return worst;
    }
}
