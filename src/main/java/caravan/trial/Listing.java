package caravan.trial;

import java.util.concurrent.atomic.AtomicLong;

/** How many records the CRM shows at this moment: always as many, unless the script lets them grow or shrink. Thread-safe. */
final class Listing {
    private final long before;
    private final long after;
    private final long changesAt;
    private final AtomicLong requests = new AtomicLong();

    Listing(long records, Paging paging, FaultPlan plan) {
        int limit = paging.limit(paging.defaultLimit());
        long pageAndHalf = limit + limit / 2L;
        this.before = records;
        this.after = plan.has(FaultKind.TOTALS_GROW)
                ? records + pageAndHalf
                : plan.has(FaultKind.TOTALS_SHRINK) ? Math.max(0, records - pageAndHalf) : records;
        this.changesAt = Math.max(1, paging.pages(records, limit) / 2);
    }

    /** What the next page request sees. */
    long visibleToNext() {
        return requests.getAndIncrement() < changesAt ? before : after;
    }

    long atFirst() {
        return before;
    }

    long atLast() {
        return after;
    }
}
