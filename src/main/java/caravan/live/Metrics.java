package caravan.live;

import caravan.page.Attempt;
import caravan.run.Events;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Counts what this process has done, over all its runs, in the text format of Prometheus. What an earlier process did for a
 * run that was resumed is not among it. Thread-safe.
 */
public final class Metrics {
    /** Held here: the registry holds it weakly. */
    private final IntSupplier logins;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Events> sources = new ConcurrentHashMap<>();

    /** @param logins how many were tried so far */
    public Metrics(IntSupplier logins) {
        this.logins = logins;
        FunctionCounter.builder("caravan.token.logins", this.logins, IntSupplier::getAsInt)
                .description("Logins that were tried")
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Counts for one source. */
    public Events of(String source) {
        return sources.computeIfAbsent(source, OfSource::new);
    }

    private final class OfSource implements Events {
        private final String source;
        private final Counter pages;
        private final Counter rows;
        private final Counter bytes;
        private final Timer delay;

        OfSource(String source) {
            this.source = source;
            pages = counter("caravan.pages.stored", "Pages that are in a file");
            rows = counter("caravan.rows.written", "Records that are in a file");
            bytes = counter("caravan.delivered.bytes", "Bytes of the files that are on S3, checked");
            delay = Timer.builder("caravan.retry.delay")
                    .description("How long pages waited for their retries")
                    .tag("source", source)
                    .register(registry);
        }

        @Override
        public void requested(Attempt attempt, String outcome) {
            if (attempt.renewedOn() != 0) {
                request(Integer.toString(attempt.renewedOn()));
            }
            if (attempt.requests() > (attempt.renewedOn() == 0 ? 0 : 1)) {
                request(outcome);
            }
        }

        private void request(String outcome) {
            count(source, "caravan.requests", "Page requests, by how they ended", "outcome", outcome);
        }

        @Override
        public void retried(String cause, Duration waited) {
            count(source, "caravan.retries", "Retries, by what was wrong before", "cause", cause);
            delay.record(waited);
        }

        @Override
        public void stored(int records) {
            pages.increment();
            rows.increment(records);
        }

        @Override
        public void delivered(long length) {
            bytes.increment((double) length);
        }

        private Counter counter(String name, String description) {
            return Counter.builder(name)
                    .description(description)
                    .tag("source", source)
                    .register(registry);
        }
    }

    /**
     * A run is over.
     *
     * @param source empty where it could not begin
     */
    void ended(String source, String outcome) {
        count(source, "caravan.runs", "Runs that ended, by how", "outcome", outcome);
    }

    /** The text format, version 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    private void count(String source, String name, String description, String label, String value) {
        Counter.builder(name)
                .description(description)
                .tag("source", source)
                .tag(label, value)
                .register(registry)
                .increment();
    }
}
