package caravan.boot;

import caravan.report.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Waits for how the first run of each source ends. Where a trigger was filtered away there was nothing to do, and that is complete. */
final class FirstEnd implements RunListener {
    private final BlockingQueue<Optional<Ended>> told = new LinkedBlockingQueue<>();

    @Override
    public void ended(Ended end) {
        told.add(Optional.of(end));
    }

    @Override
    public void nothingToDo() {
        told.add(Optional.empty());
    }

    /** All ends, in the order in which they came. */
    List<Ended> await(Beans beans) throws InterruptedException {
        List<Ended> all = new ArrayList<>();
        for (int left = beans.triggers(); left > 0; ) {
            Optional<Ended> next = told.take();
            // What the trigger has handed on to another thread may begin a run yet.
            if (next.isPresent() || left > 1 || (beans.isIdle() && told.isEmpty())) {
                next.ifPresent(all::add);
                left--;
            }
        }
        beans.noMore();
        return all;
    }
}
