package caravan.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** The header {@code Link: <…>; rel="next"} (RFC 8288) names the next page. */
record LinkHeaderLinks() implements Pagination {
    static final Style STYLE = new Style("link-header", List.of(), options -> new LinkHeaderLinks());

    @Override
    public String type() {
        return STYLE.name();
    }

    @Override
    public boolean isChained() {
        return true;
    }

    @Override
    public boolean nextLink() {
        return true;
    }

    @Override
    public Place after(JsonNode link) {
        return new Place(Map.of(), Map.of(), link.asText());
    }
}
