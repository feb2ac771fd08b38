package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/source.schema.json and docs/sources.md say what the parser knows. */
class SourceSchemaTest {
    private static final Path SCHEMA = Path.of("docs", "source.schema.json");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void schemaIsRenderedFromTheOptions() throws IOException {
        String schema = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema()) + "\n";
        if (System.getProperty("caravan.write") != null) {
            Files.writeString(SCHEMA, schema);
        }
        assertThat(Files.readString(SCHEMA))
                .as("it is written by ./mvnw -q test -Dtest=SourceSchemaTest -Dcaravan.write")
                .isEqualTo(schema);
    }

    @Test
    void docsNameEachOption() throws IOException {
        String docs = Files.readString(Path.of("docs", "sources.md"));
        List<Option> all = new ArrayList<>(SourceFile.TOP);
        all.addAll(SourceFile.PAGING);
        all.addAll(SourceFile.THEN);
        Style.all().forEach(style -> all.addAll(style.own()));
        SourceFile.LOGINS.values().forEach(all::addAll);
        assertThat(all)
                .filteredOn(option ->
                        option.kind() != Option.Kind.LATER && !option.name().equals("type"))
                .allSatisfy(option -> assertThat(docs).contains("`" + option.name()));
        assertThat(Style.all()).allSatisfy(style -> assertThat(docs).contains("| `" + style.name() + "` |"));
        assertThat(SourceFile.LOGINS.keySet())
                .allSatisfy(login -> assertThat(docs).contains("| `" + login + "` |"));
    }

    @Test
    void eachStyleHasAnExample() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of("docs", "sources"))) {
            for (Path file : files.toList()) {
                String yaml = Files.readString(file);
                assertThat(yaml.lines().count()).as(file.toString()).isLessThanOrEqualTo(25);
                all.append(yaml);
            }
        }
        assertThat(Style.all())
                .filteredOn(style -> !style.name().equals("none"))
                .allSatisfy(style -> assertThat(all).contains("type: " + style.name() + "\n"));
    }

    private static ObjectNode schema() {
        ObjectNode schema = JSON.objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "A source of Caravan")
                .setAll(object(SourceFile.TOP));
        ObjectNode properties = (ObjectNode) schema.get("properties");
        ArrayNode styles = JSON.arrayNode();
        for (Style style : Style.all()) {
            List<Option> options = new ArrayList<>(SourceFile.PAGING);
            options.addAll(style.own());
            styles.add(typed(style.name(), options));
        }
        properties.set("pagination", JSON.objectNode().set("anyOf", styles));
        ArrayNode logins = JSON.arrayNode();
        SourceFile.LOGINS.forEach((type, options) -> logins.add(typed(type.toString(), options)));
        properties.set("login", JSON.objectNode().set("anyOf", logins));
        return schema;
    }

    private static ObjectNode typed(String name, List<Option> options) {
        ObjectNode object = object(options);
        ((ObjectNode) object.get("properties")).set("type", JSON.objectNode().put("const", name));
        object.withArray("required").add("type");
        if (object.get("properties").has("then")) {
            ((ObjectNode) object.get("properties")).set("then", object(SourceFile.THEN));
        }
        return object;
    }

    private static ObjectNode object(List<Option> options) {
        ObjectNode object = JSON.objectNode().put("type", "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (Option option : options) {
            if (option.kind() == Option.Kind.LATER) {
                continue;
            }
            properties.set(option.name(), value(option));
            if (option.required()) {
                required.add(option.name());
            }
        }
        object.set("required", required);
        return object.put("additionalProperties", false);
    }

    private static ObjectNode value(Option option) {
        ObjectNode value = JSON.objectNode()
                .put(
                        "description",
                        option.help() + (option.preset() == null ? "" : " (default: \"" + option.preset() + "\")"));
        switch (option.kind()) {
            case WHOLE -> value.putArray("type").add("integer").add("string");
            case FLAG -> value.put("type", "boolean");
            case LIST -> value.put("type", "array");
            case STATUSES ->
                value.put("type", "array")
                        .putObject("items")
                        .put("type", "integer")
                        .put("minimum", 400);
            case MAP, SECTION -> value.put("type", "object");
            case BODY -> value.putArray("type").add("string").add("object");
            default -> value.put("type", "string");
        }
        return value;
    }
}
