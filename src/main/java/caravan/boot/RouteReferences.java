package caravan.boot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds what route files name and nobody declares: beans, their methods and properties, routes, route configurations, endpoint
 * options, classes. Camel starts with most of these misspelt and fails, or does something else, in the middle of a run.
 *
 * <p>What it does not know (a component without a description, a property that a route sets itself) it lets pass.
 */
final class RouteReferences {
    private static final Pattern BEAN_CALL = Pattern.compile("\\$\\{bean:(\\w+)\\?method=(\\w+)}");
    private static final Pattern BEAN = Pattern.compile("\\$\\{ref:(\\w+)}");
    private static final Pattern BEAN_OPTION = Pattern.compile("(?:^|=)#(\\w+)(?=&|$)");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{exchangeProperty\\.(\\w+)((?:\\.\\w+)*)");
    private static final Pattern CALL = Pattern.compile("(\\w+)(?:\\((.*)\\))?");
    private static final Pattern NAME = Pattern.compile("\\w+");
    private static final Set<String> URI_KEYS = Set.of("uri", "to", "toD", "wireTap", "enrich", "pollEnrich");
    private static final Set<String> REF_KEYS = Set.of("ref", "objectMapper", "executorService");
    private static final Set<String> CLASS_KEYS = Set.of("unmarshalType", "exception");

    private final Function<String, @Nullable Class<?>> beans;
    private final Map<String, String> properties;
    private final ReferredTypes types = new ReferredTypes();
    /** Those that the routes declare themselves; null for a type that is not there. */
    private final Map<String, @Nullable Class<?>> declared = new HashMap<>();

    private final Set<String> configurations = new HashSet<>();
    private final Set<String> from = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private String file = "";

    private RouteReferences(Function<String, @Nullable Class<?>> beans, Map<String, String> properties) {
        this.beans = beans;
        this.properties = properties;
    }

    /**
     * What is misspelt, a line each: file, line, and what is not there.
     *
     * @param yamlFiles by name
     * @param beans the type of a bean that Java binds, by its name
     * @param properties what can stand in braces, as far as an address may be made of it
     */
    static List<String> problems(
            Map<String, String> yamlFiles, Function<String, @Nullable Class<?>> beans, Map<String, String> properties) {
        RouteReferences references = new RouteReferences(beans, properties);
        Map<String, Node> documents = new HashMap<>();
        for (Map.Entry<String, String> file : yamlFiles.entrySet()) {
            try {
                new Compose(LoadSettings.builder().build())
                        .composeString(file.getValue())
                        .ifPresent(document -> documents.put(file.getKey(), document));
            } catch (YamlEngineException e) {
                // Camel says better what is wrong with it. What it declares is not known: the others may refer to that.
                return List.of();
            }
        }
        for (String file : yamlFiles.keySet()) {
            references.in(file, documents.get(file), references::declarations);
        }
        for (String file : yamlFiles.keySet()) {
            references.in(file, documents.get(file), document -> references.visit("", document));
        }
        return new ArrayList<>(references.problems);
    }

    private void in(String name, @Nullable Node document, Consumer<Node> reader) {
        file = name;
        if (document != null) {
            reader.accept(document);
        }
    }

    private void declarations(Node document) {
        for (Node entry : list(document)) {
            list(child(entry, "beans")).forEach(this::bean);
            configurations.add(text(child(child(entry, "routeConfiguration"), "id")));
            from.add(withoutQuery(text(child(child(child(entry, "route"), "from"), "uri"))));
            from.add(withoutQuery(text(child(child(entry, "from"), "uri"))));
            Node template = child(child(entry, "routeTemplate"), "from");
            from.add(withoutQuery(text(child(template, "uri"))));
        }
    }

    private void bean(Node bean) {
        Node type = child(bean, "type");
        Class<?> declaredType = type == null ? null : type(text(type).replaceFirst("^#class:", ""), type);
        declared.put(text(child(bean, "name")), declaredType);
        if (declaredType != null && child(bean, "properties") instanceof MappingNode map) {
            for (NodeTuple property : map.getValue()) {
                String name = text(property.getKeyNode()).replaceFirst("[.\\[].*", "");
                if (!types.hasProperty(declaredType, name)) {
                    problem(property.getKeyNode(), "%s has no property %s".formatted(declaredType.getName(), name));
                }
            }
        }
    }

    private void visit(String key, Node node) {
        if (node instanceof MappingNode map) {
            String ref = text(child(map, "ref"));
            Node method = child(map, "method");
            if (NAME.matcher(ref).matches() && method instanceof ScalarNode) {
                call(ref, text(method), method);
            }
            Node uri = child(map, "uri");
            if (uri instanceof ScalarNode && child(map, "parameters") instanceof MappingNode parameters) {
                parameters
                        .getValue()
                        .forEach(option -> option(text(uri), text(option.getKeyNode()), option.getKeyNode()));
                parameters.getValue().forEach(option -> beanOptions(option.getValueNode()));
            }
            for (NodeTuple entry : map.getValue()) {
                String name = text(entry.getKeyNode());
                visit(key.equals("from") && name.equals("uri") ? "from" : name, entry.getValueNode());
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(element -> visit(key, element));
        } else if (node instanceof ScalarNode scalar) {
            scalar(key, scalar);
        }
    }

    private void scalar(String key, ScalarNode node) {
        String text = node.getValue();
        if (REF_KEYS.contains(key) || key.endsWith("Ref")) {
            if (NAME.matcher(text).matches()) {
                beanType(text, node);
            }
        } else if (key.equals("routeConfigurationId")) {
            for (String id : text.split(",", -1)) {
                if (!id.contains("*") && !configurations.contains(id.strip())) {
                    problem(node, "there is no route configuration " + id.strip());
                }
            }
        } else if (CLASS_KEYS.contains(key)) {
            type(text, node);
        } else if (URI_KEYS.contains(key)) {
            uri(text, node);
        }
        if (!key.equals("constant")) {
            expressions(text, node);
        }
    }

    private void expressions(String text, Node node) {
        Matcher call = BEAN_CALL.matcher(text);
        while (call.find()) {
            call(call.group(1), call.group(2), node);
        }
        Matcher bean = BEAN.matcher(text);
        while (bean.find()) {
            beanType(bean.group(1), node);
        }
        Matcher property = PROPERTY.matcher(text);
        while (property.find()) {
            String wrong = types.missingStep(property.group(1), property.group(2));
            if (wrong != null) {
                problem(node, wrong);
            }
        }
    }

    private void uri(String uri, Node node) {
        String address = withoutQuery(uri);
        if (address.startsWith("direct:")
                && !address.contains("{{")
                && !address.contains("${")
                && !from.contains(address)) {
            problem(node, "no route is from " + address);
        }
        beanOptions(node);
        if (uri.contains("?")) {
            for (String option : uri.substring(uri.indexOf('?') + 1).split("&", -1)) {
                option(uri, option.replaceFirst("=.*", ""), node);
            }
        }
    }

    private void beanOptions(Node node) {
        Matcher bean = BEAN_OPTION.matcher(text(node));
        while (bean.find()) {
            beanType(bean.group(1), node);
        }
    }

    private void option(String uri, String option, Node node) {
        String address = uri;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            address = address.replace("{{" + property.getKey() + "}}", property.getValue());
        }
        String problem = types.optionProblem(address.replaceFirst("[:?].*", ""), option);
        if (problem != null) {
            problem(node, problem);
        }
    }

    /** {@code name} or {@code name(argument, …)}: a public method of the bean that takes as many. */
    private void call(String ref, String method, Node node) {
        Class<?> type = beanType(ref, node);
        Matcher call = CALL.matcher(method);
        if (type == null || !call.matches()) {
            return;
        }
        String arguments = call.group(2);
        int count = arguments == null || arguments.isBlank()
                ? 0
                : (int) arguments.chars().filter(c -> c == ',').count() + 1;
        if (!types.hasMethod(type, call.group(1), arguments == null ? -1 : count)) {
            problem(node, "%s (%s) has no method %s".formatted(ref, type.getName(), method));
        }
    }

    private @Nullable Class<?> beanType(String name, Node node) {
        if (declared.containsKey(name)) {
            return declared.get(name);
        }
        Class<?> type = beans.apply(name);
        if (type == null) {
            problem(node, "there is no bean " + name);
        }
        return type;
    }

    private @Nullable Class<?> type(String name, Node node) {
        Class<?> type = types.named(name);
        if (type == null) {
            problem(node, "there is no class " + name);
        }
        return type;
    }

    private void problem(Node node, String what) {
        problems.add(node.getStartMark()
                .map(mark -> "%s, line %d: %s".formatted(file, mark.getLine() + 1, what))
                .orElse("%s: %s".formatted(file, what)));
    }

    private static String withoutQuery(String uri) {
        return uri.replaceFirst("\\?.*", "");
    }

    private static @Nullable Node child(@Nullable Node node, String key) {
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                if (text(entry.getKeyNode()).equals(key)) {
                    return entry.getValueNode();
                }
            }
        }
        return null;
    }

    private static List<Node> list(@Nullable Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    private static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
