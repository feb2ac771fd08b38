package caravan.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats a point in time for the page. */
final class Moment {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Moment() {}

    /**
     * {@code 22 Nov 2026, 23:52:04 UTC}.
     *
     * @param instant as ISO 8601 has it
     */
    static String utc(String instant) {
        return UTC.format(Instant.parse(instant));
    }
}
