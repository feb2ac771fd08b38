package caravan.boot;

import caravan.page.Page;
import caravan.page.PageTask;
import caravan.preview.PageSample;
import caravan.run.Runs;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.settings.SettingsException;
import caravan.source.Source;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Camel with the user's routes, of which nothing starts a run: for one page at a time. Writes nothing. */
public final class IdleRoutes implements AutoCloseable {
    private final Beans beans;
    private final Sources sources;

    private IdleRoutes(Beans beans, Sources sources) {
        this.beans = beans;
        this.sources = sources;
    }

    /** @throws SettingsException when the routes cannot be started */
    public static IdleRoutes start(Settings settings, Sources sources, Path routes) {
        if (!Files.isDirectory(routes)) {
            throw new SettingsException(List.of("the routes folder " + routes + " does not exist"));
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Beans beans = new Beans(
                settings, sources, routes, Beans.Trigger.NONE, Runs.Choice.RUN, true, null, nowhere, RunListener.NONE);
        try {
            beans.start();
            return new IdleRoutes(beans, sources);
        } catch (Exception | LinkageError e) {
            beans.close();
            throw new SettingsException(List.of(RouteProblem.describe(e).strip()));
        }
    }

    /** One page by the route {@code get-page}. */
    public PageSample look(Source source, int page) throws InterruptedException {
        return PageSample.at(
                source,
                page,
                beans.pace(source),
                Beans.NANOS,
                sources.of(source.name()).settings().get(Setting.INITIAL_BACKOFF),
                this::ask);
    }

    public Beans beans() {
        return beans;
    }

    private @Nullable Page ask(PageTask task) throws Exception {
        CamelContext camel = beans.camel().getCamelContext();
        String getPage = camel.resolvePropertyPlaceholders("{{caravan.getPage}}");
        Exchange answer = beans.camel()
                .getCamelTemplate()
                .request(getPage, exchange -> exchange.getMessage().setBody(task));
        if (answer.getException() != null) {
            throw answer.getException();
        }
        return answer.getMessage().getBody(Page.class);
    }

    @Override
    public void close() {
        beans.close();
    }
}
