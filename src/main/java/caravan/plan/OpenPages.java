package caravan.plan;

import caravan.page.PageTask;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What plans have in common: a page that was handed out is open until it is settled, and whoever wants the next one waits while the
 * open ones may yet tell of it. Thread-safe.
 */
abstract class OpenPages implements PagePlan {
    final Map<Integer, PageTask> open = new TreeMap<>();
    boolean concluded;
    boolean stopped;

    /** The page that can be asked for now; null where there is none. */
    abstract @Nullable PageTask ready();

    /** Nothing is open and nothing is ready: queues what comes then, if anything does. */
    abstract boolean advance();

    @Override
    public final synchronized @Nullable PageTask next() {
        try {
            while (!stopped && !concluded) {
                PageTask page = ready();
                if (page != null) {
                    return hand(page);
                }
                if (!open.isEmpty()) {
                    wait();
                } else if (!advance()) {
                    return null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /** @return another task each time, equal or not: whoever asks for it again is told from who asked before */
    PageTask hand(PageTask page) {
        PageTask handed = page.again();
        open.put(page.page(), handed);
        return handed;
    }

    @Override
    public final synchronized boolean isOpen(int page) {
        return open.containsKey(page);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // an equal task may have been handed out again since
    public final synchronized boolean isOpen(PageTask task) {
        return open.get(task.page()) == task;
    }

    @Override
    public final synchronized void stop() {
        stopped = true;
        notifyAll();
    }
}
