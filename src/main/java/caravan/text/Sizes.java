package caravan.text;

/** Formats numbers of bytes with three digits or so; a kilobyte has 1,000 bytes. */
public final class Sizes {
    private static final String PREFIXES = "kMGTPE";

    private Sizes() {}

    /** {@code 1 byte}, {@code 16.8 MB}, {@code 123 GB}. */
    public static String of(long bytes) {
        if (bytes < 1000) {
            return Plural.count(bytes, "byte");
        }
        double value = bytes / 1000.0;
        int prefix = 0;
        // What would be rounded to 1000 is 1.0 of the next unit.
        while (value >= 999.5) {
            value /= 1000;
            prefix++;
        }
        return "%s %cB".formatted(Numbers.decimals(value, value < 99.95 ? 1 : 0), PREFIXES.charAt(prefix));
    }
}
