package caravan.boot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/** Tells the routes that begin a run from those that have nothing to do with one: which of them lead to {@link #ENTRANCE}. */
final class TriggerRoutes {
    /** Whoever sends an exchange here begins a run. */
    static final String ENTRANCE = "direct:extract";

    private TriggerRoutes() {}

    static boolean isEntrance(RouteDefinition route) {
        return address(route.getInput().getEndpointUri()).equals(ENTRANCE);
    }

    /** Whether a route begins by itself, and is not called by another one. */
    static boolean isTrigger(RouteDefinition route) {
        return !address(route.getInput().getEndpointUri()).startsWith("direct:");
    }

    /** The ids of the routes that lead there, through whichever others. An address made at run time may lead anywhere. */
    static Set<String> of(CamelContext context) {
        List<RouteDefinition> all =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
        Set<String> leading = new HashSet<>();
        Deque<String> addresses = new ArrayDeque<>(List.of(ENTRANCE));
        while (!addresses.isEmpty()) {
            String address = addresses.pop();
            for (RouteDefinition route : all) {
                if (sendsTo(context, route, address) && leading.add(route.getRouteId())) {
                    addresses.push(address(resolved(context, route.getInput().getEndpointUri())));
                }
            }
        }
        return leading;
    }

    @SuppressWarnings("rawtypes") // as Camel declares it
    private static boolean sendsTo(CamelContext context, RouteDefinition route, String address) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), EndpointRequiredDefinition.class)
                .stream()
                .map(EndpointRequiredDefinition::getEndpointUri)
                .filter(uri -> uri != null)
                .map(uri -> address(resolved(context, uri)))
                .anyMatch(to -> to.equals(address) || to.startsWith("direct:$"));
    }

    /** A placeholder that is a template's parameter stays: such an address is that of no direct route. */
    private static String resolved(CamelContext context, String uri) {
        try {
            return context.resolvePropertyPlaceholders(uri);
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    private static String address(String uri) {
        return uri.replaceFirst("\\?.*", "").replaceFirst("^(\\w[\\w+.-]*)://", "$1:");
    }
}
