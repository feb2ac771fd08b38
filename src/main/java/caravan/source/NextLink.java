package caravan.source;

import static caravan.source.Option.Kind.PATH;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A response holds the URL of the next page, absolute or relative. */
record NextLink(ValuePath next) implements Pagination {
    static final Style STYLE = new Style(
            "next-link",
            List.of(Option.required("next", PATH, "where a response holds the URL of the next page")),
            options -> new NextLink(options.requiredPath("next")));

    @Override
    public String type() {
        return STYLE.name();
    }

    @Override
    public boolean isChained() {
        return true;
    }

    @Override
    public Place after(JsonNode link) {
        if (!link.isTextual()) {
            throw new IllegalArgumentException("the next link is %s, not a URL"
                    .formatted(link.getNodeType().name().toLowerCase(java.util.Locale.ROOT)));
        }
        return new Place(Map.of(), Map.of(), link.asText());
    }
}
