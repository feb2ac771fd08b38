package caravan.boot;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Remembers of an error at which step of the routes it came up first. Also gives back the exchange of a step that throws past
 * Camel, which would wait for it for ever.
 */
public final class FailedSteps implements InterceptStrategy {
    private final Map<Throwable, String> places = Collections.synchronizedMap(new WeakHashMap<>());

    /** An error whose message begins with the step that it came from. */
    static final class StepFailedException extends Exception {
        StepFailedException(String place, Throwable error) {
            super("%s failed: %s".formatted(place, unwrapped(error)), error);
        }

        /** Without what Camel puts around an error that is no exception. */
        private static Throwable unwrapped(Throwable error) {
            Throwable cause = error.getCause();
            return error instanceof CamelExecutionException && cause != null ? unwrapped(cause) : error;
        }

        /** For messages that show an error with its class: the cause's says more than this one's. */
        @Override
        @SuppressWarnings("OverrideThrowableToString")
        public String toString() {
            return String.valueOf(getMessage());
        }
    }

    /** The error that a {@code doCatch} has caught, with its place where that is known. */
    public Throwable located(Exchange exchange) {
        Throwable error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        return located(error);
    }

    Throwable located(Throwable error) {
        String place = null;
        // Camel puts its own around what a step throws.
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StepFailedException) {
                return cause;
            }
            place = places.getOrDefault(cause, place);
        }
        return place == null ? error : new StepFailedException(place, error);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
        AsyncProcessor processor = AsyncProcessorConverterHelper.convert(target);
        return new DelegateAsyncProcessor(processor) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                AtomicBoolean done = new AtomicBoolean();
                AsyncCallback once = doneSync -> {
                    if (done.compareAndSet(false, true)) {
                        note(step, exchange.getException());
                        callback.done(doneSync);
                    }
                };
                try {
                    return super.process(exchange, once);
                } catch (Throwable thrown) {
                    exchange.setException(thrown);
                    once.done(true);
                    return true;
                }
            }
        };
    }

    private void note(NamedNode step, @Nullable Throwable error) {
        if (error != null) {
            places.computeIfAbsent(error, unknown -> place(step));
        }
    }

    private String place(NamedNode step) {
        String location = step.getLocation() == null ? "" : step.getLocation().replaceFirst("^file:", "");
        return "Step %s of route %s%s"
                .formatted(
                        step.getId(),
                        CamelContextHelper.getRouteId(step),
                        location.isEmpty() ? "" : " (%s, line %d)".formatted(location, step.getLineNumber()));
    }
}
