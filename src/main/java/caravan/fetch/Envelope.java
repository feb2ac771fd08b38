package caravan.fetch;

import caravan.page.Announced;
import caravan.source.LinkHeader;
import caravan.source.Shape;
import caravan.source.ValuePath;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A response without its records: what it announces is read from here. Only what a source's paths may lead to is kept, and only so
 * much of it as a cursor of any sane length takes. Used by one thread.
 */
final class Envelope {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long MAX_CHARS = 4L << 20;
    private static final int MAX_NUMBER = 1000;
    private static final int MAX_LISTS = 10;
    private static final int MAX_LIST_DEPTH = 5;
    private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}(?:,[0-9]{3})+");
    private static final Pattern CONTENT_RANGE = Pattern.compile("\\s*\\w+\\s+[^/]*/\\s*([0-9]+|\\*)\\s*");

    private final Shape shape;
    private final ResponseHead head;
    private final ObjectNode root = JSON.objectNode();
    private final Set<String> roots = new HashSet<>();
    private final List<String> lists = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean keepsAll;
    private long chars;

    Envelope(Shape shape, ResponseHead head) {
        this.shape = shape;
        this.head = head;
        Stream.of(
                        shape.error(),
                        shape.pageEcho(),
                        shape.sizeEcho(),
                        shape.totalPages(),
                        shape.totalRecords(),
                        shape.next(),
                        shape.more(),
                        shape.last())
                .filter(path -> path != null && path.header() == null)
                .forEach(path -> {
                    String name = path.root();
                    keepsAll |= name == null;
                    roots.add(String.valueOf(name));
                });
    }

    ObjectNode root() {
        return root;
    }

    /** Whether anything below this field of the response may be asked for. */
    boolean keeps(String field) {
        return keepsAll || roots.contains(field);
    }

    /** Reads a value that is not the records, and keeps it where it may be asked for. */
    void read(JsonParser json, String path, @Nullable ObjectNode into, String field) throws IOException {
        if (into != null) {
            into.set(field, value(json, path));
        } else {
            skip(json, path);
        }
    }

    private JsonNode value(JsonParser json, String path) throws IOException {
        JsonToken token = json.currentToken();
        if (!token.isStructStart()) {
            chars += json.getTextLength();
        }
        if (chars > MAX_CHARS) {
            throw new ResponseBody.TooLargeException(
                    "what it holds beside the records is longer than %d million characters".formatted(MAX_CHARS >> 20));
        }
        return switch (token) {
            case START_OBJECT -> {
                ObjectNode object = JSON.objectNode();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    chars += name.length() + 8;
                    object.set(name, value(json, path + "." + name));
                }
                yield object;
            }
            case START_ARRAY -> {
                list(path);
                ArrayNode array = JSON.arrayNode();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    chars += 8;
                    array.add(value(json, path + "[]"));
                }
                yield array;
            }
            case VALUE_STRING -> JSON.textNode(json.getText());
            case VALUE_TRUE, VALUE_FALSE -> JSON.booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> JSON.nullNode();
            default -> number(json.getText());
        };
    }

    private static JsonNode number(String text) {
        try {
            return text.length() > MAX_NUMBER ? JSON.textNode(text) : DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException e) {
            // NaN and the like.
            return JSON.textNode(text);
        }
    }

    private void skip(JsonParser json, String path) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            list(path);
        }
        if (json.currentToken() != JsonToken.START_OBJECT
                || path.chars().filter(c -> c == '.').count() >= MAX_LIST_DEPTH) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            skip(json, path + "." + name);
        }
    }

    private void list(String path) {
        if (lists.size() < MAX_LISTS && !path.contains("[")) {
            lists.add(path);
        }
    }

    /** The paths of the lists that are there, for a message; empty where there are none. */
    String lists() {
        return lists.isEmpty() ? "" : ": the lists in it are " + ResponseBody.line(String.join(", ", lists));
    }

    /** What the response reports as an error; null where it reports none. */
    @Nullable
    String error() {
        if (shape.error() == null) {
            return null;
        }
        JsonNode found = find(shape.error());
        boolean isNothing = isEmpty(found) || (found.isBoolean() && !found.asBoolean()) || "0".equals(found.asText());
        return isNothing ? null : found.isTextual() ? found.asText() : found.toString();
    }

    /** What was odd about what it announces. */
    List<String> problems() {
        return problems;
    }

    /**
     * @param field of the last item, as JSON; null where there is none
     */
    Announced announced(@Nullable String field) {
        long echo = count("page", shape.pageEcho());
        return new Announced(
                echo == Announced.UNKNOWN ? echo : Math.max(echo - shape.firstPage() + 1, Announced.UNKNOWN),
                count("size", shape.sizeEcho()),
                count("number of pages", shape.totalPages()),
                count("number of records", shape.totalRecords()),
                next(field));
    }

    private @Nullable String next(@Nullable String field) {
        if (isFlag(shape.more(), false) || isFlag(shape.last(), true)) {
            return Announced.NO_NEXT;
        }
        if (shape.next() != null) {
            JsonNode next = find(shape.next());
            if (next.isMissingNode()) {
                return moreOrNothing();
            }
            return isEmpty(next) || (next.isBoolean() && !next.asBoolean()) ? Announced.NO_NEXT : next.toString();
        }
        if (shape.nextLink()) {
            String links = head.header("Link");
            if (links == null) {
                return moreOrNothing();
            }
            String next = LinkHeader.next(links);
            return next == null || next.isEmpty()
                    ? Announced.NO_NEXT
                    : JSON.textNode(next).toString();
        }
        return field == null ? moreOrNothing() : field;
    }

    private @Nullable String moreOrNothing() {
        return isFlag(shape.more(), true) || isFlag(shape.last(), false) ? Announced.MORE : null;
    }

    private boolean isFlag(@Nullable ValuePath path, boolean value) {
        return path != null && find(path).asText("").equals(Boolean.toString(value));
    }

    static boolean isEmpty(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.asText().isEmpty())
                || (node.isContainerNode() && node.isEmpty());
    }

    private JsonNode find(ValuePath path) {
        String name = path.header();
        if (name == null) {
            return path.in(root);
        }
        String value = head.header(name);
        return value == null ? MissingNode.getInstance() : JSON.textNode(value);
    }

    private long count(String what, @Nullable ValuePath path) {
        if (path == null) {
            return Announced.UNKNOWN;
        }
        JsonNode found = find(path);
        if (isEmpty(found)) {
            return Announced.UNKNOWN;
        }
        if (found.isNumber()) {
            return whole(found.decimalValue());
        }
        String text = found.isTextual() ? found.asText().strip() : "";
        Matcher range = CONTENT_RANGE.matcher(text);
        if ("Content-Range".equalsIgnoreCase(path.header()) && range.matches()) {
            text = range.group(1);
        }
        if (GROUPED.matcher(text).matches()) {
            text = text.replace(",", "");
        }
        if (text.matches("[+-]?[0-9]{1,18}")) {
            return Math.max(Long.parseLong(text), Announced.UNKNOWN);
        }
        if (text.matches("[0-9.]{1,40}[eE]\\+?[0-9]{1,2}")) {
            try {
                return whole(new BigDecimal(text));
            } catch (NumberFormatException e) {
                // It is said below.
            }
        }
        if (!text.equals("*")) {
            problems.add("the %s that it announces (%s: %s) is no whole number: it counts as not announced"
                    .formatted(what, path, ResponseBody.line(found.toString())));
        }
        return Announced.UNKNOWN;
    }

    /** {@link Announced#UNKNOWN} where it is negative, too large or no whole number. */
    private static long whole(BigDecimal number) {
        boolean isSmall =
                number.signum() >= 0 && (number.signum() == 0 || number.precision() - (long) number.scale() <= 18);
        try {
            return isSmall ? number.longValueExact() : Announced.UNKNOWN;
        } catch (ArithmeticException e) {
            return Announced.UNKNOWN;
        }
    }
}
