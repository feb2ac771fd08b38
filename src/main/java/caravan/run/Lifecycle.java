package caravan.run;

import caravan.store.LedgerLine;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the lines of a ledger, to say whether its run is to be taken up once more.
 *
 * <p>A run is over when it was delivered complete; when it differed from what the API announced in two sessions; or when the pages
 * that a delivered one lacks failed again in a later session. So one bad page, or one wrong total, never freezes a schedule.
 */
final class Lifecycle {
    private int session;
    private int pages;
    private int storedSinceDelivery;
    private int deliverySession;
    private boolean delivered;
    private boolean complete;
    private boolean over;
    private boolean differed;
    private LedgerLine.@Nullable Concluded concluded;
    private String token = "";
    private @Nullable Instant lastActivity;

    void add(LedgerLine line) {
        if (line instanceof LedgerLine.Stored page) {
            if (!page.isHeader()) {
                stored(page);
            }
        } else if (line instanceof LedgerLine.Removed) {
            changed();
        } else if (line instanceof LedgerLine.Session begun) {
            session++;
            token = begun.token();
        } else if (line instanceof LedgerLine.Concluded all) {
            concluded = all;
        } else if (line instanceof LedgerLine.Delivered done) {
            delivered(done);
        }
    }

    private void stored(LedgerLine.Stored page) {
        pages++;
        changed();
        try {
            lastActivity = page.at().isEmpty() ? lastActivity : Instant.parse(page.at());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Page %d was stored at no time: %s".formatted(page.page(), page.at()), e);
        }
    }

    private void changed() {
        storedSinceDelivery++;
        concluded = null;
        complete = false;
    }

    private void delivered(LedgerLine.Delivered done) {
        complete = done.complete();
        boolean differs = "differs".equals(done.verdict());
        boolean later = delivered && session > deliverySession;
        over = complete || (later && (differs ? differed : storedSinceDelivery == 0));
        differed |= differs;
        delivered = true;
        deliverySession = session;
        storedSinceDelivery = 0;
        // What it concluded is delivered: another session looks again.
        concluded = null;
    }

    /** Whether nothing is left to do but by order of the user. */
    boolean isOver() {
        return over;
    }

    /** Whether it is delivered, and all of it. */
    boolean isComplete() {
        return complete;
    }

    boolean hasPages() {
        return pages > 0;
    }

    /** What proves the file, unless something was stored or delivered since. */
    LedgerLine.@Nullable Concluded concluded() {
        return concluded;
    }

    /** A hash of the token of the newest session. */
    String token() {
        return token;
    }

    /** When the newest page was stored. */
    Optional<Instant> lastActivity() {
        return Optional.ofNullable(lastActivity);
    }
}
