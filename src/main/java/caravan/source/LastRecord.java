package caravan.source;

import static caravan.source.Option.Kind.PATH;
import static caravan.source.Option.Kind.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next request says behind which item it goes on, by a field of the last one. */
record LastRecord(List<String> nextField, @Nullable String param) implements Pagination {
    static final Style STYLE = new Style(
            "last-record",
            List.of(
                    Option.required("field", PATH, "path in the last item, before record is applied"),
                    Option.optional("cursorParam", TEXT, "query parameter that carries it")),
            options -> {
                String param = options.text("cursorParam");
                if (param == null && !options.hasPlace("cursor")) {
                    options.problem("cursorParam is missing, or ${cursor} where the value belongs");
                }
                return new LastRecord(options.names("field"), param);
            });

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
        return new Place(Map.of("cursor", cursor), param == null ? Map.of() : Map.of(param, cursor), null);
    }
}
