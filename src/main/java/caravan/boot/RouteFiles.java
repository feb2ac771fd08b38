package caravan.boot;

import caravan.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.RoutesCollector;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The route files of a folder, those below it included. */
final class RouteFiles {
    static final String ENDING = ".camel.yaml";

    /** What comes after the last page was stored, or beside it. */
    private static final Set<String> BESIDE_RECORDS =
            Set.of("live.camel.yaml", "40-deliver.camel.yaml", "50-report.camel.yaml");

    /** The route template, and its parameter that holds the source's name. */
    private static final String TEMPLATE = "source";

    private RouteFiles() {}

    /** Gives Camel the files as they are named below the folder: it would take characters of the folder's own name for a pattern. */
    static RoutesCollector collector(Path folder, Sources sources) {
        return new DefaultRoutesCollector() {
            /** For the comments in front of routes that name dependencies: there are none. */
            @Override
            public Collection<Resource> findRouteResourcesFromDirectory(
                    CamelContext context, String excluded, String included) {
                return List.of();
            }

            @Override
            public Collection<RoutesBuilder> collectRoutesFromDirectory(
                    CamelContext context, String excluded, String included) {
                List<Resource> files = read(folder).entrySet().stream()
                        .map(file -> ResourceHelper.fromString("file:" + file.getKey(), file.getValue()))
                        .toList();
                try {
                    List<RoutesBuilder> all = new ArrayList<>(
                            PluginHelper.getRoutesLoader(context).findRoutesBuilders(files));
                    all.add(timers(sources));
                    return all;
                } catch (Exception e) {
                    throw RuntimeCamelException.wrapRuntimeException(e);
                }
            }
        };
    }

    /** A timer for each source. */
    private static RoutesBuilder timers(Sources sources) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                sources.all()
                        .forEach(one -> templatedRoute(TEMPLATE)
                                .routeId(one.source().name())
                                .parameter(TEMPLATE, one.source().name())
                                .parameter("period", one.source().period()));
            }
        };
    }

    /** All that may change a record on its way to the file, as one text. */
    static String touchingRecords(Path folder) {
        StringBuilder all = new StringBuilder();
        read(folder).forEach((name, text) -> {
            if (!BESIDE_RECORDS.contains(Path.of(name).getFileName().toString())) {
                all.append(name).append('\n').append(text.replace("\r\n", "\n")).append('\n');
            }
        });
        return all.toString();
    }

    /**
     * Their texts by their names below the folder.
     *
     * @throws SettingsException when there is no such folder, or a file that cannot be read
     */
    static Map<String, String> read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SettingsException(List.of("the routes folder " + folder + " does not exist"));
        }
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file :
                    all.filter(path -> path.toString().endsWith(ENDING)).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new SettingsException(List.of("the routes in %s cannot be read: %s".formatted(folder, e)));
        }
        return texts;
    }
}
