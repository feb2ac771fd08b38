package caravan.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what an HTTP status that is not 2xx means, as the routes declare it: lists of statuses and ranges, such as {@code 408,
 * 500-599}. A status that stands in none of them is permanent.
 *
 * <p>Declared as a bean in YAML, hence the setters; not changed after the routes have started.
 */
public final class StatusTable {
    private static final Pattern RANGE = Pattern.compile("([1-5][0-9]{2})(?:\\s*-\\s*([1-5][0-9]{2}))?");

    private final List<Row> rows = new ArrayList<>();

    private record Row(int first, int last, FailureKind kind) {}

    /** Statuses after which the same request may succeed: backoff and retry. */
    public void setTransient(String statuses) {
        add(statuses, FailureKind.TRANSIENT);
    }

    /** Statuses that say "too fast": the backoff is doubled, and the whole run slows down. */
    public void setRateLimited(String statuses) {
        add(statuses, FailureKind.RATE_LIMITED);
    }

    /** Statuses that reject the credentials: one fresh login where there is one. */
    public void setUnauthorized(String statuses) {
        add(statuses, FailureKind.UNAUTHORIZED);
    }

    FailureKind kind(int status) {
        return rows.stream()
                .filter(row -> row.first <= status && status <= row.last)
                .map(Row::kind)
                .findFirst()
                .orElse(FailureKind.PERMANENT);
    }

    private void add(String statuses, FailureKind kind) {
        for (String part : statuses.isBlank() ? new String[0] : statuses.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException(
                        "\"%s\" in the status table is not a status or a range such as 500-599"
                                .formatted(part.strip()));
            }
            Row row = new Row(
                    Integer.parseInt(range.group(1)),
                    Integer.parseInt(range.group(2) == null ? range.group(1) : range.group(2)),
                    kind);
            if (row.first > row.last) {
                throw new IllegalArgumentException(
                        "\"%s\" in the status table ends before it begins".formatted(part.strip()));
            }
            for (Row other : rows) {
                if (row.first <= other.last && other.first <= row.last) {
                    throw new IllegalArgumentException("The status table has %s under %s and %s"
                            .formatted(part.strip(), name(other.kind), name(kind)));
                }
            }
            rows.add(row);
        }
    }

    private static String name(FailureKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
