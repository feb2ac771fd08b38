package caravan.boot;

import caravan.deliver.Fingerprint;
import caravan.deliver.ObjectKey;
import caravan.fetch.PageRequest;
import caravan.fetch.RequestHeaders;
import caravan.fetch.ResponseHead;
import caravan.page.Effort;
import caravan.page.PageOutcome;
import caravan.run.PageAttempts;
import caravan.run.Run;
import caravan.source.Source;
import caravan.store.Rows;
import caravan.store.RunStore;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.component.bean.DefaultParameterMappingStrategy;
import org.apache.camel.component.bean.ParameterMappingStrategy;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.builder.ExpressionBuilder;

/**
 * Where the parameters of a bean come from when a route names the method alone: each type of {@link #PROPERTIES} from the
 * exchange property of its name, each of {@link #DERIVED} from what such a property knows, an exception from the exchange,
 * anything else from the body.
 *
 * <p>Arguments that are written out are parsed by Camel at every call: with some twenty calls a page that was a twentieth of a
 * run's CPU time.
 */
public final class BeanParameters implements ParameterMappingStrategy {
    static final Map<Class<?>, String> PROPERTIES = Map.of(
            Source.class, "source",
            Run.class, "run",
            PageAttempts.class, "page",
            PageRequest.class, "request",
            Rows.class, "rows",
            PageOutcome.class, "outcome",
            ObjectKey.class, "key",
            Fingerprint.class, "fingerprint");

    private static final Map<Class<?>, Expression> DERIVED = Map.of(
            RunStore.class,
            derived(exchange -> exchange.getProperty("run", Run.class).store()),
            Effort.class,
            derived(exchange -> exchange.getProperty("page", PageAttempts.class).effort()),
            RequestHeaders.class,
            derived(exchange -> new RequestHeaders(exchange.getMessage().getHeaders())),
            ResponseHead.class,
            derived(exchange -> new ResponseHead(
                    exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                    exchange.getMessage().getHeaders())));

    @Override
    public Expression getDefaultParameterTypeExpression(Class<?> type) {
        if (DERIVED.containsKey(type)) {
            return DERIVED.get(type);
        }
        String property = PROPERTIES.get(type);
        return property != null
                ? ExpressionBuilder.exchangePropertyExpression(property)
                : DefaultParameterMappingStrategy.INSTANCE.getDefaultParameterTypeExpression(type);
    }

    private static Expression derived(Function<Exchange, Object> from) {
        return new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                return from.apply(exchange);
            }
        };
    }
}
