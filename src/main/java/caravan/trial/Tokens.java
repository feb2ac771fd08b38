package caravan.trial;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The tokens that the CRM accepts: a given one that does not age, and those of logins until they expire. Thread-safe. */
final class Tokens {
    private final SimulatorOptions options;
    private final Map<String, Instant> expiry = new ConcurrentHashMap<>();
    private final AtomicLong issued = new AtomicLong();

    Tokens(SimulatorOptions options) {
        this.options = options;
        expiry.put(options.token, Instant.MAX);
    }

    boolean accepts(String token) {
        Instant end = token == null ? null : expiry.get(token);
        return end != null && options.clock.instant().isBefore(end);
    }

    /** A new token; the next one differs. */
    String issue() {
        long number = issued.incrementAndGet();
        String token = "crm-" + number + "-" + Long.toHexString(Chance.of(options.seed, 80, number));
        Duration lifetime = options.tokenLifetime;
        expiry.put(token, options.clock.instant().plus(lifetime));
        return token;
    }

    void revoke(String token) {
        expiry.remove(token);
    }
}
