package caravan.preview;

import caravan.page.Page;
import caravan.text.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A field of the records on one page: how often it is filled, and what its values look like. */
public final class Field {
    private static final Set<ValueKind> NUMBERS = Set.of(ValueKind.INTEGER, ValueKind.NUMBER);
    private static final Set<ValueKind> CODES = Set.of(ValueKind.INTEGER, ValueKind.DIGITS);

    private static final double TEXT_ENOUGH = 0.9;
    private static final double MOSTLY = 0.8;

    private final String name;
    private final Map<ValueKind, Integer> kinds = new EnumMap<>(ValueKind.class);
    private int rows;
    private int filled;
    private String example = "";

    Field(String name) {
        this.name = name;
    }

    /** The fields of a page, in its order. */
    public static List<Field> of(Page page) {
        List<Field> fields = page.columns().stream().map(Field::new).toList();
        page.forEachRow(row -> {
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).add(cell(page, row, i));
            }
        });
        return fields;
    }

    /** The first records of a page: a cell for each field, null where it is null or absent. */
    public static List<List<@Nullable String>> records(Page page, int atMost) {
        List<List<@Nullable String>> records = new ArrayList<>();
        page.forEachRow(row -> {
            if (records.size() < atMost) {
                List<@Nullable String> cells = new ArrayList<>();
                for (int i = 0; i < page.columns().size(); i++) {
                    cells.add(cell(page, row, i));
                }
                records.add(cells);
            }
        });
        return records;
    }

    /** @param value null where it is absent, too */
    void add(@Nullable String value) {
        rows++;
        if (value != null && !value.isEmpty()) {
            filled++;
            kinds.merge(ValueKind.of(value), 1, Integer::sum);
            example = example.isEmpty() ? value : example;
        }
    }

    public String name() {
        return name;
    }

    /** The first value that is not empty; empty when there is none. */
    public String example() {
        return example;
    }

    /** In how many of the records it is neither absent nor null nor empty. Only all of them are 100 %. */
    public String filled() {
        return Numbers.percent(filled, rows);
    }

    /** Whether its values are best aligned at their right. */
    public boolean isNumber() {
        return !kinds.isEmpty() && NUMBERS.containsAll(kinds.keySet());
    }

    /** What its values look like, in a word; where they do not agree, in what shares. */
    public String looksLike() {
        if (kinds.isEmpty()) {
            return "–";
        }
        if (kinds.size() == 1) {
            return kinds.keySet().iterator().next().label();
        }
        if (isNumber()) {
            return ValueKind.NUMBER.label();
        }
        if (CODES.containsAll(kinds.keySet())) {
            return ValueKind.TEXT.label();
        }
        Map<String, Integer> shares = new LinkedHashMap<>();
        kinds.forEach((kind, count) -> shares.merge(kind.label(), count, Integer::sum));
        List<Map.Entry<String, Integer>> largest = shares.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        String first = largest.get(0).getKey();
        double share = (double) largest.get(0).getValue() / filled;
        if (first.equals(ValueKind.TEXT.label()) && share >= TEXT_ENOUGH) {
            // Whatever else is among it is text as well.
            return first;
        }
        return share >= MOSTLY
                ? "mostly %s (%s)"
                        .formatted(first, Numbers.percent(largest.get(0).getValue(), filled))
                : largest.stream()
                        .map(kind -> kind.getKey() + " " + Numbers.percent(kind.getValue(), filled))
                        .collect(Collectors.joining(", ", "mixed: ", ""));
    }

    private static @Nullable String cell(Page page, Page.Row row, int column) {
        if (row.isAbsent(column) || row.isNull(column)) {
            return null;
        }
        int start = row.start(column);
        return new String(page.text(), start, row.end(column) - start, StandardCharsets.UTF_8);
    }
}
