package caravan.pace;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads how long an answer asks to wait: seconds, or an HTTP-date in any of the three forms of RFC 9110, section 5.6.7; and what servers
 * send beside that: fractions, a unit ({@code 1500ms}), a date of ISO 8601, and the time since 1970 in seconds or a thousandth of them,
 * which no wait is as long as. Nonsense, a negative number and a date in the past are no wait at all.
 */
public final class RetryAfter {
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,60}(?:\\.[0-9]{0,30})?) ?([a-z]*)");
    private static final String ASCTIME = "^(\\w{3}) (\\w{3}) (\\d{1,2}) ([0-9:]{8}) (\\d{4})$";
    /** Longer than any wait that is obeyed, short enough to be added to a date. */
    private static final Duration FOREVER = Duration.ofDays(3650);
    /** 2001 in seconds, and in milliseconds, since 1970. */
    private static final BigDecimal EPOCH = BigDecimal.valueOf(1_000_000_000);

    private static final BigDecimal EPOCH_MILLIS = BigDecimal.valueOf(1_000_000_000_000L);
    private static final BigDecimal EPOCH_MICROS = BigDecimal.valueOf(1_000_000_000_000_000L);

    private RetryAfter() {}

    /** How long to wait from {@code now}; zero when the value says nothing usable. */
    public static Duration parse(@Nullable String value, Instant now) {
        if (value == null) {
            return Duration.ZERO;
        }
        String text = value.strip().replaceAll(" +", " ");
        Matcher number = NUMBER.matcher(text.toLowerCase(Locale.ROOT));
        if (number.matches()) {
            return number(new BigDecimal(number.group(1)), number.group(2), now);
        }
        Instant then = date(text);
        return then != null && then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    }

    private static Duration number(BigDecimal number, String unit, Instant now) {
        return switch (unit) {
            case "" -> plain(number, now);
            case "s", "sec", "secs", "second", "seconds" -> seconds(number);
            case "ms", "msec", "millis", "millisecond", "milliseconds" -> seconds(number.movePointLeft(3));
            case "m", "min", "mins", "minute", "minutes" -> seconds(number.multiply(BigDecimal.valueOf(60)));
            case "h", "hour", "hours" -> seconds(number.multiply(BigDecimal.valueOf(3600)));
            default -> Duration.ZERO;
        };
    }

    private static Duration plain(BigDecimal number, Instant now) {
        if (number.compareTo(EPOCH) < 0) {
            return seconds(number);
        }
        BigDecimal sinceEpoch = number.compareTo(EPOCH_MILLIS) < 0
                ? number
                : number.compareTo(EPOCH_MICROS) < 0 ? number.movePointLeft(3) : number.movePointLeft(6);
        BigDecimal left =
                sinceEpoch.subtract(BigDecimal.valueOf(now.toEpochMilli()).movePointLeft(3));
        return left.signum() < 0 ? Duration.ZERO : seconds(left);
    }

    private static Duration seconds(BigDecimal seconds) {
        return seconds.compareTo(BigDecimal.valueOf(FOREVER.toSeconds())) >= 0
                ? FOREVER
                : Duration.ofMillis(seconds.movePointRight(3).longValue());
    }

    private static @Nullable Instant date(String text) {
        Instant then = DateUtils.parseStandardDate(text);
        if (then == null) {
            // The library knows the form of asctime and misses its time zone: the RFC says UTC.
            then = DateUtils.parseStandardDate(text.replaceFirst(ASCTIME, "$1, $3 $2 $5 $4 GMT"));
        }
        try {
            return then == null ? OffsetDateTime.parse(text).toInstant() : then;
        } catch (DateTimeParseException none) {
            return null;
        }
    }
}
