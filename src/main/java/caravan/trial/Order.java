package caravan.trial;

/**
 * Which record stands at which place of the listing, as the source is at one moment. Pure.
 *
 * @param count how many there are
 * @param inserted so many new ones stand at the front, the newest first
 * @param deleted the place, counted without those, from which on all have moved up by one; -1 where none has
 * @param fresh the first record that was not there in the beginning
 */
record Order(long count, int inserted, long deleted, long fresh) {
    static Order of(long count) {
        return new Order(count, 0, -1, count);
    }

    /** The record at a place, counted from 0. */
    long record(long place) {
        if (place < inserted) {
            return fresh + inserted - 1 - place;
        }
        long old = place - inserted;
        return deleted >= 0 && old >= deleted ? old + 1 : old;
    }

    /** The place behind a record, or where it stood if it is gone. */
    long placeBehind(long record) {
        if (inserted > 0 && record >= fresh) {
            return fresh + inserted - record;
        }
        long old = deleted >= 0 && record >= deleted ? record : record + 1;
        return inserted + old;
    }

    boolean isAsInTheBeginning() {
        return inserted == 0 && deleted < 0 && count == fresh;
    }
}
