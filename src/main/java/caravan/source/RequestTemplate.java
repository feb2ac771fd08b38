package caravan.source;

import caravan.page.PageTask;
import caravan.text.Urls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request with {@code ${page}}, {@code ${offset}}, {@code ${size}} and {@code ${cursor}} in its URL, headers and body. A JSON string that
 * is nothing else becomes the value with its type; inside longer text it is text, percent-encoded in a URL. What holds a value that
 * there is not yet is left out: the parameter, the header, the member. Immutable.
 *
 * @param body JSON text or a form; null for none
 */
record RequestTemplate(
        String url, Map<String, String> headers, @Nullable String body) {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(page|offset|size|cursor)}");
    private static final Pattern ANY_PLACE = Pattern.compile("\\$\\{([^}]*)}");
    /** A name in braces that stands for nothing; null where there is none. */
    @Nullable
    String unknownPlace() {
        Matcher place = ANY_PLACE.matcher(url + "\n" + headers.values() + "\n" + body);
        while (place.find()) {
            if (!PLACE.matcher(place.group()).matches()) {
                return place.group();
            }
        }
        return null;
    }

    /** All texts in which a place may stand. */
    String all() {
        return url + "\n" + headers.values() + "\n" + body;
    }

    PageTask fill(String source, int page, PageTask.Purpose purpose, Place place, long size, @Nullable String next) {
        String uri = place.link() != null ? place.link() : withParams(filledUrl(place.values()), place.params());
        Map<String, String> filled = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            String text = filled(value, place.values(), UnaryOperator.identity());
            if (text != null) {
                filled.put(name, text);
            }
        });
        String sent = body == null ? null : filledBody(body, place.values());
        if (body != null && sent != null && filled.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            filled.put(
                    "Content-Type",
                    JsonBody.of(body) != null ? "application/json" : "application/x-www-form-urlencoded");
        }
        return new PageTask(source, page, URI.create(Urls.encodedUrl(uri)), filled, sent, purpose, size, next);
    }

    private String filledUrl(Map<String, JsonNode> values) {
        int query = url.indexOf('?');
        String path = query < 0 ? url : url.substring(0, query);
        String filled = String.valueOf(filled(path, values, RequestTemplate::percent));
        if (query < 0) {
            return filled;
        }
        StringBuilder kept = new StringBuilder();
        for (String param : url.substring(query + 1).split("&", -1)) {
            String text = filled(param, values, RequestTemplate::percent);
            if (text != null && !text.isEmpty()) {
                kept.append(kept.isEmpty() ? "" : "&").append(text);
            }
        }
        return kept.isEmpty() ? filled : filled + "?" + kept;
    }

    private static String withParams(String url, Map<String, JsonNode> params) {
        StringBuilder all = new StringBuilder(url);
        params.forEach((name, value) -> all.append(all.indexOf("?") < 0 ? '?' : '&')
                .append(percent(name))
                .append('=')
                .append(percent(text(value))));
        return all.toString();
    }

    /** Null where it holds a value that there is not. */
    private static @Nullable String filled(String text, Map<String, JsonNode> values, UnaryOperator<String> encoding) {
        Matcher place = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            JsonNode value = values.get(place.group(1));
            if (value == null) {
                return null;
            }
            place.appendReplacement(filled, Matcher.quoteReplacement(encoding.apply(text(value))));
        }
        return place.appendTail(filled).toString();
    }

    private static String filledBody(String body, Map<String, JsonNode> values) {
        JsonNode json = JsonBody.of(body);
        if (json != null) {
            JsonNode filled = JsonBody.filled(json, text -> filled(text, values));
            return filled == null ? "" : filled.toString();
        }
        StringBuilder form = new StringBuilder();
        for (String param : body.strip().split("&", -1)) {
            String text = filled(param, values, RequestTemplate::percent);
            if (text != null) {
                form.append(form.isEmpty() ? "" : "&").append(text);
            }
        }
        return form.toString();
    }

    private static @Nullable JsonNode filled(String text, Map<String, JsonNode> values) {
        Matcher whole = PLACE.matcher(text);
        if (whole.matches()) {
            return values.get(whole.group(1));
        }
        String filled = filled(text, values, UnaryOperator.identity());
        return filled == null ? null : JsonNodeFactory.instance.textNode(filled);
    }

    /** A value as a parameter holds it: a text as it is, all else as JSON. */
    static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    static String percent(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
