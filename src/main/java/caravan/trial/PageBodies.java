package caravan.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Writes the JSON of pages, whole or damaged as the script wants them. Thread-safe. */
final class PageBodies {
    private static final int BYTES_A_RECORD = 300;

    private final SimulatorOptions options;
    private final Customers customers;
    private final Paging paging;
    private final Addressing addressing;
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
     * @param shift by how many records both are moved from where the page begins
     * @param order which records there are, and where they stand
     * @param metadata the damage to the metadata, or null
     */
    record View(long page, long dataPage, long shift, int limit, Order order, FaultKind metadata, Data data) {
        static View of(long page, int limit, long records, FaultKind metadata) {
            return of(page, limit, Order.of(records), metadata);
        }

        static View of(long page, int limit, Order order, FaultKind metadata) {
            return of(new Addressing.Asked(page, 0, limit), order, metadata);
        }

        static View of(Addressing.Asked asked, Order order, FaultKind metadata) {
            return new View(asked.page(), asked.page(), asked.shift(), asked.limit(), order, metadata, Data.ALL);
        }

        /** Where the page begins in the listing. */
        long start(Paging paging) {
            return paging.first(page, limit) + shift;
        }

        /** Where the page after it begins. */
        long end(Paging paging) {
            return paging.first(page + 1, limit) + shift;
        }

        private long records() {
            return order.count();
        }

        View with(Data other) {
            return new View(page, dataPage, shift, limit, order, metadata, other);
        }

        View with(FaultKind damage) {
            return new View(page, dataPage, shift, limit, order, damage, data);
        }

        View withDataOf(long otherPage) {
            return new View(page, otherPage, shift, limit, order, metadata, data);
        }

        View asPage(long otherPage) {
            return new View(otherPage, otherPage, shift, limit, order, metadata, data);
        }

        private boolean isOrdinary() {
            return page == dataPage && shift == 0 && metadata == null && data == Data.ALL && order.isAsInTheBeginning();
        }
    }

    PageBodies(
            SimulatorOptions options,
            Customers customers,
            Paging paging,
            Addressing addressing,
            FaultPlan plan,
            boolean gzip) {
        this.options = options;
        this.addressing = addressing;
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

    /** The page with a body of its own, or with one that was made before. */
    Reply reply(View view, byte[] body) {
        Reply reply = new Reply(200, Reply.JSON, "", body);
        if (options.recordsPath.isEmpty() && hasMetadata(view)) {
            for (Map.Entry<String, String> member : metadata(view).entrySet()) {
                reply = reply.with(
                        "X-" + member.getKey().replace('_', '-'),
                        member.getValue().replace("\"", ""));
            }
        }
        String next = options.style == Style.LINK_HEADER && hasMetadata(view) ? addressing.next(view) : null;
        return next == null
                ? reply
                : reply.with(
                        "Link",
                        "<" + options.path + ">; rel=\"first\", <" + addressing.link(view, next) + ">; rel=\"next\"");
    }

    byte[] render(View view) {
        int limit = view.limit;
        long from = Math.min(paging.first(view.dataPage, limit) + view.shift, view.records());
        long to = Math.min(paging.first(view.dataPage + 1, limit) + view.shift, view.records());
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
        if (options.recordsPath.isEmpty()) {
            data(view, from, end, json);
            return json.toBytes();
        }
        json.raw("{");
        boolean withMetadata = hasMetadata(view);
        if (withMetadata && !dataFirst) {
            metadata(view, json);
            json.raw(",");
        }
        String[] path = options.recordsPath.split("\\.", -1);
        for (int i = 0; i < path.length; i++) {
            json.raw(i == 0 ? "" : "{");
            json.quoted(path[i]);
            json.raw(":");
        }
        data(view, from, end, json);
        json.raw("}".repeat(path.length - 1));
        if (withMetadata && dataFirst) {
            json.raw(",");
            metadata(view, json);
        }
        json.raw("}");
        return json.toBytes();
    }

    private boolean hasMetadata(View view) {
        return view.metadata != FaultKind.NO_METADATA && !(metadataFirstOnly && view.page > 1);
    }

    private void data(View view, long from, long end, JsonBuffer json) {
        if (view.data == Data.NULL) {
            json.raw("null");
            return;
        }
        json.raw("[");
        for (long i = from; i < end; i++) {
            if (i > from) {
                json.raw(",");
            }
            if (options.isWrapped()) {
                String cursor =
                        options.style == Style.LAST_RECORD ? "\"cursor\":\"" + Addressing.cursor(i + 1) + "\"," : "";
                json.raw("{" + cursor);
                json.quoted(options.record);
                json.raw(":");
            }
            json.beginRecord();
            customers.write(view.order.record(i), json);
            json.endRecord();
            json.raw(options.isWrapped() ? "}" : "");
        }
        json.raw("]");
    }

    private void metadata(View view, JsonBuffer json) {
        json.raw("\"metadata\":");
        json.beginRecord();
        metadata(view).forEach((name, literal) -> json.literal(name, literal, ""));
        json.endRecord();
    }

    /** Its members with their JSON. */
    private Map<String, String> metadata(View view) {
        Map<String, String> members = new LinkedHashMap<>();
        if (options.style.hasNumbers()) {
            members.put("page", Long.toString(view.page));
        } else if (options.style == Style.OFFSET) {
            members.put("offset", Long.toString(view.start(paging)));
        }
        members.put("limit", Integer.toString(view.limit));
        FaultKind damage = view.metadata == null ? FaultKind.STATUS : view.metadata;
        if (damage != FaultKind.NO_TOTAL) {
            long pages = paging.pages(view.records(), view.limit);
            if (options.style.hasNumbers()) {
                members.put("total_pages", damaged(damage, pages));
            }
            if (damage != FaultKind.NO_TOTAL_RECORDS) {
                long records = totalRecords(view, damage);
                // Where pages are not counted, what damages their number damages this one.
                members.put(
                        "total_records",
                        options.style.hasNumbers() || records != view.records()
                                ? Long.toString(records)
                                : damaged(damage, records));
            }
        }
        String next = options.style.next.isEmpty() ? null : addressing.next(view);
        if (next != null) {
            members.put(
                    options.style.next,
                    '"' + (options.style == Style.NEXT_LINK ? addressing.link(view, next) : next) + '"');
        } else if (!options.style.next.isEmpty()) {
            members.put(options.style.next, "null");
        }
        return members;
    }

    private static String damaged(FaultKind damage, long total) {
        return switch (damage) {
            case TOTAL_NULL -> "null";
            case TOTAL_ZERO, TOTAL_ZERO_FOR -> "0";
            case TOTAL_NEGATIVE -> "-1";
            case TOTAL_TEXT -> "\"many\"";
            case TOTAL_HUGE -> "9223372036854775807";
            case TOTAL_DISAGREES -> Long.toString(total / 2);
            case TOTAL_ABSURD -> Long.toString(1000 * total);
            case TOTAL_LOWER -> Long.toString(Math.max(1, total - 1));
            default -> Long.toString(total);
        };
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
