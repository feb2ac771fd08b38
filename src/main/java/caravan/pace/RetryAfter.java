package caravan.pace;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a {@code Retry-After} header: seconds, or an HTTP-date in any of the three forms of RFC 9110, section 5.6.7.
 * Nonsense, a negative number and a date in the past are no wait at all.
 */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("0*([0-9]+)");
    /** Longer than any wait that is obeyed, short enough to be added to a date. */
    private static final Duration FOREVER = Duration.ofDays(3650);

    private static final List<DateTimeFormatter> HTTP_DATES = List.of(
            form("EEE, d MMM yyyy HH:mm:ss 'GMT'"),
            form("EEEE, d-MMM-yy HH:mm:ss 'GMT'"),
            form("EEE MMM d HH:mm:ss yyyy"));

    private RetryAfter() {}

    /** How long to wait from {@code now}; zero when the value says nothing usable. */
    public static Duration parse(String value, Instant now) {
        if (value == null) {
            return Duration.ZERO;
        }
        String text = value.strip().replaceAll(" +", " ");
        var seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            String digits = seconds.group(1);
            return digits.length() > 8 ? FOREVER : Duration.ofSeconds(Long.parseLong(digits));
        }
        for (DateTimeFormatter form : HTTP_DATES) {
            try {
                Instant then = LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
                return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
            } catch (DateTimeException notThisForm) {
                // The next one may be.
            }
        }
        return Duration.ZERO;
    }

    private static DateTimeFormatter form(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }
}
