package caravan.trial;

import java.util.Map;

/** The dataset faults that strike one place: a field that comes late or goes, and one hostile record each. Pure. */
final class Oddities {
    private static final int DEPTH = 10_000;
    private static final int DIGITS = 1_000_000;
    private static final int NAME_LENGTH = 1_000_000;
    private static final int FIELDS = 10_000;

    private final Paging paging;
    private final int limit;
    private final long lateFrom;
    private final long midPageFrom;
    private final long goneFrom;
    private final long deepAt;
    private final long numberAt;
    private final long nameAt;
    private final long fieldsAt;
    private final long breaksAt;
    private final boolean none;

    Oddities(Map<FaultKind, Long> faults, Paging paging) {
        this.paging = paging;
        this.limit = paging.limit(paging.defaultLimit());
        this.lateFrom = start(faults.get(FaultKind.LATE_FIELD));
        this.midPageFrom = middle(faults.get(FaultKind.LATE_FIELD));
        this.goneFrom = start(faults.get(FaultKind.VANISHING_FIELD));
        this.deepAt = middle(faults.get(FaultKind.DEEP_JSON));
        this.numberAt = middle(faults.get(FaultKind.LONG_NUMBER));
        this.nameAt = middle(faults.get(FaultKind.LONG_NAME));
        this.fieldsAt = middle(faults.get(FaultKind.MANY_FIELDS));
        this.breaksAt = middle(faults.get(FaultKind.NAMES_WITH_BREAKS));
        this.none =
                Math.min(Math.min(Math.min(lateFrom, deepAt), Math.min(numberAt, nameAt)), Math.min(fieldsAt, breaksAt))
                        == Long.MAX_VALUE;
    }

    private long start(Long page) {
        return page == null ? Long.MAX_VALUE : paging.first(page, limit);
    }

    private long middle(Long page) {
        return page == null ? Long.MAX_VALUE : (start(page) + start(page + 1)) / 2;
    }

    boolean cityIsGone(long record) {
        return record >= goneFrom;
    }

    void write(long record, RecordSink sink) {
        if (none) {
            return;
        }
        if (record >= lateFrom) {
            sink.text("loyalty_tier", record % 3 == 0 ? "gold" : "silver");
        }
        if (record >= midPageFrom) {
            sink.number("points", record % 1000);
        }
        if (record == deepAt) {
            String deep = "[".repeat(DEPTH) + "]".repeat(DEPTH);
            sink.literal("deep", deep, deep);
        }
        if (record == numberAt) {
            String digits = "1234567890".repeat(DIGITS / 10);
            sink.literal("long_number", digits, digits);
        }
        if (record == nameAt) {
            sink.text("n".repeat(NAME_LENGTH), "a long name");
        }
        if (record == fieldsAt) {
            for (int i = 0; i < FIELDS; i++) {
                sink.number("field_" + i, i);
            }
        }
        if (record == breaksAt) {
            sink.text("line\r\nbreak", "1");
            sink.text("comma,quote\"", "2");
            sink.text("../../etc/passwd", "3");
            sink.text("\u001b[31mred\u0000", "4");
            sink.text("", "5");
        }
    }
}
