package caravan.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says is left of a quota: {@code RateLimit-Remaining} and {@code RateLimit-Reset}, their {@code X-RateLimit-} and
 * {@code X-Rate-Limit-} forms, or one {@code RateLimit} header of any version of the IETF's draft (httpapi-ratelimit-headers).
 *
 * <p>A reset is read like a {@code Retry-After}. Where it may also mean milliseconds, since its header is of no standard, the longer reading counts,
 * but no wait follows from it that is longer than what one is willing to wait: then the API is asked again, and not given up.
 *
 * @param left requests; {@link Long#MAX_VALUE} when it does not say
 * @param reset until there are more
 */
public record RateLimitHeaders(long left, Duration reset) {
    public static final RateLimitHeaders UNKNOWN = new RateLimitHeaders(Long.MAX_VALUE, Duration.ZERO);

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,12})(?:\\.0*)?(?![\\d.]).*");
    private static final Pattern MAY_BE_MILLIS = Pattern.compile("\\s*[1-9]\\d{3,8}\\s*");
    /** A policy in a list of them, and its parameters (RFC 9651). */
    private static final Pattern POLICY = Pattern.compile("(?:\"[^\"]*\"|[\\w*/.-]+)((?:\\s*;\\s*[\\w-]+=[^;,]*)+)");

    /**
     * @param longest the longest wait that the API may ask for
     */
    public static RateLimitHeaders of(Map<String, Object> headers, Instant now, Duration longest) {
        String left = null;
        String reset = null;
        boolean isStandard = true;
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT).replace("rate-limit", "ratelimit");
            if (!name.contains("ratelimit") || header.getValue() == null) {
                continue;
            }
            String value = header.getValue().toString();
            switch (name) {
                case "ratelimit-remaining", "x-ratelimit-remaining" -> left = value;
                case "ratelimit-reset", "x-ratelimit-reset-after" -> reset = value;
                case "x-ratelimit-reset" -> {
                    if (reset == null) {
                        reset = value;
                        isStandard = false;
                    }
                }
                case "ratelimit", "x-ratelimit" -> {
                    RateLimitHeaders policies = ofPolicies(value, now);
                    if (!policies.equals(UNKNOWN)) {
                        return policies;
                    }
                    left = part(value, "remaining");
                    reset = part(value, "reset");
                }
                default -> {
                    // The limit itself, or the name of a policy.
                }
            }
        }
        long remaining = number(left);
        Duration wait = RetryAfter.parse(reset, now);
        boolean mayBeMillis = !isStandard && MAY_BE_MILLIS.matcher(reset).matches();
        return new RateLimitHeaders(
                remaining < 0 ? Long.MAX_VALUE : remaining,
                mayBeMillis && wait.compareTo(longest) > 0 ? longest : wait);
    }

    /** {@code "burst";r=0;t=2, "day";r=17;t=900}: of those that are used up the one that lasts longest, else the one that is nearest to that. */
    private static RateLimitHeaders ofPolicies(String value, Instant now) {
        RateLimitHeaders binding = UNKNOWN;
        Matcher policy = POLICY.matcher(value);
        while (policy.find()) {
            long left = number(part(policy.group(1), "r"));
            if (left >= 0) {
                Duration reset = RetryAfter.parse(part(policy.group(1), "t"), now);
                boolean isStricter =
                        (left == 0 && binding.left == 0) ? reset.compareTo(binding.reset) > 0 : left < binding.left;
                binding = isStricter ? new RateLimitHeaders(left, reset) : binding;
            }
        }
        return binding;
    }

    private static @Nullable String part(String value, String name) {
        Matcher part = Pattern.compile("(?<![\\w-])" + name + "\\s*=\\s*\"?(\\d+(?:\\.\\d+)?)")
                .matcher(value);
        return part.find() ? part.group(1) : null;
    }

    private static long number(@Nullable String text) {
        Matcher number = NUMBER.matcher(text == null ? "" : text);
        return number.matches() ? Long.parseLong(number.group(1)) : -1;
    }
}
