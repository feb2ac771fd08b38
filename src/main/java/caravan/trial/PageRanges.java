package caravan.trial;

import java.util.ArrayList;
import java.util.List;

/** A choice of pages: {@code 7}, {@code 3-5}, {@code 20-} (to the end), or several joined by {@code +}. */
record PageRanges(List<Range> ranges) {
    static final PageRanges ALL = new PageRanges(List.of(new Range(1, Long.MAX_VALUE)));

    /** Both ends belong to it. */
    record Range(long from, long to) {}

    static PageRanges of(long page) {
        return new PageRanges(List.of(new Range(page, page)));
    }

    boolean contains(long page) {
        for (Range range : ranges) {
            if (range.from <= page && page <= range.to) {
                return true;
            }
        }
        return false;
    }

    boolean isOnePage() {
        return ranges.size() == 1 && ranges.get(0).from == ranges.get(0).to;
    }

    long firstPage() {
        return ranges.get(0).from;
    }

    /** Reads the part after the {@code @}; {@code clause} is quoted in errors. */
    static PageRanges parse(String text, String clause) {
        List<Range> ranges = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int plus = text.indexOf('+', start);
            int end = plus < 0 ? text.length() : plus;
            ranges.add(range(text.substring(start, end), clause));
            start = end + 1;
        }
        return new PageRanges(List.copyOf(ranges));
    }

    private static Range range(String text, String clause) {
        int dash = text.indexOf('-');
        long from = page(dash < 0 ? text : text.substring(0, dash), clause);
        long to = dash < 0 ? from : dash == text.length() - 1 ? Long.MAX_VALUE : page(text.substring(dash + 1), clause);
        if (to < from) {
            throw new IllegalArgumentException("'" + clause + "': pages " + text + " run backwards");
        }
        return new Range(from, to);
    }

    private static long page(String text, String clause) {
        try {
            long page = Long.parseLong(text);
            if (page >= 1) {
                return page;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a page below 1.
        }
        throw new IllegalArgumentException(
                "'" + clause + "': '" + text + "' is no page; after @ come pages like 7, 3-5, 20- or 2+9+20-");
    }
}
