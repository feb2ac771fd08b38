package caravan.trial;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a request says which page it asks for, and how an answer names the next one. Pure. */
final class Addressing {
    private final SimulatorOptions options;
    private final Paging paging;
    private final boolean clamps;
    private final boolean wraps;

    Addressing(SimulatorOptions options, Paging paging, FaultPlan plan) {
        this.options = options;
        this.paging = paging;
        this.clamps = plan.has(FaultKind.CLAMP);
        this.wraps = plan.has(FaultKind.WRAP);
    }

    /** What a request asks for: a page, and by how many records it is moved from where that page begins. Page 0: nonsense. */
    record Asked(long page, long shift, int limit) {
        static final Asked NONSENSE = new Asked(0, 0, 1);
    }

    Asked asked(WireRequest request, Order order) {
        if (options.style == Style.NONE) {
            return new Asked(1, 0, (int) Math.max(1, Math.min(order.count(), Integer.MAX_VALUE)));
        }
        long wanted = number(request.parameter("limit", Integer.toString(options.limit)));
        if (wanted < 1) {
            return Asked.NONSENSE;
        }
        int limit = paging.limit(wanted);
        String where = request.parameter(options.style.param, "");
        if (where.isEmpty()) {
            return new Asked(1, 0, limit);
        }
        return switch (options.style) {
            case PAGE_NUMBER -> new Asked(Math.max(0, number(where)), 0, limit);
            case OFFSET -> at(number(where), limit);
            case LAST_RECORD -> at(options.isWrapped() ? place(where) : behind(number(where), order), limit);
            default -> at(place(where), limit);
        };
    }

    private Asked at(long place, int limit) {
        if (place < 0) {
            return Asked.NONSENSE;
        }
        long page = paging.pages(place + 1, limit);
        return new Asked(page, place - paging.first(page, limit), limit);
    }

    /** The cursor of the page that follows; null where none does. */
    String next(PageBodies.View view) {
        if (!options.style.isChain()) {
            return null;
        }
        long place = view.end(paging);
        if (place >= view.order().count()) {
            return wraps ? cursor(0) : clamps ? cursor(view.start(paging)) : null;
        }
        return cursor(place);
    }

    /** The same as a link without its origin. */
    String link(PageBodies.View view, String cursor) {
        return options.path + "?limit=" + view.limit() + "&cursor=" + cursor;
    }

    /** Of a place in the listing: opaque, as cursors are. */
    static String cursor(long place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("place:" + place).getBytes(StandardCharsets.US_ASCII));
    }

    private static long place(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            return text.startsWith("place:") ? number(text.substring("place:".length())) : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private static long behind(long id, Order order) {
        return id < Customers.FIRST_ID ? -1 : order.placeBehind(id - Customers.FIRST_ID);
    }

    /** The number, or -1 where there is none. */
    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
