package caravan.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code Retry-After} header: seconds, or an HTTP-date in any of the three forms of RFC 9110, section 5.6.7.
 * Nonsense, a negative number and a date in the past are no wait at all.
 */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("0*([0-9]+)");
    private static final String ASCTIME = "^(\\w{3}) (\\w{3}) (\\d{1,2}) ([0-9:]{8}) (\\d{4})$";
    /** Longer than any wait that is obeyed, short enough to be added to a date. */
    private static final Duration FOREVER = Duration.ofDays(3650);

    private RetryAfter() {}

    /** How long to wait from {@code now}; zero when the value says nothing usable. */
    public static Duration parse(@Nullable String value, Instant now) {
        if (value == null) {
            return Duration.ZERO;
        }
        String text = value.strip().replaceAll(" +", " ");
        var seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            String digits = seconds.group(1);
            return digits.length() > 8 ? FOREVER : Duration.ofSeconds(Long.parseLong(digits));
        }
        Instant then = DateUtils.parseStandardDate(text);
        if (then == null) {
            // The library knows the form of asctime and misses its time zone: the RFC says UTC.
            then = DateUtils.parseStandardDate(text.replaceFirst(ASCTIME, "$1, $3 $2 $5 $4 GMT"));
        }
        return then != null && then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    }
}
