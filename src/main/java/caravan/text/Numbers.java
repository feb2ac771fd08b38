package caravan.text;

import java.util.Locale;

/** Formats numbers for people, the same in every locale. */
public final class Numbers {
    private Numbers() {}

    /** {@code 1,200}. */
    public static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 41.7 %}; 0 and 100 stand only for nothing and all: {@code 0 %}, {@code < 0.1 %}, {@code > 99.9 %}. */
    public static String percent(long part, long whole) {
        if (part == 0 || part == whole) {
            return part == 0 ? "0 %" : "100 %";
        }
        double percent = 100.0 * part / whole;
        return percent < 0.1 ? "< 0.1 %" : percent > 99.9 ? "> 99.9 %" : decimals(percent, 1) + " %";
    }

    /** With exactly so many digits after the point, and no grouping: {@code 0.40}. */
    public static String decimals(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
