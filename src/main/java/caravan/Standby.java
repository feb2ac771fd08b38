package caravan;

import caravan.fetch.Page;
import caravan.fetch.PageFetch;
import caravan.look.PageLook;
import caravan.source.PagePlan;
import caravan.source.Source;
import caravan.store.Runs;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/** Camel with the user's routes, of which nothing starts a run: for one page at a time. Writes nothing. */
final class Standby implements AutoCloseable {
    private final Settings settings;
    private final Wiring wiring;

    private Standby(Settings settings, Wiring wiring) {
        this.settings = settings;
        this.wiring = wiring;
    }

    /** @throws SettingsException when the routes cannot be started */
    static Standby start(Settings settings, Path routes) {
        if (!Files.isDirectory(routes)) {
            throw new SettingsException(List.of("the routes folder " + routes + " does not exist"));
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Wiring wiring =
                new Wiring(settings, routes, Wiring.Trigger.NONE, Runs.Choice.RUN, null, nowhere, outcome -> {});
        try {
            wiring.camel().start();
            return new Standby(settings, wiring);
        } catch (Exception | LinkageError e) {
            wiring.close();
            throw new SettingsException(List.of(RouteProblem.describe(e).strip()));
        }
    }

    /** @throws SettingsException when the routes declare none, or more than one */
    Source source() {
        Collection<Source> sources =
                wiring.camel().getCamelContext().getRegistry().findByType(Source.class);
        if (sources.size() != 1) {
            throw new SettingsException(List.of(
                    sources.isEmpty()
                            ? "the routes declare no bean of type caravan.source.Source"
                            : "the routes declare several sources (%s); this looks at a single one: give --routes a folder with one"
                                    .formatted(sources.stream()
                                            .map(Source::getName)
                                            .collect(Collectors.joining(", ")))));
        }
        return sources.iterator().next();
    }

    /** One page by the route {@code get-page}. */
    PageLook look(Source source, int page) throws InterruptedException {
        return PageLook.at(source, page, wiring.pace(), settings.seconds("INITIAL_BACKOFF"), this::ask);
    }

    Wiring wiring() {
        return wiring;
    }

    private Page ask(PageFetch page, PagePlan plan) throws Exception {
        Exchange answer = wiring.camel().getCamelTemplate().request("direct:get-page", exchange -> {
            exchange.setProperty("page", page);
            exchange.setProperty("plan", plan);
        });
        if (answer.getException() != null) {
            throw answer.getException();
        }
        return answer.getMessage().getBody(Page.class);
    }

    @Override
    public void close() {
        wiring.close();
    }
}
