package caravan.discover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The list of records in a response: the largest list of objects that there is.
 *
 * @param path where it is; empty for the response itself
 * @param record inside each item; empty where the item itself is the record
 * @param records what they hold
 */
record RecordList(String path, String record, List<JsonNode> records) {
    private static final int MAX_DEPTH = 5;
    private static final List<String> WRAPPERS = List.of("node", "resource", "_source", "doc", "item");
    private static final List<String> IDS =
            List.of("id", "_id", "ID", "Id", "uuid", "guid", "key", "code", "number", "pageid", "sku", "email", "name");

    /** Null where there is none. */
    static @Nullable RecordList in(JsonNode response) {
        List<RecordList> all = new ArrayList<>();
        collect(response, "", 0, all);
        RecordList best = null;
        for (RecordList list : all) {
            if (best == null || list.weight() > best.weight()) {
                best = list;
            }
        }
        return best;
    }

    /** Objects before other values, and many before few. */
    private long weight() {
        boolean objects = records.stream().allMatch(JsonNode::isObject);
        return (objects ? 1_000_000L : 0) + records.size();
    }

    private static void collect(JsonNode node, String path, int depth, List<RecordList> all) {
        if (node.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            node.forEach(items::add);
            all.add(unwrapped(path, items));
        } else if (node.isObject() && depth < MAX_DEPTH) {
            List<JsonNode> values = new ArrayList<>();
            node.forEach(values::add);
            if (!path.isEmpty() && values.size() > 1 && areAlike(values)) {
                all.add(unwrapped(path, values));
                return;
            }
            node.properties()
                    .forEach(field -> collect(
                            field.getValue(),
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                            depth + 1,
                            all));
        }
    }

    /** The values of an object may be the records: then each is an object, and all have the same first fields. */
    private static boolean areAlike(List<JsonNode> values) {
        Set<String> first = new HashSet<>();
        for (JsonNode value : values) {
            if (!value.isObject() || value.isEmpty()) {
                return false;
            }
            first.add(value.fieldNames().next());
        }
        return first.size() == 1;
    }

    private static RecordList unwrapped(String path, List<JsonNode> items) {
        for (String wrapper : WRAPPERS) {
            if (!items.isEmpty()
                    && items.stream().allMatch(item -> item.path(wrapper).isObject())) {
                return new RecordList(
                        path,
                        wrapper,
                        items.stream().map(item -> item.path(wrapper)).toList());
            }
        }
        return new RecordList(path, "", items);
    }

    /** The field that identifies a record: there in each, and different each time; null where none is. */
    @Nullable
    String id() {
        List<String> names = new ArrayList<>(IDS);
        if (!records.isEmpty()) {
            records.get(0).fieldNames().forEachRemaining(name -> {
                if (name.matches("(?i).*(?:_id|Id|_uuid|_key)") && !names.contains(name)) {
                    names.add(5, name);
                }
            });
        }
        for (String name : names) {
            Set<String> seen = new HashSet<>();
            if (!records.isEmpty()
                    && records.stream()
                            .allMatch(record -> record.path(name).isValueNode()
                                    && !record.path(name).isNull()
                                    && seen.add(record.path(name).asText()))) {
                return name;
            }
        }
        return null;
    }

    /** Whether another list brings what follows this one: records, and none of these. */
    boolean isContinuedBy(@Nullable RecordList next) {
        if (next == null || next.records.isEmpty()) {
            return false;
        }
        Set<JsonNode> here = new HashSet<>(records);
        return next.records.stream().noneMatch(here::contains);
    }

    boolean isSameAs(@Nullable RecordList other) {
        return other != null && other.records.equals(records);
    }
}
