package caravan.boot;

import caravan.deliver.Delivery;
import caravan.report.Ended;
import caravan.report.Reporting;
import caravan.run.Run;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every run ends with its report and every trigger gets an answer, whatever steps of the routes do on the way: fail,
 * stop, or filter the exchange away. It looks when an exchange leaves the route that extracts, and the route that began it all.
 */
final class RunEnds implements RoutePolicyFactory {
    private static final Logger LOG = LoggerFactory.getLogger("caravan.run");
    /** Shared by all exchanges that come of a trigger: whether one of them was to begin a run. */
    private static final String ENTERED = "caravanEntered";

    private final Supplier<List<Run>> newest;
    private final FailedSteps steps;
    private final Consumer<Ended> tell;
    private final Runnable nothingToDo;
    private final Reporting reporting;
    private volatile @Nullable Set<String> triggers;
    private volatile boolean over;
    private int going;

    /**
     * @param newest the newest run of each source
     * @param tell is told how each run ended
     * @param nothingToDo is told when a trigger did not come as far as to begin one
     * @param reporting makes the teller of reports, which is to tell the outcomes here
     */
    RunEnds(
            Supplier<List<Run>> newest,
            FailedSteps steps,
            Consumer<Ended> tell,
            Runnable nothingToDo,
            Function<Consumer<Ended>, Reporting> reporting) {
        this.newest = newest;
        this.steps = steps;
        this.reporting = reporting.apply(this::reported);
        this.tell = tell;
        this.nothingToDo = nothingToDo;
    }

    Reporting reporting() {
        return reporting;
    }

    /** From now on no trigger begins a run. */
    void noMore() {
        over = true;
    }

    /**
     * Where a report was told, or a run could not begin. What was refused since another one of this process is at it is not told: the
     * other's end counts.
     */
    private void reported(Ended end) {
        if (!end.isBusy()) {
            tell.accept(end);
        }
    }

    /** Whether a run may be going on, or about to begin. */
    synchronized boolean isGoing() {
        return going > 0;
    }

    private synchronized void begin() {
        going++;
    }

    private synchronized void end() {
        going--;
    }

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode node) {
        if (!(node instanceof RouteDefinition route)) {
            return null;
        }
        return TriggerRoutes.isEntrance(route)
                ? new Extraction()
                : TriggerRoutes.isTrigger(route) ? new Trigger() : null;
    }

    /** On the route that extracts. */
    private final class Extraction extends RoutePolicySupport {
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            begin();
            AtomicBoolean entered = exchange.getProperty(ENTERED, AtomicBoolean.class);
            if (entered != null) {
                entered.set(true);
            }
            // Those of another run that the same exchange has begun.
            exchange.removeProperty("run");
            exchange.removeProperty("error");
            if (over) {
                // It has waited for its turn until now.
                exchange.setRouteStop(true);
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            try {
                finish(exchange);
            } finally {
                end();
            }
        }
    }

    /** Tells the report of a run that was begun and has none. */
    private void finish(Exchange exchange) {
        Throwable thrown = exchange.getException();
        Throwable error = exchange.getProperty("error", thrown, Throwable.class);
        Run run = exchange.getProperty("run", Run.class);
        if (run == null && isAlone()) {
            // A step may have removed the property.
            run = newest.get().stream()
                    .filter(last -> !last.isClosed())
                    .findFirst()
                    .orElse(null);
        }
        if (run != null ? run.isClosed() : error != null && reporting.hasTold(error)) {
            undelivered(run, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
            return;
        }
        if (run != null || error != null) {
            reporting.report(run, error == null ? null : steps.located(error));
        } else if (!over) {
            nothingToDo(exchange);
        }
    }

    /** A step of a user may be what failed, and not S3. */
    private void undelivered(@Nullable Run run, @Nullable Throwable caught) {
        if (run != null && run.notDelivered() != null && caught != null && !Delivery.isOfS3(caught)) {
            LOG.warn("Not delivered: {}", steps.located(caught).toString());
        }
    }

    private synchronized boolean isAlone() {
        return going == 1;
    }

    private void nothingToDo(Exchange exchange) {
        LOG.info(
                "{}: nothing to do, a step before {} ended the run", exchange.getFromRouteId(), TriggerRoutes.ENTRANCE);
        nothingToDo.run();
    }

    /** On each route that begins by itself. */
    private final class Trigger extends RoutePolicySupport {
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            exchange.setProperty(ENTERED, new AtomicBoolean());
            if (over && isOne(exchange, route)) {
                exchange.setRouteStop(true);
            }
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            try {
                done(route, exchange);
            } finally {
                Sources.ended(exchange);
            }
        }

        private void done(Route route, Exchange exchange) {
            if (!isOne(exchange, route)) {
                return;
            }
            Throwable error = exchange.getException();
            if (exchange.getProperty(ENTERED, new AtomicBoolean(), AtomicBoolean.class)
                    .get()) {
                afterwards(error);
            } else if (error != null && (over || isGoing())) {
                // The end of the run that is going on counts.
                LOG.error("{}", steps.located(error).toString());
            } else if (error != null) {
                reporting.report(null, steps.located(error));
            } else if (!over) {
                nothingToDo(exchange);
            }
        }
    }

    /** What fails behind the report changes nothing of how the run ended. */
    private void afterwards(@Nullable Throwable error) {
        if (error != null && !reporting.hasTold(error)) {
            LOG.error("After the report: {}", steps.located(error).toString());
        }
    }

    /** Whether a route leads to a run. */
    private boolean isOne(Exchange exchange, Route route) {
        Set<String> known = triggers;
        if (known == null) {
            known = TriggerRoutes.of(exchange.getContext());
            triggers = known;
        }
        return known.contains(route.getRouteId());
    }
}
