package caravan.source;

import static caravan.source.Option.Kind.PATH;
import static caravan.source.Option.Kind.TEXT;
import static caravan.source.Option.Kind.WHOLE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages have numbers that follow each other. */
record PageNumber(
        @Nullable String param,
        int firstPage,
        @Nullable ValuePath totalPages,
        @Nullable ValuePath pageEcho) implements Pagination {
    static final Style STYLE = new Style(
            "page-number",
            List.of(
                    Option.preset("pageParam", TEXT, "page", "query parameter that holds the number of the page"),
                    Option.preset("firstPage", WHOLE, "1", "number of the first page"),
                    Option.optional("totalPages", PATH, "where a response says how many pages there are"),
                    Option.optional("pageEcho", PATH, "where a response says which page it is")),
            options -> new PageNumber(
                    options.param("pageParam", "page", "page"),
                    (int) options.whole("firstPage", 1, 0),
                    options.path("totalPages"),
                    options.path("pageEcho")));

    @Override
    public String type() {
        return STYLE.name();
    }

    @Override
    public boolean isChained() {
        return false;
    }

    @Override
    public Place at(int page, long size) {
        JsonNode number = JsonNodeFactory.instance.numberNode(page - 1L + firstPage);
        return new Place(Map.of("page", number), param == null ? Map.of() : Map.of(param, number), null);
    }
}
