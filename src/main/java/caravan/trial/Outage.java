package caravan.trial;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** From the first request of certain pages on, and for a while, every page request is answered in one way. Thread-safe. */
final class Outage {
    private final FaultScript.Clause clause;
    private final InstantSource clock;
    private Instant end;

    Outage(FaultScript.Clause clause, InstantSource clock) {
        this.clause = clause;
        this.clock = clock;
    }

    Fault fault() {
        return clause.fault();
    }

    synchronized boolean strikes(long page) {
        Instant now = clock.instant();
        if (end == null && clause.pages().contains(page)) {
            end = now.plus(clause.window());
        }
        return end != null && now.isBefore(end);
    }

    static boolean isOne(FaultKind kind) {
        return kind.group() == FaultKind.Group.OUTAGE;
    }

    /** As the script has it: {@code 1.5s}; a second where it does not say. */
    static Duration window(String how, String part) {
        if (how == null) {
            return Duration.ofSeconds(1);
        }
        if (how.matches("[0-9]{1,4}(\\.[0-9]{1,3})?s")) {
            return Duration.ofMillis(Math.round(Double.parseDouble(how.substring(0, how.length() - 1)) * 1000));
        }
        throw new IllegalArgumentException("'" + part + "': after = comes how long it lasts, such as 1.5s");
    }
}
