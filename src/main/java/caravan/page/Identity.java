package caravan.page;

/**
 * Tells the records of a page from those of another one, as a number: by their ids where each record has one, in any order;
 * otherwise by their bytes and structure. Records that are not the same have the same number once in 2^64 times.
 */
final class Identity {
    private Identity() {}

    /** Of the ids in this column: no matter in which order the records stand, or what became of their other fields. */
    static long ofIds(Page page, int idColumn) {
        long[] sum = {mix(page.rows())};
        page.forEachRow(row -> sum[0] += hash(page.text(), row.start(idColumn), row.end(idColumn)));
        return sum[0];
    }

    /** Of all that is written in the page: names, what is absent, null or empty, and where each cell and record ends. */
    static long ofContent(Page page) {
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

    /** Whether each record has an id in this column, neither null nor empty. */
    static boolean hasIds(Page page, int idColumn) {
        boolean[] all = {true};
        page.forEachRow(row ->
                all[0] &= !row.isAbsent(idColumn) && !row.isNull(idColumn) && row.end(idColumn) > row.start(idColumn));
        return all[0];
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
