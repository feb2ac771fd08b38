package caravan.source;

import caravan.text.Nearest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The options of one map in a source file. Each problem is noted with file and line, and reading goes on, so that all are found at
 * once. {@code {{NAME}}} in any text is replaced by the setting of that name.
 */
final class Options {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    /** What all maps of a file have in common. */
    static final class File {
        final String name;
        final List<String> problems = new ArrayList<>();
        /** The value of a setting; throws an {@link IllegalArgumentException} where it must not be used, or is not set. */
        final UnaryOperator<String> settings;
        /** All that a request is made of, as one text. */
        String requests = "";

        File(String name, UnaryOperator<String> settings) {
            this.name = name;
            this.settings = settings;
        }

        void problem(@Nullable Node at, String what) {
            int line = at == null
                    ? 1
                    : at.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add("%s, line %d: %s".formatted(name, line, what));
        }
    }

    private final File file;
    /** What the map is called in messages; empty for the whole file. */
    private final String title;

    private final @Nullable Node place;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();

    Options(File file, String title, @Nullable Node node) {
        this.file = file;
        this.title = title;
        this.place = node;
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                String name = entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
                if (values.containsKey(name)) {
                    file.problem(entry.getKeyNode(), "%s stands twice".formatted(full(name)));
                }
                if (!isNull(entry.getValueNode())) {
                    values.put(name, entry.getValueNode());
                }
                keys.put(name, entry.getKeyNode());
            }
        } else if (node != null && !isNull(node)) {
            file.problem(node, "%s must be a map of options".formatted(title.isEmpty() ? "a source" : title));
        }
    }

    /**
     * Notes what is not among the known ones, and what is missing.
     *
     * @param belongs says of an option that is not known here where it belongs; null where it belongs nowhere
     */
    void check(List<Option> known, Function<String, @Nullable String> belongs) {
        List<String> names = known.stream().map(Option::name).toList();
        keys.forEach((name, key) -> {
            if (!names.contains(name)) {
                String other = belongs.apply(name);
                String nearest = Nearest.to(name, Set.copyOf(names))
                        .map("; did you mean %s?"::formatted)
                        .orElse("; it knows " + String.join(", ", names));
                file.problem(
                        key,
                        other != null
                                ? "%s does not belong here: %s".formatted(full(name), other)
                                : "there is no option %s%s".formatted(full(name), nearest));
            }
        });
        for (Option option : known) {
            if (option.kind() == Option.Kind.LATER && values.containsKey(option.name())) {
                file.problem(keys.get(option.name()), "%s: %s".formatted(full(option.name()), option.help()));
            } else if (option.required() && !values.containsKey(option.name())) {
                problem("%s is missing: %s".formatted(full(option.name()), option.help()));
            }
        }
    }

    void problem(String what) {
        file.problem(place, what);
    }

    void problem(String name, String what) {
        file.problem(values.getOrDefault(name, place), what);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Null where it is not there, or not right, which is noted. */
    @Nullable
    String text(String name) {
        Node node = values.get(name);
        if (node == null) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return filled(scalar);
        }
        wrong(node, name, Option.Kind.TEXT);
        return null;
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    long whole(String name, long otherwise, long least) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,12}") || Long.parseLong(text) < least) {
            problem(
                    name,
                    "%s is %s, not a whole number%s".formatted(full(name), shown(text), least > 0 ? " above 0" : ""));
            return otherwise;
        }
        return Long.parseLong(text);
    }

    boolean flag(String name, boolean otherwise) {
        String text = text(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            problem(name, "%s is %s, not true or false".formatted(full(name), shown(text)));
        }
        return text == null ? otherwise : text.equals("true");
    }

    @Nullable
    ValuePath path(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return ValuePath.of(text);
        } catch (IllegalArgumentException e) {
            problem(name, "%s: %s".formatted(full(name), e.getMessage()));
            return null;
        }
    }

    /** One that is not there is among the problems already. */
    ValuePath requiredPath(String name) {
        ValuePath path = path(name);
        return path == null ? ValuePath.of("next") : path;
    }

    /** Whether a request of the source holds {@code ${name}}. */
    boolean hasPlace(String name) {
        return file.requests.contains("${" + name + "}");
    }

    /** A query parameter; where none is named and {@code ${place}} holds the value, there is none. */
    @Nullable
    String param(String name, String preset, String place) {
        String param = text(name);
        return param == null && hasPlace(place) ? null : param == null ? preset : param;
    }

    /** A path of names alone: records are read as they stream by. */
    List<String> names(String name) {
        String text = text(name, "");
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> names = List.of(text.replaceFirst("^\\$\\.", "").split("\\.", -1));
        if (names.contains("") || text.matches(".*[\\[\\]*].*")) {
            problem(
                    name,
                    "%s is %s: a plain path such as data.items is needed, since records are read as they stream by"
                            .formatted(full(name), shown(text)));
            return List.of();
        }
        return names;
    }

    List<String> list(String name) {
        Node node = values.get(name);
        List<String> list = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar) {
                    list.add(filled(scalar));
                } else {
                    wrong(item, name, Option.Kind.LIST);
                }
            }
        } else if (node != null) {
            wrong(node, name, Option.Kind.LIST);
        }
        return list;
    }

    Map<String, String> map(String name) {
        Node node = values.get(name);
        Map<String, String> map = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key && entry.getValueNode() instanceof ScalarNode value) {
                    map.put(key.getValue(), filled(value));
                } else {
                    wrong(entry.getValueNode(), name, Option.Kind.MAP);
                }
            }
        } else if (node != null) {
            wrong(node, name, Option.Kind.MAP);
        }
        return map;
    }

    /** Text as it stands; a map or list as JSON. */
    @Nullable
    String body(String name) {
        Node node = values.get(name);
        return node == null || node instanceof ScalarNode
                ? text(name)
                : tree(node).toString();
    }

    Options section(String name) {
        return new Options(file, full(name), values.get(name));
    }

    /** The value where it is a single text, for options that are a map or a word. */
    boolean isText(String name) {
        return values.get(name) instanceof ScalarNode;
    }

    private JsonNode tree(Node node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node instanceof MappingNode map) {
            ObjectNode object = json.objectNode();
            for (NodeTuple entry : map.getValue()) {
                object.set(
                        entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "", tree(entry.getValueNode()));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = json.arrayNode();
            sequence.getValue().forEach(item -> array.add(tree(item)));
            return array;
        }
        if (isNull(node)) {
            return json.nullNode();
        }
        String text = node instanceof ScalarNode scalar ? filled(scalar) : "";
        if (node.getTag().equals(Tag.BOOL)) {
            return json.booleanNode(text.equals("true"));
        }
        if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
            try {
                return DecimalNode.valueOf(new BigDecimal(text));
            } catch (NumberFormatException e) {
                return json.textNode(text);
            }
        }
        return json.textNode(text);
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** The text with its settings in place. */
    private String filled(ScalarNode scalar) {
        Matcher placeholder = PLACEHOLDER.matcher(scalar.getValue());
        StringBuilder text = new StringBuilder();
        while (placeholder.find()) {
            String value = "";
            try {
                value = file.settings.apply(placeholder.group(1).strip());
            } catch (IllegalArgumentException e) {
                file.problem(scalar, String.valueOf(e.getMessage()));
            }
            placeholder.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return placeholder.appendTail(text).toString();
    }

    private void wrong(Node node, String name, Option.Kind kind) {
        file.problem(node, "%s must be %s".formatted(full(name), kind.text));
    }

    private static String shown(String text) {
        return "\"" + text + "\"";
    }

    private String full(String name) {
        return title.isEmpty() ? name : title + "." + name;
    }
}
