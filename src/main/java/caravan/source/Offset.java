package caravan.source;

import static caravan.source.Option.Kind.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page begins behind so many records. */
record Offset(@Nullable String param) implements Pagination {
    static final Style STYLE = new Style(
            "offset",
            List.of(Option.preset(
                    "offsetParam", TEXT, "offset", "query parameter that holds how many records come before the page")),
            options -> new Offset(options.param("offsetParam", "offset", "offset")));

    @Override
    public String type() {
        return STYLE.name();
    }

    @Override
    public boolean isChained() {
        return false;
    }

    @Override
    public boolean isByRecords() {
        return true;
    }

    @Override
    public Place at(int page, long size) {
        JsonNode offset = JsonNodeFactory.instance.numberNode((page - 1) * size);
        return new Place(Map.of("offset", offset), param == null ? Map.of() : Map.of(param, offset), null);
    }
}
