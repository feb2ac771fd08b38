package caravan.boot;

import caravan.deliver.ObjectKey;
import caravan.live.Health;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.EndpointUriFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Finds what the route files name and nobody declares: beans, their methods, routes, route configurations, endpoint
 * options, classes. Camel starts with most of these misspelt and fails, or does something else, in the middle of a run.
 */
final class RouteReferences {
    private static final Pattern BEAN_CALL = Pattern.compile("\\$\\{bean:(\\w+)\\?method=(\\w+)}");
    private static final Pattern BEAN = Pattern.compile("\\$\\{ref:(\\w+)}|#(\\w+)(?=&|$)");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{exchangeProperty\\.(\\w+)((?:\\.\\w+)*)");
    private static final Pattern CALL = Pattern.compile("(\\w+)(?:\\((.*)\\))?");
    private static final Set<String> URI_KEYS = Set.of("uri", "to", "toD", "wireTap", "enrich", "pollEnrich");
    /** What the routes keep on the exchange, as far as they look inside. */
    private static final Map<String, Class<?>> PROPERTIES =
            new HashMap<>(Map.of("key", ObjectKey.class, "health", Health.class));

    static {
        BeanParameters.PROPERTIES.forEach((type, property) -> PROPERTIES.put(property, type));
    }

    private final Function<String, Object> beans;
    private final Map<String, Class<?>> declared = new HashMap<>();
    private final Set<String> configurations = new HashSet<>();
    private final Set<String> from = new HashSet<>();
    private final Set<String> called = new HashSet<>();
    private final Set<String> problems = new TreeSet<>();

    private RouteReferences(Function<String, Object> beans) {
        this.beans = beans;
    }

    /** @param beans by name what Java binds; null for no such bean */
    static Set<String> problems(List<String> yamlFiles, Function<String, Object> beans) {
        RouteReferences references = new RouteReferences(beans);
        List<Object> documents = new ArrayList<>();
        for (String yaml : yamlFiles) {
            documents.add(new Load(LoadSettings.builder().build()).loadFromString(yaml));
        }
        documents.forEach(references::declarations);
        documents.forEach(document -> references.visit("", document));
        references.called.stream()
                .filter(uri -> !references.from.contains(uri))
                .forEach(uri -> references.problem("no route is from %s".formatted(uri)));
        references.from.stream()
                .filter(uri -> uri.startsWith("direct:") && !references.called.contains(uri))
                .forEach(uri -> references.problem("nobody calls %s".formatted(uri)));
        return references.problems;
    }

    private void declarations(Object document) {
        for (Object entry : (List<?>) document) {
            Map<?, ?> declaration = (Map<?, ?>) entry;
            if (declaration.get("beans") instanceof List<?> list) {
                list.forEach(bean -> bean((Map<?, ?>) bean));
            }
            if (declaration.get("routeConfiguration") instanceof Map<?, ?> configuration) {
                configurations.add(String.valueOf(configuration.get("id")));
            }
            if (declaration.get("route") instanceof Map<?, ?> route) {
                from.add(String.valueOf(((Map<?, ?>) route.get("from")).get("uri")));
            }
        }
    }

    private void bean(Map<?, ?> bean) {
        Class<?> type = type(String.valueOf(bean.get("type")));
        declared.put(String.valueOf(bean.get("name")), type);
        if (type != null && bean.get("properties") instanceof Map<?, ?> properties) {
            for (Object property : properties.keySet()) {
                String name = property.toString();
                String setter = "set" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
                if (methods(type, setter).isEmpty()) {
                    problem("%s has no property %s".formatted(type.getName(), name));
                }
            }
        }
    }

    private void visit(String key, Object node) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("ref") instanceof String ref && map.get("method") instanceof String method) {
                call(ref, method);
            }
            if (map.get("uri") instanceof String uri && map.get("parameters") instanceof Map<?, ?> parameters) {
                options(uri, parameters.keySet());
            }
            map.forEach(
                    (name, value) -> visit(key.equals("from") && name.equals("uri") ? "from" : name.toString(), value));
        } else if (node instanceof List<?> list) {
            list.forEach(element -> visit(key, element));
        } else if (node instanceof String text) {
            text(key, text);
        }
    }

    private void text(String key, String text) {
        if (key.equals("ref") || key.endsWith("Ref") || key.equals("objectMapper") || key.equals("executorService")) {
            type(text, "bean");
        } else if (key.equals("routeConfigurationId")) {
            if (!configurations.contains(text)) {
                problem("no route configuration %s".formatted(text));
            }
        } else if (key.equals("unmarshalType") || key.equals("exception")) {
            type(text);
        } else if (URI_KEYS.contains(key)) {
            uri(text);
        }
        Matcher call = BEAN_CALL.matcher(text);
        while (call.find()) {
            call(call.group(1), call.group(2));
        }
        Matcher bean = BEAN.matcher(text);
        while (bean.find()) {
            type(bean.group(1) != null ? bean.group(1) : bean.group(2), "bean");
        }
        Matcher property = PROPERTY.matcher(text);
        while (property.find()) {
            properties(property.group(1), property.group(2));
        }
    }

    private void uri(String uri) {
        if (uri.startsWith("direct:")) {
            called.add(uri);
        } else if (uri.contains("?")) {
            List<String> names = Arrays.stream(
                            uri.substring(uri.indexOf('?') + 1).split("&", -1))
                    .map(option -> option.replaceFirst("=.*", ""))
                    .toList();
            options(uri, new HashSet<>(names));
        }
    }

    private void options(String uri, Set<?> names) {
        String scheme = uri.startsWith("{{API_BASE_URL}}") ? "http" : uri.replaceFirst("[:?].*", "");
        EndpointUriFactory factory = factory(scheme);
        if (factory == null) {
            problem("no component %s".formatted(scheme));
            return;
        }
        names.stream()
                .filter(name -> !factory.propertyNames().contains(name.toString()))
                .forEach(name -> problem("%s has no option %s".formatted(scheme, name)));
    }

    private static EndpointUriFactory factory(String scheme) {
        String service = "META-INF/services/org/apache/camel/urifactory/" + scheme + "-endpoint";
        try (InputStream in = RouteReferences.class.getClassLoader().getResourceAsStream(service)) {
            if (in == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(in);
            return Class.forName(properties.getProperty("class"))
                    .asSubclass(EndpointUriFactory.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code name} or {@code name(argument, …)}: a public method of the bean that takes as many. */
    private void call(String ref, String method) {
        Class<?> type = type(ref, "bean");
        Matcher call = CALL.matcher(method);
        if (type == null || !call.matches()) {
            return;
        }
        String arguments = call.group(2);
        int count = arguments == null || arguments.isBlank()
                ? 0
                : (int) arguments.chars().filter(c -> c == ',').count() + 1;
        if (methods(type, call.group(1)).stream()
                .noneMatch(known -> arguments == null || known.getParameterCount() == count)) {
            problem("%s has no method %s".formatted(type.getName(), method));
        }
    }

    /** {@code .plan.first} and the like: each a public method of what the one before it returns. */
    private void properties(String property, String path) {
        Class<?> type = PROPERTIES.get(property);
        if (path.isEmpty()) {
            return;
        }
        for (String step : path.substring(1).split("\\.", -1)) {
            if (type == null) {
                problem("what ${exchangeProperty.%s} is, is not known here".formatted(property));
                return;
            }
            String name = step.substring(0, 1).toUpperCase(Locale.ROOT) + step.substring(1);
            Class<?> owner = type;
            Optional<Method> found = List.of(step, "get" + name, "is" + name).stream()
                    .flatMap(candidate -> methods(owner, candidate).stream())
                    .findFirst();
            if (found.isEmpty()) {
                problem("%s has no %s".formatted(type.getName(), step));
                return;
            }
            type = found.get().getReturnType();
        }
    }

    private static List<Method> methods(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .toList();
    }

    private Class<?> type(String name, String what) {
        if (declared.containsKey(name)) {
            return declared.get(name);
        }
        Object bean = beans.apply(name);
        if (bean == null) {
            problem("no %s %s".formatted(what, name));
            return null;
        }
        return bean.getClass();
    }

    private Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            problem("no class %s".formatted(name));
            return null;
        }
    }

    private void problem(String text) {
        problems.add(text);
    }
}
