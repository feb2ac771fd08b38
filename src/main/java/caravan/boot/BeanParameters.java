package caravan.boot;

import caravan.deliver.Fingerprint;
import caravan.fetch.PageAttempts;
import caravan.fetch.ResponseHead;
import caravan.pace.Pace;
import caravan.plan.NumberedPlan;
import caravan.run.Run;
import caravan.source.Source;
import caravan.store.Rows;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.component.bean.DefaultParameterMappingStrategy;
import org.apache.camel.component.bean.ParameterMappingStrategy;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.builder.ExpressionBuilder;

/**
 * Where the parameters of a bean come from when a route names the method alone: each of these types from the exchange property
 * of its name, an exception from the exchange, anything else from the body.
 *
 * <p>Arguments that are written out are parsed by Camel at every call: with some twenty calls a page that was a twentieth of a
 * run's CPU time.
 */
public final class BeanParameters implements ParameterMappingStrategy {
    static final Map<Class<?>, String> PROPERTIES = Map.of(
            Source.class, "source",
            Run.class, "run",
            NumberedPlan.class, "plan",
            Pace.class, "pace",
            PageAttempts.class, "page",
            Rows.class, "rows",
            Fingerprint.class, "fingerprint");

    private static final Expression HEAD = new ExpressionAdapter() {
        @Override
        public Object evaluate(Exchange exchange) {
            return new ResponseHead(
                    exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                    exchange.getMessage().getHeaders());
        }
    };

    @Override
    public Expression getDefaultParameterTypeExpression(Class<?> type) {
        if (type == ResponseHead.class) {
            return HEAD;
        }
        String property = PROPERTIES.get(type);
        return property != null
                ? ExpressionBuilder.exchangePropertyExpression(property)
                : DefaultParameterMappingStrategy.INSTANCE.getDefaultParameterTypeExpression(type);
    }
}
