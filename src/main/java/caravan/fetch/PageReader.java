package caravan.fetch;

import caravan.page.Page;
import caravan.page.Utf8Buffer;
import caravan.source.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page straight from the tokens of its JSON, each value as the text it was written in: no number is parsed, no
 * record becomes a map.
 *
 * <p>Where records and totals are says the {@link Shape}, an attribute of the reader, as is the {@link ResponseHead}. An answer that is no
 * page (no list of records at its place, anything after the end) is refused with a {@link com.fasterxml.jackson.core.JsonProcessingException}. Thread-safe.
 */
public final class PageReader extends StdDeserializer<Page> {
    static final String EXPECTED = "expected ";
    private static final int MAX_DEPTH = 1_000;
    private static final int MAX_NAME = 50_000;
    /** One value, in characters: the parser holds it several times over. */
    private static final int MAX_VALUE =
            (int) Math.min(64 << 20, Math.max(2 << 20, Runtime.getRuntime().maxMemory() / 32));
    /** What a page may hold, in bytes: several are held at once, each of them twice while it is written. */
    private static final long MAX_PAGE =
            Math.min(512L << 20, Math.max(4L << 20, Runtime.getRuntime().maxMemory() / 16));

    private static final JsonFactory COMPACT = new JsonFactory();
    private static final ObjectMapper VALUES = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    static final String REPORTED = "it reports an error in ";

    /** The mapper for camel-jackson: knows {@link Page} and the bounds within which an answer is read. */
    static ObjectMapper mapper() {
        JsonFactory json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNameLength(MAX_NAME)
                        .maxNumberLength(MAX_VALUE)
                        .maxStringLength(MAX_VALUE)
                        .build())
                // Names come from the API: a hostile one could fill the JVM's table of interned strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // Python's json writes them, and with it many an API.
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
        return new ObjectMapper(json)
                .registerModule(new SimpleModule().addDeserializer(Page.class, new PageReader()))
                // A second document behind the first means that the answer is not what it seems. It also makes the
                // reader see the end of the body, which a cut one does not have.
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Pages are mostly alike: what the latest one took. */
    private transient volatile Page.Size latest = new Page.Size(1 << 16, 1 << 12);

    private PageReader() {
        super(Page.class);
    }

    @Override
    public Page deserialize(JsonParser json, DeserializationContext context) throws IOException {
        Shape shape = (Shape) Objects.requireNonNull(context.getAttribute(Shape.class), "A body has a shape");
        ResponseHead head = (ResponseHead) Objects.requireNonNull(context.getAttribute(ResponseHead.class));
        Page page = new Page(latest);
        shape.columns().forEach(page::column);
        Envelope envelope = new Envelope(shape, head);
        Records records = new Records(json, shape, page);
        if (shape.records().isEmpty()) {
            records.readList("the response");
        } else {
            expect(
                    json,
                    json.currentToken(),
                    JsonToken.START_OBJECT,
                    "an object with " + shape.records().get(0));
            readLevel(json, shape, envelope, records, 0, "", envelope.root());
        }
        // A few records with very many fields make the rows of all others long: a cell for each field.
        if (page.bytes() + (long) page.rows() * page.columns().size() * Integer.BYTES > 2 * MAX_PAGE) {
            throw tooLarge();
        }
        String error = envelope.error();
        if (error != null) {
            throw MismatchedInputException.from(
                    json, Page.class, REPORTED + "\"%s\": %s".formatted(shape.error(), ResponseBody.line(error)));
        }
        if (!page.hasData() && !shape.absentIsEmpty()) {
            throw MismatchedInputException.from(
                    json,
                    Page.class,
                    "there is no %s in it%s".formatted(String.join(".", shape.records()), envelope.lists()));
        }
        page.announced(envelope.announced(records.field()));
        envelope.problems().forEach(page::problem);
        latest = page.size();
        return page;
    }

    /** An answer that is {@code null} never comes to {@link #deserialize}. */
    @Override
    public Page getNullValue(DeserializationContext context) throws MismatchedInputException {
        throw MismatchedInputException.from(context.getParser(), Page.class, EXPECTED + "a page, and not null");
    }

    /**
     * Reads one object on the way to the records.
     *
     * @param depth how many names of the path lead to it
     * @param path the same as text, with a dot at its end
     * @param into what is kept of it; null for nothing
     */
    private static void readLevel(
            JsonParser json,
            Shape shape,
            Envelope envelope,
            Records records,
            int depth,
            String path,
            @Nullable ObjectNode into)
            throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            boolean kept = into != null && (depth > 0 || envelope.keeps(field));
            if (!field.equals(shape.records().get(depth))) {
                envelope.read(json, path + field, kept ? into : null, field);
            } else if (depth == shape.records().size() - 1) {
                if (value == JsonToken.VALUE_NULL && (shape.absentIsEmpty() || shape.error() != null)) {
                    // As GraphQL has it where it reports an error.
                    continue;
                }
                records.readList(path + field);
            } else if (value == JsonToken.START_OBJECT) {
                readLevel(
                        json,
                        shape,
                        envelope,
                        records,
                        depth + 1,
                        path + field + ".",
                        kept && into != null ? into.putObject(field) : null);
            } else {
                envelope.read(json, path + field, null, field);
            }
        }
    }

    /** Reads the records of one response. */
    private static final class Records {
        private final JsonParser json;
        private final Shape shape;
        private final Page page;
        /** The field of the last item that the next page is asked for with, below the record; empty for none. */
        private final List<String> inside;

        private @Nullable JsonToken kind;
        private int expected;
        private @Nullable String beside;
        private @Nullable JsonToken token;
        private int start;
        private int end;

        Records(JsonParser json, Shape shape, Page page) {
            this.json = json;
            this.shape = shape;
            this.page = page;
            int above = shape.record().size();
            boolean isInside = shape.nextField().size() > above
                    && shape.nextField().subList(0, above).equals(shape.record());
            inside = isInside
                    ? shape.nextField().subList(above, shape.nextField().size())
                    : List.of();
        }

        void readList(String name) throws IOException {
            if (page.hasData()) {
                throw MismatchedInputException.from(json, Page.class, "there is %s in it twice".formatted(name));
            }
            boolean isMap = json.currentToken() == JsonToken.START_OBJECT
                    && !shape.records().isEmpty();
            if (!isMap) {
                expect(json, json.currentToken(), JsonToken.START_ARRAY, name + " to be a list of records");
            }
            page.dataSeen();
            JsonToken item;
            while ((item = json.nextToken()) != JsonToken.END_ARRAY && item != JsonToken.END_OBJECT) {
                beside = null;
                token = null;
                expected = 0;
                if (isMap) {
                    expect(json, json.nextToken(), JsonToken.START_OBJECT, "each record to be an object");
                }
                readItem(0);
                page.endRow();
                if (page.bytes() > MAX_PAGE) {
                    throw tooLarge();
                }
            }
        }

        private void readItem(int depth) throws IOException {
            JsonToken item = json.currentToken();
            if (depth == shape.record().size()) {
                readRecord(item);
                return;
            }
            expect(
                    json,
                    item,
                    JsonToken.START_OBJECT,
                    "each item to be an object with " + shape.record().get(depth));
            boolean found = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (!found && name.equals(shape.record().get(depth))) {
                    found = true;
                    readItem(depth + 1);
                } else if (inside.isEmpty()
                        && depth < shape.nextField().size()
                        && name.equals(shape.nextField().get(depth))) {
                    StringWriter text = new StringWriter();
                    copy(json, text);
                    beside = descend(
                            text.toString(),
                            shape.nextField()
                                    .subList(depth + 1, shape.nextField().size()));
                } else {
                    json.skipChildren();
                }
            }
            if (!found) {
                throw MismatchedInputException.from(
                        json, Page.class, "an item has no %s".formatted(String.join(".", shape.record())));
            }
        }

        private void readRecord(JsonToken item) throws IOException {
            JsonToken is =
                    item == JsonToken.START_OBJECT || item == JsonToken.START_ARRAY ? item : JsonToken.VALUE_STRING;
            if (item == JsonToken.VALUE_NULL && !shape.record().isEmpty()) {
                // A node that GraphQL does not show.
                return;
            }
            if (shape.hasIds() || (kind != null && kind != is)) {
                expect(
                        json,
                        item,
                        kind == null || shape.hasIds() ? JsonToken.START_OBJECT : kind,
                        "each record to be an object");
            }
            kind = is;
            if (is == JsonToken.START_OBJECT) {
                readFields("", 0);
            } else if (is == JsonToken.START_ARRAY) {
                for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                    readValue(page.column(Integer.toString(i)), json.currentToken());
                }
            } else {
                readValue(page.column("value"), item);
            }
        }

        /** @param depth how many names of the path of the field for the next page the prefix has; -1 where it is another one */
        private void readFields(String prefix, int depth) throws IOException {
            // Asked for each cell: once is enough.
            boolean flattens = shape.flatten();
            boolean isPlain = prefix.isEmpty();
            String wanted = depth >= 0 && depth < inside.size() ? inside.get(depth) : null;
            List<String> columns = page.columns();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                boolean isOnWay = wanted != null && field.equals(wanted);
                String name = isPlain ? field : prefix + field;
                if (flattens && value == JsonToken.START_OBJECT) {
                    readFields(name + ".", isOnWay ? depth + 1 : -1);
                    continue;
                }
                // Records are mostly alike: the next field is mostly the next column, found without hashing its name.
                int column =
                        expected < columns.size() && name.equals(columns.get(expected)) ? expected : page.column(name);
                expected = column + 1;
                int from = page.textBuffer().length();
                readValue(column, value);
                if (isOnWay) {
                    token = value;
                    start = from;
                    end = page.textBuffer().length();
                    if (depth + 1 < inside.size()) {
                        beside = value == JsonToken.START_OBJECT
                                ? descend(text(), inside.subList(depth + 1, inside.size()))
                                : null;
                    }
                }
            }
        }

        private String text() {
            return new String(page.text(), start, end - start, StandardCharsets.UTF_8);
        }

        private void readValue(int column, JsonToken value) throws IOException {
            if (value == JsonToken.VALUE_NULL) {
                page.nullCell(column);
                return;
            }
            Utf8Buffer text = page.textBuffer();
            int from = text.length();
            if (value.isStructStart()) {
                int noNumbers = compact(json, text);
                if (noNumbers > 0) {
                    page.noNumbers(column, noNumbers);
                }
            } else {
                if (isNoNumber(json, value)) {
                    page.noNumbers(column, 1);
                }
                text.append(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
            }
            page.cell(column, from);
        }

        /** The field of the last item, as JSON; null where there is none. */
        @Nullable
        String field() {
            if (beside != null
                    || token == null
                    || token == JsonToken.VALUE_NULL
                    || (inside.size() > 1 && !shape.flatten())) {
                return beside;
            }
            return token == JsonToken.VALUE_STRING
                    ? JsonNodeFactory.instance.textNode(text()).toString()
                    : text();
        }

        private static @Nullable String descend(String text, List<String> path) throws IOException {
            JsonNode node = VALUES.readTree(text);
            for (String name : path) {
                node = node.path(name);
            }
            return Envelope.isEmpty(node) ? null : node.toString();
        }
    }

    private static ResponseBody.TooLargeException tooLarge() {
        return new ResponseBody.TooLargeException(
                "the page takes more than %d MiB: ask for fewer records (RECORDS_PER_PAGE) or give more memory (JAVA_OPTS=-Xmx…)"
                        .formatted(MAX_PAGE >> 20));
    }

    /** {@code NaN}, {@code Infinity} or {@code -Infinity}, as some encoders write them: no number in JSON begins so. */
    private static boolean isNoNumber(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_FLOAT) {
            return false;
        }
        char[] text = json.getTextCharacters();
        char last = text[json.getTextOffset() + json.getTextLength() - 1];
        return last > '9';
    }

    /** Appends the structure that begins here, without white space, its numbers as they were written. Returns how many of them are none. */
    private static int compact(JsonParser json, Utf8Buffer to) throws IOException {
        StringWriter text = new StringWriter();
        int noNumbers = copy(json, text);
        to.append(text.toString());
        return noNumbers;
    }

    private static int copy(JsonParser json, StringWriter text) throws IOException {
        int noNumbers = 0;
        try (JsonGenerator out = COMPACT.createGenerator(text)) {
            int depth = 0;
            JsonToken token = json.currentToken();
            do {
                switch (token) {
                    case START_OBJECT -> out.writeStartObject();
                    case END_OBJECT -> out.writeEndObject();
                    case START_ARRAY -> out.writeStartArray();
                    case END_ARRAY -> out.writeEndArray();
                    case FIELD_NAME -> out.writeFieldName(json.currentName());
                    case VALUE_STRING ->
                        out.writeString(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
                    default -> {
                        noNumbers += isNoNumber(json, token) ? 1 : 0;
                        out.writeRawValue(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
                    }
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0 && (token = json.nextToken()) != null);
        }
        return noNumbers;
    }

    private static void expect(JsonParser json, @Nullable JsonToken actual, JsonToken expected, String what)
            throws MismatchedInputException {
        if (actual != expected) {
            throw MismatchedInputException.from(json, Page.class, EXPECTED + what);
        }
    }
}
