package caravan.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Text and numbers as they stand in HTML. All that comes from outside passes {@link #text}. */
final class Markup {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int LONGEST = 400;

    private Markup() {}

    /** Whatever it is, it is shown as text: in an element as well as in a quoted attribute. */
    static String text(String outside) {
        StringBuilder safe = new StringBuilder(outside.length() + 16);
        outside.codePoints().limit(LONGEST).forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isShown(c) ? c : '\uFFFD');
            }
        });
        return outside.codePointCount(0, outside.length()) > LONGEST
                ? safe.append('…').toString()
                : safe.toString();
    }

    /** Not what turns the direction of the text around it, nor what no file can hold. */
    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 page}, {@code 1,200 pages}. */
    static String count(long value, String noun) {
        return number(value) + " " + noun + (value == 1 ? "" : "s");
    }

    static String bytes(long bytes) {
        return caravan.text.Sizes.of(bytes);
    }

    /** {@code 4.2 s}, {@code 4m 12s}. */
    static String duration(double seconds) {
        return caravan.text.Durations.spaced(seconds);
    }

    /** A share, as HTML. */
    static String percent(long part, long whole) {
        return text(caravan.text.Numbers.percent(part, whole));
    }

    static String moment(String instant) {
        return MOMENT.format(Instant.parse(instant));
    }

    /** A number as SVG has it. */
    static String svg(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    }
}
