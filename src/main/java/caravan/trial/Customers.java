package caravan.trial;

import java.util.Map;

/**
 * The CRM's records: record i is the same for the same seed, always and in any order. Holds none of them; thread-safe.
 * A share of fields is absent, null or empty, as in any old system; the dataset faults of a script make it worse.
 */
final class Customers {
    static final int FIRST_ID = 100_001;
    private static final int HUGE_TEXT = 100_000;

    private final long seed;
    private final Paging paging;
    private final Map<FaultKind, Long> faults;
    private final boolean dirty;
    private final long hugeTextAt;
    private final Oddities oddities;

    /**
     * @param records how many the run starts with; only the places of some faults depend on it
     * @param faults the dataset faults, each with the page where it strikes
     */
    Customers(long seed, long records, Paging paging, Map<FaultKind, Long> faults) {
        this.seed = seed;
        this.paging = paging;
        this.faults = faults;
        this.dirty = faults.containsKey(FaultKind.DIRTY);
        this.hugeTextAt = Chance.below((int) Math.max(1, Math.min(records, 5_000)), Chance.of(seed, 90, 0));
        this.oddities = new Oddities(faults, paging);
    }

    /** Writes the fields of one record. */
    void write(long index, RecordSink sink) {
        long record = original(index);
        long chance = Chance.of(seed, 1, record);
        if (faults.containsKey(FaultKind.EQUAL_RECORDS)) {
            sink.text("name", "The same");
            return;
        }
        if (!faults.containsKey(FaultKind.NO_IDS)) {
            sink.number("id", FIRST_ID + (repeatsId(record) ? record - 1 : record));
            sink.text("uuid", uuid(record));
        }
        boolean foreign = Chance.below(20, chance) == 0;
        long name = Chance.of(seed, 2, record);
        String given = pick(Words.GIVEN, name);
        String family = pick(Words.FAMILY, name >>> 24);
        field(record, 1, "name", foreign ? pick(Words.OTHER_SCRIPTS, name) : given + ' ' + family, sink);
        field(record, 2, "email", "customer" + record + '@' + (foreign ? "例え.jp" : "example.com"), sink);
        if (present(record, 3, "age", sink)) {
            sink.number("age", 18 + Chance.below(75, chance >>> 8));
        }
        int phone = Chance.below(9_000_000, chance >>> 3);
        field(record, 4, "phone", "+1-" + (200 + phone % 700) + '-' + (1_000_000 + phone), sink);
        long place = Chance.of(seed, 3, record);
        field(record, 5, "address", (1 + Chance.below(999, place)) + " " + pick(Words.STREETS, place >>> 8), sink);
        if (!oddities.cityIsGone(record)) {
            field(record, 6, "city", pick(Words.CITIES, place >>> 16), sink);
        }
        field(record, 7, "state", pick(Words.STATES, place >>> 24), sink);
        // Zip codes are text: the leading zero must survive.
        String zip = Integer.toString(100_000 + Chance.below(100_000, place >>> 4));
        field(record, 8, "zip_code", zip.substring(1), sink);
        if (dirty) {
            notes(record, sink);
        }
        oddities.write(record, sink);
    }

    /** With duplicates, the first record of some pages is the last one of the page before; always on page 2. */
    private long original(long index) {
        if (!faults.containsKey(FaultKind.DUPLICATES) || index == 0) {
            return index;
        }
        int limit = paging.limit(paging.defaultLimit());
        long page = paging.pages(index + 1, limit);
        boolean startsPage = paging.first(page, limit) == index;
        return startsPage && (page == 2 || Chance.below(5, Chance.of(seed, 91, page)) == 0) ? index - 1 : index;
    }

    private boolean repeatsId(long record) {
        return dirty && record % 97 == 96;
    }

    private void field(long record, int number, String name, String value, RecordSink sink) {
        if (present(record, number, name, sink)) {
            sink.text(name, value);
        }
    }

    /** Whether the field has its ordinary value; if not, it is left out, or its null, empty or odd value is written. */
    private boolean present(long record, int number, String name, RecordSink sink) {
        int chance = Chance.below(1000, Chance.of(seed, 10 + number, record));
        if (chance >= (dirty ? 80 : 15)) {
            return true;
        }
        if (chance >= 40) {
            OddValues.Odd odd = OddValues.ALL.get((int) ((record + number) % OddValues.ALL.size()));
            sink.literal(name, odd.json(), odd.cell());
        } else if (chance % 3 == 0) {
            sink.none(name);
        } else if (chance % 3 == 1) {
            sink.text(name, "");
        }
        return false;
    }

    /** A field of every other record that goes through all odd values in turn. */
    private void notes(long record, RecordSink sink) {
        if (record == hugeTextAt) {
            sink.text("notes", "All work and no play, \"again\".\r\n".repeat(HUGE_TEXT / 32));
        } else if (record % 2 == 0) {
            OddValues.Odd odd = OddValues.ALL.get((int) (record / 2 % OddValues.ALL.size()));
            sink.literal("notes", odd.json(), odd.cell());
        }
    }

    private String uuid(long record) {
        long high = Chance.of(seed, 4, record);
        long low = Chance.of(seed, 5, record);
        // Version 4, variant 1: what a library would give.
        return new java.util.UUID((high & ~0xF000L) | 0x4000L, (low & ~(3L << 62)) | (1L << 63)).toString();
    }

    private static String pick(String[] words, long hash) {
        return words[Chance.below(words.length, hash)];
    }
}
