package caravan.trial;

/**
 * Draws numbers that depend on nothing but the seed and what they are drawn for, so that neither the order nor the
 * moment of requests changes them. Pure.
 */
final class Chance {
    private Chance() {}

    /** A well mixed number for a purpose and an item (the finalizer of SplitMix64, applied to each part in turn). */
    static long of(long seed, long purpose, long item) {
        return mix(mix(mix(seed) + purpose) + item);
    }

    /** A number from 0 up to but not including {@code bound}, taken from a hash. */
    static int below(int bound, long hash) {
        return (int) Long.remainderUnsigned(hash >>> 16, bound);
    }

    /** A number from 0 up to but not including 1, taken from a hash. */
    static double share(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
