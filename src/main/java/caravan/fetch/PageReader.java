package caravan.fetch;

import caravan.page.Announced;
import caravan.page.Page;
import caravan.page.Utf8Buffer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page straight from the tokens of its JSON, each value as the text it was written in: no number is parsed, no
 * record becomes a map.
 *
 * <p>An answer that is no page (no object, no {@code data}, a record that is no object, anything after the end) is
 * refused with a {@link com.fasterxml.jackson.core.JsonProcessingException}. Thread-safe.
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
    private static final String[] METADATA = {"page", "limit", "total_pages", "total_records"};

    /** The mapper for camel-jackson: knows {@link Page} and the bounds within which an answer is read. */
    public static ObjectMapper mapper() {
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
        expect(json, json.currentToken(), JsonToken.START_OBJECT, "an object with data and metadata");
        Page page = new Page(latest);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("data")) {
                expect(json, value, JsonToken.START_ARRAY, "data to be a list of records");
                readRecords(json, page);
            } else if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
                page.announced(readAnnounced(json));
            } else {
                json.skipChildren();
            }
        }
        // A few records with very many fields make the rows of all others long: a cell for each field.
        if (page.bytes() + (long) page.rows() * page.columns().size() * Integer.BYTES > 2 * MAX_PAGE) {
            throw tooLarge();
        }
        if (!page.hasData()) {
            throw MismatchedInputException.from(json, Page.class, "there is no data in it");
        }
        latest = page.size();
        return page;
    }

    /** An answer that is {@code null} never comes to {@link #deserialize}. */
    @Override
    public Page getNullValue(DeserializationContext context) throws MismatchedInputException {
        throw MismatchedInputException.from(
                context.getParser(), Page.class, EXPECTED + "an object with data and metadata");
    }

    private static void readRecords(JsonParser json, Page page) throws IOException {
        if (page.hasData()) {
            throw MismatchedInputException.from(json, Page.class, "there is data in it twice");
        }
        page.dataSeen();
        JsonToken token;
        while ((token = json.nextToken()) != JsonToken.END_ARRAY) {
            expect(json, token, JsonToken.START_OBJECT, "each record to be an object");
            readRecord(json, page);
        }
    }

    private static void readRecord(JsonParser json, Page page) throws IOException {
        int expected = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            // Records are mostly alike: the next field is mostly the next column, found without hashing its name.
            int column = expected < page.columns().size()
                            && name.equals(page.columns().get(expected))
                    ? expected
                    : page.column(name);
            expected = column + 1;
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                page.nullCell(column);
                continue;
            }
            Utf8Buffer text = page.textBuffer();
            int start = text.length();
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
            page.cell(column, start);
        }
        page.endRow();
        if (page.bytes() > MAX_PAGE) {
            throw tooLarge();
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
        int noNumbers = 0;
        StringWriter text = new StringWriter();
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
        to.append(text.toString());
        return noNumbers;
    }

    private static Announced readAnnounced(JsonParser json) throws IOException {
        long[] values = {Announced.UNKNOWN, Announced.UNKNOWN, Announced.UNKNOWN, Announced.UNKNOWN};
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            for (int i = 0; i < METADATA.length; i++) {
                if (METADATA[i].equals(name)) {
                    values[i] = count(json, value);
                }
            }
            json.skipChildren();
        }
        return new Announced(values[0], values[1], values[2], values[3]);
    }

    private static long count(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT || json.getTextLength() > 18) {
            return Announced.UNKNOWN;
        }
        return Math.max(json.getLongValue(), Announced.UNKNOWN);
    }

    private static void expect(JsonParser json, @Nullable JsonToken actual, JsonToken expected, String what)
            throws MismatchedInputException {
        if (actual != expected) {
            throw MismatchedInputException.from(json, Page.class, EXPECTED + what);
        }
    }
}
