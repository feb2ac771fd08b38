package caravan.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says where a value stands in a response beside its records: a JSONPath without its {@code $.}, such as {@code meta.total},
 * {@code ['@odata.nextLink']} or {@code link[?(@.relation=='next')].url}, of several matches the first; or {@code header:X-Total-Count}.
 * Immutable.
 */
public final class ValuePath {
    private static final String HEADER = "header:";
    private static final Pattern PLAIN = Pattern.compile("[\\w@$-]+(?:\\.[\\w@$-]+)*");
    private static final Pattern FIRST = Pattern.compile("(?:\\$\\.?)?(?:\\['([^']+)'\\]|([\\w@-][\\w@$-]*)).*");
    private static final Configuration JSON = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .options(Option.SUPPRESS_EXCEPTIONS, Option.ALWAYS_RETURN_LIST)
            .build();

    private final String text;
    private final @Nullable String header;
    private final List<String> plain;
    private final @Nullable JsonPath path;

    private ValuePath(String text, @Nullable String header, List<String> plain, @Nullable JsonPath path) {
        this.text = text;
        this.header = header;
        this.plain = plain;
        this.path = path;
    }

    /** @throws IllegalArgumentException when it is no path */
    public static ValuePath of(String text) {
        if (text.startsWith(HEADER)) {
            String name = text.substring(HEADER.length()).strip();
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new IllegalArgumentException("\"%s\" is not the name of a header".formatted(name));
            }
            return new ValuePath(text, name, List.of(), null);
        }
        if (PLAIN.matcher(text).matches() && !text.startsWith("$")) {
            return new ValuePath(text, null, List.of(text.split("\\.", -1)), null);
        }
        try {
            String full = text.startsWith("$") ? text : text.startsWith("[") ? "$" + text : "$." + text;
            return new ValuePath(text, null, List.of(), JsonPath.compile(full));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"%s\" is not a JSONPath: %s".formatted(text, e.getMessage()), e);
        }
    }

    /** The header that holds it; null where it is in the body. */
    public @Nullable String header() {
        return header;
    }

    /** The field of the response's object under which it lies; null where that may be any. */
    public @Nullable String root() {
        if (!plain.isEmpty()) {
            return plain.get(0);
        }
        Matcher first = FIRST.matcher(text);
        return path == null || !first.matches() ? null : first.group(1) != null ? first.group(1) : first.group(2);
    }

    /** What stands there; a {@link MissingNode} where nothing does. */
    public JsonNode in(JsonNode envelope) {
        if (path == null) {
            JsonNode at = envelope;
            for (String name : plain) {
                at = at.path(name);
            }
            return at;
        }
        JsonNode found = path.read(envelope, JSON);
        return found == null || found.isEmpty() ? MissingNode.getInstance() : found.get(0);
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValuePath path && path.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
