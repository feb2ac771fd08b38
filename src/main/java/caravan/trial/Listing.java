package caravan.trial;

import java.util.Map;

/**
 * Which records the CRM shows at this moment: always the same, unless the script lets them grow, shrink or move. Thread-safe.
 *
 * <p>Growing and shrinking begin after half of the pages; moving, when a certain page is first asked for.
 */
final class Listing {
    /** Every so many requests a source that never stands still has another record at its front. */
    private static final int REQUESTS_A_SHIFT = 3;

    private final long records;
    private final int limit;
    private final Paging paging;
    private final Map<FaultKind, Long> faults;
    private final long after;
    private final long changesAt;
    private long requests;
    private Order order;

    Listing(long records, Paging paging, FaultPlan plan) {
        this.records = records;
        this.limit = paging.limit(paging.defaultLimit());
        this.paging = paging;
        this.faults = plan.wholeRun();
        long pageAndHalf = limit + limit / 2L;
        this.after = plan.has(FaultKind.TOTALS_GROW)
                ? records + pageAndHalf
                : plan.has(FaultKind.TOTALS_SHRINK) ? Math.max(0, records - pageAndHalf) : records;
        this.changesAt = Math.max(1, paging.pages(records, limit) / 2);
        this.order = Order.of(records);
    }

    /** What the next page request sees. */
    synchronized Order visibleTo(long page) {
        requests++;
        if (after != records && requests > changesAt) {
            order = new Order(after, 0, -1, records);
        }
        if (isFirstAt(page, FaultKind.DELETE_DURING)) {
            // Of the page before: what stood at the front of this one is on a page that was asked for already.
            long deleted = Math.max(0, paging.first(page, limit) - limit / 2 - 1);
            order = new Order(records, 0, deleted, records);
        }
        if (isFirstAt(page, FaultKind.INSERT_DURING)) {
            order = new Order(records + 1, 1, -1, records);
        }
        if (isFirstAt(page, FaultKind.GROW_LAST)) {
            long grown = paging.first(paging.pages(records, limit) + 2, limit) + limit / 2;
            order = new Order(grown, 0, -1, records);
        }
        if (faults.containsKey(FaultKind.SHIFT_ALWAYS) && requests % REQUESTS_A_SHIFT == 0) {
            order = new Order(order.count() + 1, order.inserted() + 1, -1, records);
        }
        return order;
    }

    private boolean isFirstAt(long page, FaultKind kind) {
        return order.isAsInTheBeginning() && faults.getOrDefault(kind, 0L) == page;
    }

    synchronized Order now() {
        return order;
    }

    Order atFirst() {
        return Order.of(records);
    }

    /** What a perfect extraction has in the end. */
    synchronized Order atLast() {
        return after != records ? new Order(after, 0, -1, records) : order;
    }
}
