package caravan.boot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * <p>Only what is certain is a problem. What a user's routes may bring along (placeholders, properties of their own, templates,
 * factories, components without a description) passes.
 */
final class RouteReferences {
    private static final Pattern BEAN_CALL = Pattern.compile("\\$\\{bean:(\\w+)\\?method=(\\w+)}");
    private static final Pattern BEAN = Pattern.compile("\\$\\{ref:(\\w+)}");
    private static final Pattern BEAN_OPTION = Pattern.compile("(?:^|=)#(\\w+)(?=&|$)");
    private static final Pattern BEAN_ENDPOINT = Pattern.compile("bean:(\\w+)(?:\\?method=(\\w+))?");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{exchangeProperty\\.(\\w+)((?:\\.\\w+)*)");
    /** An address of which nobody knows what it will be; not those of the shipped routes. */
    private static final Pattern MADE = Pattern.compile(
            "(?:direct:)?(?:\\$|\\{\\{(?!API_BASE_URL}}|caravan\\.api}}|caravan\\.upload}}|caravan\\.getPage}}))");

    private static final Pattern CALL = Pattern.compile("(\\w+)(?:\\((.*)\\))?");
    private static final Pattern NAME = Pattern.compile("[\\w.-]+");
    private static final Pattern CLASS = Pattern.compile("[\\w.$]+");
    private static final Set<String> URI_KEYS = Set.of("uri", "to", "toD", "wireTap", "enrich", "pollEnrich");
    /** Where {@code ref} and {@code method} name a bean. */
    private static final Set<String> CALLERS = Set.of("bean", "method", "process");

    private static final Set<String> REF_KEYS = Set.of(
            "onExceptionOccurredRef",
            "onRedeliveryRef",
            "onPrepareFailureRef",
            "marshallerFactoryRef",
            "objectMapper",
            "executorService");
    private static final Set<String> CLASS_KEYS = Set.of("unmarshalType", "exception");
    /** What makes a bean's type another one than it says. */
    private static final Set<String> MAKERS = Set.of("factoryMethod", "factoryBean", "builderClass", "script");
    /** How 0.1.0 declared a source. */
    private static final String OLD_SOURCE = "caravan.source.Source";

    /** The only precondition that the shipped routes have; their beans are known whether or not they are bound. */
    private static final String LIVE = "{{caravan.live}}";

    private final Function<String, Class<?>> beans;
    private final Map<String, String> properties;
    private final ReferredTypes types = new ReferredTypes();
    private final Map<String, Class<?>> declared = new HashMap<>();
    private final Set<String> configurations = new HashSet<>();
    private final Set<String> from = new HashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private boolean beginsRuns;
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
     * @param required what the routes have to declare themselves, by name, since no route names it
     */
    static List<String> problems(
            Map<String, String> yamlFiles,
            Function<String, @Nullable Class<?>> beans,
            Map<String, String> properties,
            Map<String, ? extends Class<?>> required) {
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
        documents.forEach((file, document) -> {
            references.file = file;
            references.declarations(document);
        });
        required.forEach((bean, type) -> {
            if (references.declared.get(bean) != type) {
                references.problems.add(
                        "no route file declares the bean %s of type %s".formatted(bean, type.getName()));
            }
        });
        documents.forEach((file, document) -> {
            references.file = file;
            references.visit("", document);
        });
        references.beginsRuns();
        return new ArrayList<>(references.problems);
    }

    private void beginsRuns() {
        if (!beginsRuns && from.contains(TriggerRoutes.ENTRANCE)) {
            problems.add("no route goes to %s: nothing would begin a run".formatted(TriggerRoutes.ENTRANCE));
        }
    }

    private void declarations(Node document) {
        for (Node entry : list(document)) {
            list(child(entry, "beans")).forEach(this::bean);
            configurations.add(text(child(child(entry, "routeConfiguration"), "id")));
            for (String kind : List.of("route", "routeTemplate")) {
                from.add(address(text(child(child(child(entry, kind), "from"), "uri"))));
            }
            from.add(address(text(child(child(entry, "from"), "uri"))));
        }
    }

    private void bean(Node bean) {
        Node node = child(bean, "type");
        String name = text(node).replaceFirst("^#class:", "");
        if (name.equals(OLD_SOURCE)) {
            declared.put(text(child(bean, "name")), Object.class);
            problem(bean, "a source is a file of its own now: " + OldSource.asFile(properties(bean)));
            return;
        }
        boolean certain =
                CLASS.matcher(name).matches() && MAKERS.stream().noneMatch(maker -> child(bean, maker) != null);
        Class<?> type = certain && node != null ? type(name, node) : null;
        declared.put(text(child(bean, "name")), type);
        if (type != null && !Map.class.isAssignableFrom(type) && child(bean, "properties") instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                String property = text(entry.getKeyNode()).replaceFirst("[.\\[].*", "");
                if (!property.contains("-") && !types.hasProperty(type, property)) {
                    problem(entry.getKeyNode(), "%s has no property %s".formatted(type.getName(), property));
                }
            }
        }
    }

    private static Map<String, String> properties(Node bean) {
        Map<String, String> properties = new LinkedHashMap<>(Map.of("name", text(child(bean, "name"))));
        if (child(bean, "properties") instanceof MappingNode map) {
            map.getValue().forEach(entry -> properties.put(text(entry.getKeyNode()), text(entry.getValueNode())));
        }
        return properties;
    }

    private void visit(String key, Node node) {
        if (key.equals("constant")) {
            return; // Text, whatever it looks like.
        }
        if (node instanceof MappingNode map) {
            String precondition = text(child(map, "precondition"));
            if (precondition.isEmpty() || precondition.equals(LIVE)) {
                mapping(key, map);
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(element -> visit(key, element));
        } else if (node instanceof ScalarNode scalar) {
            scalar(key, scalar);
        }
    }

    private void mapping(String key, MappingNode map) {
        Node ref = child(map, "ref");
        if (CALLERS.contains(key) && ref != null && NAME.matcher(text(ref)).matches()) {
            Class<?> type = beanType(text(ref), ref);
            if (type != null && child(map, "method") instanceof ScalarNode method) {
                method(text(ref), type, method.getValue(), method);
            }
        }
        Node uri = child(map, "uri");
        if (uri instanceof ScalarNode && child(map, "parameters") instanceof MappingNode parameters) {
            for (NodeTuple option : parameters.getValue()) {
                option(text(uri), text(option.getKeyNode()), option.getKeyNode());
                beanOptions(text(uri), option.getValueNode());
            }
        }
        for (NodeTuple entry : map.getValue()) {
            String name = text(entry.getKeyNode());
            // The address of an interceptor is a pattern, that of a consumer no call; options have names of their own.
            boolean pattern = name.equals("uri") && (key.equals("from") || key.startsWith("intercept"));
            if (!pattern && !name.equals("parameters") && !name.equals("properties")) {
                visit(name, entry.getValueNode());
            }
        }
    }

    private void scalar(String key, ScalarNode node) {
        String text = node.getValue();
        if (REF_KEYS.contains(key)) {
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
            String name = text.replaceFirst("(\\[])+$", "");
            if (CLASS.matcher(name).matches()) {
                type(name, node);
            }
        } else if (URI_KEYS.contains(key)) {
            uri(text, node);
        }
        expressions(text, node);
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
        String address = address(uri);
        // Where an address is made at run time, it may be this one.
        beginsRuns |=
                address.equals(TriggerRoutes.ENTRANCE) || MADE.matcher(address).lookingAt();
        if (address.startsWith("direct:")
                && !address.contains("{{")
                && !address.contains("${")
                && !uri.contains("failIfNoConsumers=")
                && !from.contains(address)
                // Where an address is made of something, it may be this one.
                && from.stream()
                        .noneMatch(consumer -> consumer.startsWith("{{")
                                || consumer.startsWith("direct:{{")
                                || consumer.equals("direct"))) {
            problem(node, "no route is from " + address);
        }
        Matcher bean = BEAN_ENDPOINT.matcher(uri);
        if (bean.matches()) {
            call(bean.group(1), bean.group(2) == null ? "" : bean.group(2), node);
        }
        beanOptions(uri, node);
        if (uri.contains("?") && !uri.contains("RAW(") && !uri.contains("RAW{")) {
            for (String option : uri.substring(uri.indexOf('?') + 1).split("&", -1)) {
                option(uri, option.replaceFirst("=.*", ""), node);
            }
        }
    }

    private void beanOptions(String uri, Node node) {
        Matcher bean = BEAN_OPTION.matcher(text(node));
        while (types.isKnown(scheme(uri)) && bean.find()) {
            beanType(bean.group(1), node);
        }
    }

    private void option(String uri, String option, Node node) {
        String problem = types.optionProblem(scheme(uri), option);
        if (problem != null) {
            problem(node, problem);
        }
    }

    private String scheme(String uri) {
        String address = uri;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            address = address.replace("{{" + property.getKey() + "}}", property.getValue());
        }
        return address.replaceFirst("[:?].*", "");
    }

    private void call(String ref, String method, Node node) {
        Class<?> type = beanType(ref, node);
        if (type != null) {
            method(ref, type, method, node);
        }
    }

    /** {@code name} or {@code name(argument, …)}: a public method of the bean that takes as many. */
    private void method(String ref, Class<?> type, String method, Node node) {
        Matcher call = CALL.matcher(method);
        if (type == Object.class || !call.matches()) {
            return; // A user's own bean, or no method of a name.
        }
        String arguments = call.group(2);
        // A comma may stand in a text or in an expression.
        boolean counted = arguments != null && !arguments.matches(".*['\"(].*");
        int count = !counted ? -1 : arguments.isBlank() ? 0 : arguments.split(",", -1).length;
        if (!types.hasMethod(type, call.group(1), count)) {
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
        problems.add("%s, line %d: %s".formatted(file, line(node), what));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static String address(String uri) {
        return uri.replaceFirst("\\?.*", "").replaceFirst("^direct://", "direct:");
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
