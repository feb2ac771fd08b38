package caravan.boot;

import caravan.run.Run;
import caravan.text.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.spi.EndpointUriFactory;
import org.jspecify.annotations.Nullable;

/** The Java that route files can refer to: methods and properties of beans, what an exchange's property holds, endpoint options. */
final class ReferredTypes {
    /** What an exchange property holds that the routes look into, and that nobody gives another meaning. */
    private static final Map<String, Class<?>> PROPERTIES = Map.of("run", Run.class);

    private final Map<String, Optional<EndpointUriFactory>> components = new HashMap<>();

    /** The class of this name. */
    @Nullable
    Class<?> named(String name) {
        try {
            return Class.forName(name, false, ReferredTypes.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** @param parameters how many it takes; -1 for any number */
    boolean hasMethod(Class<?> type, String name, int parameters) {
        return methods(type, name).stream()
                .anyMatch(method -> parameters < 0 || method.isVarArgs() || method.getParameterCount() == parameters);
    }

    boolean hasProperty(Class<?> type, String name) {
        return !name.isEmpty() && !methods(type, "set" + capital(name)).isEmpty();
    }

    /**
     * Follows {@code .plan.first} and the like: each step is a public method of what the one before it returns. Returns what is
     * wrong; null when nothing is, or where it is not known what the property holds.
     */
    @Nullable
    String missingStep(String property, String path) {
        Class<?> type = PROPERTIES.get(property);
        if (type == null || path.isEmpty()) {
            return null;
        }
        for (String step : path.substring(1).split("\\.", -1)) {
            if (type.isInterface()) {
                return null; // What it really is may have more.
            }
            Class<?> owner = type;
            Optional<Method> found = List.of(step, "get" + capital(step), "is" + capital(step)).stream()
                    .flatMap(candidate -> methods(owner, candidate).stream())
                    .findFirst();
            if (found.isEmpty()) {
                return "%s has no %s".formatted(type.getName(), step);
            }
            type = found.get().getReturnType();
        }
        return null;
    }

    /** Whether a component of this name describes its options. */
    boolean isKnown(String scheme) {
        return components.computeIfAbsent(scheme, ReferredTypes::component).isPresent();
    }

    /** What is wrong with an endpoint's option; null when nothing is, or when the component is not known. */
    @Nullable
    String optionProblem(String scheme, String option) {
        EndpointUriFactory component =
                components.computeIfAbsent(scheme, ReferredTypes::component).orElse(null);
        if (component == null
                || option.isEmpty()
                || option.contains("-")
                || option.contains("{{")
                || option.contains("${")
                || component.propertyNames().contains(option)
                || component.multiValuePrefixes().values().stream().anyMatch(option::startsWith)) {
            return null;
        }
        // What an HTTP endpoint does not know it sends as a query: only what is nearly an option is a mistake.
        boolean mistaken = !component.isLenientProperties()
                || Nearest.to(option, component.propertyNames()).isPresent();
        return mistaken ? "%s has no option %s".formatted(scheme, option) : null;
    }

    private static Optional<EndpointUriFactory> component(String scheme) {
        String service = "META-INF/services/org/apache/camel/urifactory/" + scheme + "-endpoint";
        try (InputStream in = ReferredTypes.class.getClassLoader().getResourceAsStream(service)) {
            if (in == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(in);
            return Optional.of(Class.forName(properties.getProperty("class"))
                    .asSubclass(EndpointUriFactory.class)
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (IOException | ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private static List<Method> methods(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .toList();
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
