package caravan.page;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was odd about the values of a page, counted by field. Not thread-safe. */
final class Oddities {
    /** So many fields are named. */
    private static final int MOST_FIELDS = 10;

    private static final int MOST_LENGTH = 60;

    /** What may be odd; the text says what was done about it. */
    enum Kind {
        REPEATED("fields stand twice in their record, and the last value was taken"),
        SURROGATE("halves of surrogate pairs became U+FFFD, since UTF-8 cannot hold them"),
        NO_NUMBER("NaN or Infinity, which JSON does not have, was carried as text");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private final Map<Kind, TreeMap<Integer, Integer>> counts = new EnumMap<>(Kind.class);
    private int names;

    void add(Kind kind, int column, int count) {
        counts.computeIfAbsent(kind, k -> new TreeMap<>()).merge(column, count, Integer::sum);
    }

    /** A field's name held half of a surrogate pair. */
    void addName() {
        names++;
    }

    /** A line for each kind. */
    List<String> texts(List<String> columns) {
        List<String> texts = new ArrayList<>();
        counts.forEach((kind, fields) -> texts.add(kind.text
                + fields.entrySet().stream()
                        .limit(MOST_FIELDS)
                        .map(field -> "%d in %s".formatted(field.getValue(), shown(columns.get(field.getKey()))))
                        .collect(Collectors.joining(", ", ": ", ""))
                + (fields.size() > MOST_FIELDS
                        ? ", more in %d further fields".formatted(fields.size() - MOST_FIELDS)
                        : "")));
        if (names > 0) {
            texts.add("halves of surrogate pairs in the names of fields became U+FFFD: " + names);
        }
        return texts;
    }

    private static String shown(String column) {
        return column.length() > MOST_LENGTH ? column.substring(0, MOST_LENGTH) + "…" : column;
    }
}
