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
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Camel with the user's routes, of which nothing starts a run: for one page at a time. Writes nothing. */
public final class IdleRoutes implements AutoCloseable {
    private final Settings settings;
    private final Beans beans;

    private IdleRoutes(Settings settings, Beans beans) {
        this.settings = settings;
        this.beans = beans;
    }

    /** @throws SettingsException when the routes cannot be started */
    public static IdleRoutes start(Settings settings, Path routes) {
        if (!Files.isDirectory(routes)) {
            throw new SettingsException(List.of("the routes folder " + routes + " does not exist"));
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Beans beans =
                new Beans(settings, routes, Beans.Trigger.NONE, Runs.Choice.RUN, true, null, nowhere, RunListener.NONE);
        try {
            beans.start();
            return new IdleRoutes(settings, beans);
        } catch (Exception | LinkageError e) {
            beans.close();
            throw new SettingsException(List.of(RouteProblem.describe(e).strip()));
        }
    }

    /** @throws SettingsException when the routes declare none, or more than one */
    public Source source() {
        Collection<Source> sources =
                beans.camel().getCamelContext().getRegistry().findByType(Source.class);
        if (sources.size() != 1) {
            throw new SettingsException(List.of(
                    sources.isEmpty()
                            ? "the routes declare no bean of type caravan.source.Source"
                            : "the routes declare several sources (%s); this looks at a single one: give --routes a folder with one"
                                    .formatted(sources.stream()
                                            .map(Source::getName)
                                            .collect(Collectors.joining(", ")))));
        }
        Source source = sources.iterator().next();
        String problem = source.problem();
        if (problem != null) {
            throw new SettingsException(List.of(problem));
        }
        return source;
    }

    /** One page by the route {@code get-page}. */
    public PageSample look(Source source, int page) throws InterruptedException {
        return PageSample.at(source, page, beans.pace(), Beans.NANOS, settings.get(Setting.INITIAL_BACKOFF), this::ask);
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
