package caravan.trial;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The CRM's rate limit as a client meets it: 429, Retry-After, and headers that tell what is left. Thread-safe. */
final class Throttle {
    // IMF-fixdate of RFC 9110, 5.6.7; Java's RFC_1123_DATE_TIME writes a day of one digit.
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final SimulatorOptions options;
    private final RateLimit limit;

    Throttle(SimulatorOptions options) {
        this.options = options;
        this.limit = options.rate > 0 ? new RateLimit(options.rate, options.burst, options.clock) : null;
    }

    /** Null where there is no limit. */
    RateLimit.Grant ask() {
        return limit == null ? null : limit.ask();
    }

    Reply refusal(RateLimit.Grant grant) {
        Reply reply = tell(Reply.error(429, "too many requests"), grant);
        return switch (options.retryAfter) {
            case NONE -> reply;
            case SECONDS -> reply.with("Retry-After", Long.toString(Math.max(1, wholeSeconds(grant.toNext()))));
            case DATE ->
                reply.with("Retry-After", httpDate(options.clock.instant().plus(grant.toNext())));
        };
    }

    /** Adds the headers that tell the rate, where they are asked for. */
    Reply tell(Reply reply, RateLimit.Grant grant) {
        if (grant == null || !options.rateHeaders) {
            return reply;
        }
        String most = Integer.toString(options.burst);
        String left = Integer.toString(grant.remaining());
        Duration wait = grant.remaining() == 0 ? grant.toNext() : grant.toFull();
        long reset = options.clock.instant().plus(wait).getEpochSecond() + 1;
        return reply.with("RateLimit-Limit", most)
                .with("RateLimit-Remaining", left)
                .with("RateLimit-Reset", Long.toString(wholeSeconds(wait)))
                .with("X-RateLimit-Limit", most)
                .with("X-RateLimit-Remaining", left)
                .with("X-RateLimit-Reset", Long.toString(reset));
    }

    /** Rounded up to whole seconds: a client that comes then is not too early. */
    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS));
    }

    private static long wholeSeconds(Duration wait) {
        return wait.plusNanos(999_999_999).toSeconds();
    }
}
