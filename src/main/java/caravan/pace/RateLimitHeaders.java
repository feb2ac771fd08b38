package caravan.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says is left of a quota: {@code RateLimit-Remaining} and {@code RateLimit-Reset} (the IETF's draft), their
 * {@code X-} forms, or both in one {@code RateLimit} header. A reset is in seconds from now or, above a billion, since 1970.
 *
 * @param left requests; {@link Long#MAX_VALUE} when it does not say
 * @param reset until there are more
 */
public record RateLimitHeaders(long left, Duration reset) {
    public static final RateLimitHeaders UNKNOWN = new RateLimitHeaders(Long.MAX_VALUE, Duration.ZERO);

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,12})\\b.*");
    private static final long EPOCH = 1_000_000_000;

    public static RateLimitHeaders of(Map<String, Object> headers, Instant now) {
        String left = null;
        String reset = null;
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(java.util.Locale.ROOT);
            if (!name.contains("ratelimit") || header.getValue() == null) {
                continue;
            }
            String value = header.getValue().toString();
            switch (name) {
                case "ratelimit-remaining", "x-ratelimit-remaining" -> left = value;
                case "ratelimit-reset", "x-ratelimit-reset" -> reset = value;
                case "ratelimit" -> {
                    left = part(value, "remaining");
                    reset = part(value, "reset");
                }
                default -> {
                    // The limit itself, or the name of a policy.
                }
            }
        }
        long remaining = number(left);
        if (remaining < 0) {
            return UNKNOWN;
        }
        long seconds = Math.max(0, number(reset));
        Duration wait =
                seconds > EPOCH ? Duration.between(now, Instant.ofEpochSecond(seconds)) : Duration.ofSeconds(seconds);
        if (wait.isNegative()) {
            wait = Duration.ZERO;
        }
        return new RateLimitHeaders(remaining, wait);
    }

    private static @Nullable String part(String value, String name) {
        Matcher part = Pattern.compile("\\b" + name + "\\s*=\\s*(\\d+)").matcher(value);
        return part.find() ? part.group(1) : null;
    }

    private static long number(@Nullable String text) {
        Matcher number = NUMBER.matcher(text == null ? "" : text);
        return number.matches() ? Long.parseLong(number.group(1)) : -1;
    }
}
