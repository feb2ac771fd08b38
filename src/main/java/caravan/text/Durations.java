package caravan.text;

import java.time.Duration;

/** Formats durations: as exactly as they were measured, as a clock shows them, or as roughly as a guess deserves. */
public final class Durations {
    private Durations() {}

    /** {@code 4.2s}, {@code 4m 12s}, {@code 1h 02m 03s}. */
    public static String exact(double seconds) {
        // What would be rounded to 60.0 is a minute.
        return seconds < 59.95 ? Numbers.decimals(seconds, 1) + "s" : minutes(seconds);
    }

    /** As {@link #exact}, with a space before the unit where there is only one: {@code 4.2 s}, {@code 4m 12s}. */
    public static String spaced(double seconds) {
        return seconds < 59.95 ? Numbers.decimals(seconds, 1) + " s" : minutes(seconds);
    }

    private static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? "%dm %02ds".formatted(whole / 60, whole % 60)
                : "%dh %02dm %02ds".formatted(whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** {@code 870 ms}, {@code 1.2 s}, {@code 2 s}. */
    public static String millis(double millis) {
        return millis < 1000
                ? Numbers.grouped(Math.round(millis)) + " ms"
                : (Numbers.decimals(millis / 1000, 1) + " s").replace(".0 s", " s");
    }

    /** {@code 0:42}, {@code 4:12}, {@code 1:02:03}: of one width as long as possible. Rounded up. */
    public static String clock(Duration duration) {
        long seconds = (duration.toMillis() + 999) / 1000;
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code 40 s}, {@code 12 min}, {@code 3 h 20 min}: at least a second. */
    public static String rough(Duration duration) {
        long seconds = Math.max(1, Math.round(duration.toMillis() / 1000.0));
        if (seconds < 90) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < 90 ? minutes + " min" : "%d h %02d min".formatted(minutes / 60, minutes % 60);
    }
}
