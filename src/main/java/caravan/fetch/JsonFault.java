package caravan.fetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** Says what is wrong with JSON without quoting any of it: it may hold customers' data. */
final class JsonFault {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_FIELDS = 10;
    /** What the answers to errors are made of, and no record. */
    private static final Set<String> ERROR_WORDS = Set.of(
            "error", "errors", "message", "code", "status", "detail", "title", "type", "timestamp", "path", "success");

    private JsonFault() {}

    /** Where it breaks; what Jackson says of it quotes what it met. */
    static String of(JsonProcessingException fault) {
        if (fault instanceof MismatchedInputException ours && ours.getCause() == null) {
            String message = ours.getOriginalMessage();
            // The reader's own words, which quote nothing, as against those of Jackson.
            return message.startsWith(PageReader.EXPECTED) || message.startsWith("there is")
                    ? message
                    : "it is no page";
        }
        String where = fault.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(
                                fault.getLocation().getLineNr(),
                                fault.getLocation().getColumnNr());
        return (fault instanceof JsonEOFException ? "the JSON ends too early" : "it is not valid JSON") + where;
    }

    /** The text itself where it is whole and speaks of an error alone; else the names of the outermost fields, as far as they are there. */
    static String shown(String beginning) {
        Set<String> names = new LinkedHashSet<>();
        boolean whole = false;
        try (JsonParser json = JSON.createParser(beginning.replaceFirst("^\\uFEFF", ""))) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME && names.size() < MOST_FIELDS) {
                    names.add(json.currentName());
                    json.nextToken();
                    json.skipChildren();
                }
                whole = json.currentToken() == JsonToken.END_OBJECT;
            }
        } catch (IOException torn) {
            // What was read before is enough.
        }
        if (whole && !names.isEmpty() && ERROR_WORDS.containsAll(names)) {
            return beginning;
        }
        return names.isEmpty() ? "JSON" : "JSON with the fields " + String.join(", ", names);
    }
}
