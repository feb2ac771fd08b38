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
    private final boolean metadataFirstOnly;
    private byte[][] premade = {};
    private long premadeRecords = -1;

    /** What becomes of the records. */
    enum Data {
        ALL,
        NONE,
        SHORT,
        HALF,
        NULL
    }

    /**
     * One answer.
     *
     * @param dataPage whose records it holds
     * @param order which records there are, and where they stand
     * @param metadata the damage to the metadata, or null
     */
    record View(long page, long dataPage, int limit, Order order, FaultKind metadata, Data data) {
        static View of(long page, int limit, long records, FaultKind metadata) {
            return of(page, limit, Order.of(records), metadata);
        }

        static View of(long page, int limit, Order order, FaultKind metadata) {
            return new View(page, page, limit, order, metadata, Data.ALL);
        }

        private long records() {
            return order.count();
        }

        View with(Data other) {
            return new View(page, dataPage, limit, order, metadata, other);
        }

        View with(FaultKind damage) {
            return new View(page, dataPage, limit, order, damage, data);
        }

        View withDataOf(long otherPage) {
            return new View(page, otherPage, limit, order, metadata, data);
        }

        View asPage(long otherPage) {
            return new View(otherPage, otherPage, limit, order, metadata, data);
        }

        private boolean isOrdinary() {
            return page == dataPage && metadata == null && data == Data.ALL && order.isAsInTheBeginning();
        }
    }

    PageBodies(Customers customers, Paging paging, FaultPlan plan, boolean gzip) {
        this.customers = customers;
        this.paging = paging;
        this.bom = plan.has(FaultKind.BOM);
        this.dataFirst = plan.has(FaultKind.DATA_FIRST);
        this.gzip = gzip;
        this.metadataFirstOnly = plan.has(FaultKind.META_FIRST_PAGE_ONLY);
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
        boolean same = view.records() == premadeRecords
                && view.limit == paging.limit(paging.defaultLimit())
                && view.isOrdinary()
                && view.page <= premade.length;
        return same ? premade[(int) view.page - 1] : null;
    }

    byte[] render(View view) {
        int limit = view.limit;
        long from = Math.min(paging.first(view.dataPage, limit), view.records());
        long to = Math.min(paging.first(view.dataPage + 1, limit), view.records());
        long end = switch (view.data) {
            case NONE -> from;
            case SHORT -> to - Math.max(1, (to - from) / 3);
            case HALF -> from + (to - from) / 2;
            default -> to;
        };
        JsonBuffer json = new JsonBuffer((int) Math.max(512, (to - from) * BYTES_A_RECORD));
        if (bom) {
            json.raw("\ufeff");
        }
        json.raw("{");
        boolean withMetadata = view.metadata != FaultKind.NO_METADATA && !(metadataFirstOnly && view.page > 1);
        if (withMetadata && !dataFirst) {
            metadata(view, json);
            json.raw(",");
        }
        json.raw("\"data\":");
        if (view.data == Data.NULL) {
            json.raw("null");
        } else {
            data(view.order, from, end, json);
        }
        if (withMetadata && dataFirst) {
            json.raw(",");
            metadata(view, json);
        }
        json.raw("}");
        return json.toBytes();
    }

    private void data(Order order, long from, long end, JsonBuffer json) {
        json.raw("[");
        for (long i = from; i < end; i++) {
            if (i > from) {
                json.raw(",");
            }
            json.beginRecord();
            customers.write(order.record(i), json);
            json.endRecord();
        }
        json.raw("]");
    }

    private void metadata(View view, JsonBuffer json) {
        json.raw("\"metadata\":");
        json.beginRecord();
        json.number("page", view.page);
        json.number("limit", view.limit);
        long pages = paging.pages(view.records(), view.limit);
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
                        case TOTAL_ABSURD -> Long.toString(1000 * pages);
                        case TOTAL_LOWER -> Long.toString(Math.max(1, pages - 1));
                        case TOTAL_ZERO_FOR -> "0";
                        default -> Long.toString(pages);
                    },
                    "");
            if (damage != FaultKind.NO_TOTAL_RECORDS) {
                json.number("total_records", totalRecords(view, damage));
            }
        }
        json.endRecord();
    }

    private static long totalRecords(View view, FaultKind damage) {
        return switch (damage) {
            case RECORDS_DISAGREE -> view.records() + 7;
            case RECORDS_FEWER -> Math.max(0, view.records() - 7);
            case TOTAL_ABSURD -> 1000 * view.records();
            case TOTAL_LOWER -> Math.max(1, view.records() - view.limit);
            case TOTAL_ZERO_FOR -> 0;
            default -> view.records();
        };
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
