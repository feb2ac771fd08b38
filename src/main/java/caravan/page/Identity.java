package caravan.page;

import org.jspecify.annotations.Nullable;

/**
 * Tells the records of a page from those of another one: by their ids where each record has one, in any order; otherwise by their bytes
 * and structure. Two that are not the same have the same number once in 2^64 times.
 *
 * @param number 0 when there are no records
 * @param ofIds whether it is made of ids
 */
record Identity(long number, boolean ofIds) {
    private static final Identity NONE = new Identity(0, false);

    /** @param idColumn where the ids are; null where no record has one */
    static Identity of(Page page, @Nullable Integer idColumn) {
        if (page.rows() == 0) {
            return NONE;
        }
        Identity ids = idColumn == null ? null : ofIds(page, idColumn);
        return ids == null ? new Identity(ofContent(page), false) : ids;
    }

    /** No matter in which order the records stand, or what became of their other fields; null unless each has an id. */
    private static @Nullable Identity ofIds(Page page, int idColumn) {
        long[] sum = {mix(page.rows())};
        int ids = page.forEachValueOf(idColumn, (start, end) -> sum[0] += hash(page.text(), start, end));
        return ids == page.rows() ? new Identity(sum[0], true) : null;
    }

    /** Of all that is written in the page: names, what is absent, null or empty, and where each cell and record ends. */
    private static long ofContent(Page page) {
        long[] state = {mix(page.rows())};
        int columns = page.columns().size();
        for (String column : page.columns()) {
            state[0] = mix(state[0] ^ column.hashCode());
        }
        page.forEachRow(row -> {
            long record = state[0];
            for (int i = 0; i < columns; i++) {
                record = mix(record
                        + (row.isAbsent(i) ? 1 : row.isNull(i) ? 2 : hash(page.text(), row.start(i), row.end(i))));
            }
            state[0] = record;
        });
        return state[0];
    }

    static long[] ofColumns(Page page) {
        int columns = page.columns().size();
        long[] hashes = new long[columns];
        long[] firsts = new long[columns];
        boolean[] vary = new boolean[columns];
        int[] rows = {0};
        page.forEachRow(row -> {
            for (int i = 0; i < columns; i++) {
                long value = row.isAbsent(i) ? 1 : row.isNull(i) ? 2 : hash(page.text(), row.start(i), row.end(i));
                firsts[i] = rows[0] == 0 ? value : firsts[i];
                vary[i] |= value != firsts[i];
                hashes[i] = mix(hashes[i] + value);
            }
            rows[0]++;
        });
        for (int i = 0; i < columns; i++) {
            hashes[i] = vary[i] ? hashes[i] | 1 : 0;
        }
        return hashes;
    }

    /** FNV-1a, then {@link #mix}, which spreads what the first leaves close together. */
    private static long hash(byte[] text, int start, int end) {
        long hash = 0xCBF29CE484222325L;
        for (int i = start; i < end; i++) {
            hash = (hash ^ (text[i] & 0xFF)) * 0x100000001B3L;
        }
        return mix(hash);
    }

    /** The finalizer of MurmurHash3. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
