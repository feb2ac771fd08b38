package caravan.preview;

import static caravan.text.Numbers.grouped;
import static caravan.text.Plural.count;

import caravan.page.Announced;
import caravan.page.Page;
import caravan.source.Source;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one page shows of a source: how its pages follow each other, whether its ids are unique, and whether its order is one that does
 * not change while a run reads it. Each is a guess from a sample, in a sentence. Pure.
 *
 * @param pages how they follow each other
 * @param ids what identifies a record
 * @param order by what the records are sorted
 * @param items what stands in the place of objects; null where records are objects
 */
public record Nature(
        String pages, String ids, String order, @Nullable String items) {
    /** Fewer tell nothing of an order. */
    private static final int LEAST = 3;

    public static Nature of(Source source, Page page) {
        List<List<@Nullable String>> records = Field.records(page, Integer.MAX_VALUE);
        return new Nature(
                pages(source, page.announced()),
                ids(source, page, records),
                order(source, page, records),
                items(page.columns()));
    }

    /** One sentence each, the one about items where there is something to say. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("Pages: " + pages, "Ids: " + ids, "Order: " + order));
        if (items != null) {
            lines.add("Items: " + items);
        }
        return lines;
    }

    private static String pages(Source source, Announced announced) {
        String type = source.pagination().type();
        if (source.isSinglePage()) {
            return type + ", there is one";
        }
        if (!source.isChained()) {
            return "%s (%s), in any order".formatted(type, source.pagination().param());
        }
        String next = announced.next();
        String found = next == null
                ? "there is no %s: nothing follows, or the path is wrong".formatted(source.nextPlace())
                : next.equals(Announced.NO_NEXT)
                        ? "nothing follows this one"
                        : "the next one is named (%s)".formatted(source.nextPlace());
        return "%s, one after another; %s".formatted(type, found);
    }

    private static String ids(Source source, Page page, List<List<@Nullable String>> records) {
        if (source.id().isEmpty()) {
            return "none is named (option id): a page is told from others by its bytes";
        }
        int column = page.columns().indexOf(source.id());
        if (column < 0) {
            return "no record has %s; the fields are %s".formatted(source.id(), String.join(", ", page.columns()));
        }
        List<String> values = values(records, column);
        int without = records.size() - values.size();
        if (without > 0) {
            return "%s is missing in %s of %s: pages with such records are told from others by their bytes"
                    .formatted(source.id(), grouped(without), count(records.size(), "record"));
        }
        Set<String> seen = new HashSet<>();
        List<String> twice =
                values.stream().filter(value -> !seen.add(value)).distinct().toList();
        return twice.isEmpty()
                ? "%s, unique in %s".formatted(source.id(), count(values.size(), "record"))
                : "%s is not unique: %s stand more than once".formatted(source.id(), count(twice.size(), "value"));
    }

    private static String order(Source source, Page page, List<List<@Nullable String>> records) {
        if (records.size() < LEAST) {
            return "too few records to tell";
        }
        int id = page.columns().indexOf(source.id());
        int ofId = id < 0 ? 0 : direction(values(records, id), records.size());
        if (ofId > 0) {
            return "by %s, ascending: what is added comes last".formatted(source.id());
        }
        if (ofId < 0) {
            return "by %s, descending: what is added comes first and moves all others; ask for ascending order"
                    .formatted(source.id());
        }
        for (int i = 0; i < page.columns().size(); i++) {
            int direction = direction(values(records, i), records.size());
            if (direction != 0) {
                return "by %s, %s: where that changes, records move; ask for an order by an id that does not change"
                        .formatted(page.columns().get(i), direction > 0 ? "ascending" : "descending");
            }
        }
        return "by no field that shows: if the API can sort by an id, ask for it";
    }

    private static List<String> values(List<List<@Nullable String>> records, int column) {
        return records.stream()
                .map(record -> record.get(column))
                .filter(Objects::nonNull)
                .toList();
    }

    /** 1 where all values rise, -1 where they fall; 0 where they do neither, or not all records have one. */
    private static int direction(List<String> values, int records) {
        if (values.size() < records || new HashSet<>(values).size() < LEAST) {
            return 0;
        }
        int[] steps = IntStream.range(1, values.size())
                .map(i -> compare(values.get(i), values.get(i - 1)))
                .toArray();
        return IntStream.of(steps).allMatch(step -> step >= 0)
                ? 1
                : IntStream.of(steps).allMatch(step -> step <= 0) ? -1 : 0;
    }

    private static int compare(String one, String other) {
        boolean numbers = one.matches("-?[0-9]{1,30}") && other.matches("-?[0-9]{1,30}");
        return numbers ? new BigDecimal(one).compareTo(new BigDecimal(other)) : one.compareTo(other);
    }

    private static @Nullable String items(List<String> columns) {
        List<String> numbers =
                IntStream.range(0, columns.size()).mapToObj(String::valueOf).toList();
        return columns.equals(List.of("value"))
                ? "no objects: each is the column value"
                : !columns.isEmpty() && columns.equals(numbers) ? "lists: their columns are 0, 1, …" : null;
    }
}
