package caravan.store;

import java.util.Arrays;

/**
 * Notices records whose id another record already had, in 12 MiB whatever their number: a Bloom filter, whose hits are only
 * suspects until the file is read once more. Not thread-safe.
 *
 * <p>All bits of an id lie in one line of the processor's cache (a blocked filter; Putze, Sanders, Singler 2007). At 10
 * million ids some hundredth of the good ones becomes suspect (10 bits and 7 hashes an id); at a million, hardly one.
 */
final class RepeatedIds {
    private static final int BLOCK_WORDS = 8;
    private static final int BLOCKS = 12 * (1 << 20) / Long.BYTES / BLOCK_WORDS;
    private static final int HASHES = 7;
    /** So many hashes of suspects are kept; beyond that the repeated ids are not counted, but known to be very many. */
    private static final int MAX_SUSPECTS = 200_000;

    private final long[] filter = new long[BLOCKS * BLOCK_WORDS];
    private long[] suspects = new long[1024];
    private int count;
    private boolean tooMany;

    /** Takes the bytes of one id. */
    void add(byte[] text, int start, int end) {
        long hash = hash(text, start, end);
        int block = (int) (((hash >>> 32) * BLOCKS) >>> 32) * BLOCK_WORDS;
        // Nine bits of this choose one of the block's 512.
        long places = hash * 0x9E3779B97F4A7C15L;
        boolean known = true;
        for (int i = 0; i < HASHES; i++, places >>>= 9) {
            int word = block + ((int) (places >>> 6) & (BLOCK_WORDS - 1));
            long mask = 1L << places;
            known &= (filter[word] & mask) != 0;
            filter[word] |= mask;
        }
        if (known) {
            suspect(hash);
        }
    }

    /** Whether there is nothing to look for. */
    boolean areNone() {
        return count == 0;
    }

    /** Whether there were more suspects than are kept. */
    boolean areTooMany() {
        return tooMany;
    }

    /** The hashes of all suspects, sorted, each once. */
    long[] suspects() {
        long[] sorted = Arrays.copyOf(suspects, count);
        Arrays.sort(sorted);
        return Arrays.stream(sorted).distinct().toArray();
    }

    /** FNV-1a, then the finalizer of MurmurHash3, which spreads what the first leaves close together. */
    static long hash(byte[] text, int start, int end) {
        long hash = 0xCBF29CE484222325L;
        for (int i = start; i < end; i++) {
            hash = (hash ^ (text[i] & 0xFF)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return hash ^ (hash >>> 33);
    }

    private void suspect(long hash) {
        if (count == MAX_SUSPECTS) {
            tooMany = true;
            return;
        }
        if (count == suspects.length) {
            suspects = Arrays.copyOf(suspects, 2 * count);
        }
        suspects[count++] = hash;
    }
}
