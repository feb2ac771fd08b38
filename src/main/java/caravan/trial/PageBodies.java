package caravan.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Writes the JSON of pages, whole or damaged as the script wants them. Thread-safe. */
final class PageBodies {
    private static final int BYTES_A_RECORD = 300;

    private final Customers customers;
    private final Paging paging;
    private final boolean bom;
    private final boolean dataFirst;
    private final boolean gzip;
    private byte[][] premade = {};
    private long premadeRecords = -1;

    /** What becomes of the records. */
    enum Data {
        ALL,
        NONE,
        SHORT,
        NULL
    }

    /**
     * One answer.
     *
     * @param dataPage whose records it holds
     * @param records how many there are in all
     * @param metadata the damage to the metadata, or null
     */
    record View(long page, long dataPage, int limit, long records, FaultKind metadata, Data data) {
        static View of(long page, int limit, long records, FaultKind metadata) {
            return new View(page, page, limit, records, metadata, Data.ALL);
        }

        View with(Data other) {
            return new View(page, dataPage, limit, records, metadata, other);
        }

        View withDataOf(long otherPage) {
            return new View(page, otherPage, limit, records, metadata, data);
        }

        View asPage(long otherPage) {
            return new View(otherPage, otherPage, limit, records, metadata, data);
        }

        private boolean isOrdinary() {
            return page == dataPage && metadata == null && data == Data.ALL;
        }
    }

    PageBodies(Customers customers, Paging paging, FaultPlan plan, boolean gzip) {
        this.customers = customers;
        this.paging = paging;
        this.bom = plan.has(FaultKind.BOM);
        this.dataFirst = plan.has(FaultKind.DATA_FIRST);
        this.gzip = gzip;
    }

    /** Makes all ordinary pages of the default size, ready to send. */
    void premake(long records) {
        int limit = paging.limit(paging.defaultLimit());
        byte[][] bodies = new byte[Math.toIntExact(paging.pages(records, limit))][];
        for (int i = 0; i < bodies.length; i++) {
            byte[] body = render(View.of(i + 1, limit, records, null));
            bodies[i] = gzip ? gzip(body) : body;
        }
        premade = bodies;
        premadeRecords = records;
    }

    /** A body made before, gzipped if that is on; null if this one must be made. */
    byte[] premade(View view) {
        boolean same = view.records == premadeRecords
                && view.limit == paging.limit(paging.defaultLimit())
                && view.isOrdinary()
                && view.page <= premade.length;
        return same ? premade[(int) view.page - 1] : null;
    }

    byte[] render(View view) {
        int limit = view.limit;
        long from = Math.min(paging.first(view.dataPage, limit), view.records);
        long to = Math.min(paging.first(view.dataPage + 1, limit), view.records);
        long end = view.data == Data.NONE ? from : view.data == Data.SHORT ? to - Math.max(1, (to - from) / 3) : to;
        JsonBuffer json = new JsonBuffer((int) Math.max(512, (to - from) * BYTES_A_RECORD));
        if (bom) {
            json.raw("\ufeff");
        }
        json.raw("{");
        boolean withMetadata = view.metadata != FaultKind.NO_METADATA;
        if (withMetadata && !dataFirst) {
            metadata(view, json);
            json.raw(",");
        }
        json.raw("\"data\":");
        if (view.data == Data.NULL) {
            json.raw("null");
        } else {
            data(from, end, json);
        }
        if (withMetadata && dataFirst) {
            json.raw(",");
            metadata(view, json);
        }
        json.raw("}");
        return json.toBytes();
    }

    private void data(long from, long end, JsonBuffer json) {
        json.raw("[");
        for (long i = from; i < end; i++) {
            if (i > from) {
                json.raw(",");
            }
            json.beginRecord();
            customers.write(i, json);
            json.endRecord();
        }
        json.raw("]");
    }

    private void metadata(View view, JsonBuffer json) {
        json.raw("\"metadata\":");
        json.beginRecord();
        json.number("page", view.page);
        json.number("limit", view.limit);
        long pages = paging.pages(view.records, view.limit);
        FaultKind damage = view.metadata == null ? FaultKind.STATUS : view.metadata;
        if (damage != FaultKind.NO_TOTAL) {
            json.literal(
                    "total_pages",
                    switch (damage) {
                        case TOTAL_NULL -> "null";
                        case TOTAL_ZERO -> "0";
                        case TOTAL_NEGATIVE -> "-1";
                        case TOTAL_TEXT -> "\"many\"";
                        case TOTAL_HUGE -> "9223372036854775807";
                        case TOTAL_DISAGREES -> Long.toString(pages / 2);
                        default -> Long.toString(pages);
                    },
                    "");
            json.number("total_records", view.records + (damage == FaultKind.RECORDS_DISAGREE ? 7 : 0));
        }
        json.endRecord();
    }

    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
