package caravan.source;

import static caravan.source.Option.Kind.PATH;
import static caravan.source.Option.Kind.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response holds a value that the next request gives back: in a parameter, where {@code ${cursor}} stands, or an object in the query. */
record Cursor(ValuePath next, @Nullable String param, boolean isPlaced) implements Pagination {
    static final Style STYLE = new Style(
            "cursor",
            List.of(
                    Option.required("next", PATH, "where a response holds the cursor of the next page"),
                    Option.optional("cursorParam", TEXT, "query parameter that carries it")),
            options ->
                    new Cursor(options.requiredPath("next"), options.text("cursorParam"), options.hasPlace("cursor")));

    @Override
    public String type() {
        return STYLE.name();
    }

    @Override
    public boolean isChained() {
        return true;
    }

    @Override
    public Place after(JsonNode cursor) {
        Map<String, JsonNode> params = new LinkedHashMap<>();
        if (param != null) {
            params.put(param, cursor);
        } else if (!isPlaced && cursor.isObject()) {
            cursor.properties().forEach(field -> params.put(field.getKey(), field.getValue()));
        } else if (!isPlaced) {
            throw new IllegalArgumentException(
                    "the cursor is no object that could be a part of the query: set pagination.cursorParam, or write ${cursor} where it belongs");
        }
        return new Place(Map.of("cursor", cursor), params, null);
    }
}
