package caravan.boot;

import caravan.auth.Secrets;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.settings.SettingsException;
import caravan.source.Login;
import caravan.source.Source;
import caravan.source.SourceFile;
import caravan.text.Nearest;
import caravan.text.Urls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a process, each with its settings: those of the folder {@code sources} in the working directory where there is one,
 * otherwise those beside the routes. Thread-safe.
 */
public final class Sources {
    /** The folder of a user's own. */
    public static final Path OWN = Path.of("sources");

    private static final String TURN = "caravanTurn";

    private final Map<String, Configured> all;
    private final int atOnce;
    private final Semaphore turns;

    private Sources(Map<String, Configured> all, int atOnce) {
        this.all = all;
        this.atOnce = atOnce;
        turns = new Semaphore(atOnce, true);
    }

    /** @param settings with those that are given for this source alone */
    public record Configured(Source source, Settings settings) {
        /** Whom the API may count by: the user, or whoever has this token. */
        String account() {
            String user = user();
            return user.isEmpty() && settings.has(Setting.API_TOKEN) ? settings.get(Setting.API_TOKEN) : user;
        }

        /** Who asks: the user's name or the client's id; empty where that does not show. */
        String user() {
            boolean isClient = source.login().type() == Login.Type.CLIENT_CREDENTIALS;
            Setting<String> user = isClient ? Setting.API_CLIENT_ID : Setting.API_USERNAME;
            return settings.has(user) ? settings.get(user) : "";
        }
    }

    /** Whether the working directory has sources of its own. */
    public static boolean areOwn() {
        return Files.isDirectory(OWN);
    }

    /** Where they are. */
    public static Path folder(Path routes) {
        return areOwn() ? OWN : routes.resolve("sources");
    }

    /**
     * @param folder where their files are
     * @param names those that are wanted; empty for all
     * @throws SettingsException that names every problem
     */
    public static Sources load(Settings settings, Path folder, Collection<String> names) {
        Map<String, String> files = files(folder);
        if (files.isEmpty()) {
            throw new SettingsException(List.of("there is no source: no file NAME.yaml in " + folder));
        }
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            if (!files.containsKey(name)) {
                problems.add("there is no source %s in %s; %s"
                        .formatted(
                                name,
                                folder,
                                Nearest.to(name, files.keySet())
                                        .map("did you mean %s?"::formatted)
                                        .orElse("there are " + String.join(", ", files.keySet()))));
            }
        }
        Map<String, Configured> all = new LinkedHashMap<>();
        files.forEach((name, yaml) -> {
            if (names.isEmpty() || names.contains(name)) {
                Configured source = source(settings.of(name), folder.resolve(name + ".yaml"), yaml, problems);
                if (source != null) {
                    all.put(name, source);
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new SettingsException(problems.stream().map(Secrets::redact).toList());
        }
        return new Sources(all, settings.get(Setting.PARALLEL_SOURCES));
    }

    private static @Nullable Configured source(Settings own, Path file, String yaml, List<String> problems) {
        Source source = SourceFile.read(file.toString(), yaml, name -> value(own, name), problems);
        if (source == null) {
            return null;
        }
        Urls.secrets(source.url()).forEach(Secrets::hide);
        own.loginProblem(source.name(), needs(source.login().type())).ifPresent(problems::add);
        own.check(problems);
        return new Configured(source, own);
    }

    /** The settings of which one group must be there, all of it. */
    private static List<List<Setting<?>>> needs(Login.Type type) {
        return switch (type) {
            case NONE -> List.of();
            case BEARER, API_KEY -> List.of(List.of(Setting.API_TOKEN));
            case BASIC, PASSWORD -> List.of(List.of(Setting.API_USERNAME, Setting.API_PASSWORD));
            case CLIENT_CREDENTIALS -> List.of(List.of(Setting.API_CLIENT_ID, Setting.API_CLIENT_SECRET));
            case BEARER_OR_PASSWORD ->
                List.of(List.of(Setting.API_TOKEN), List.of(Setting.API_USERNAME, Setting.API_PASSWORD));
        };
    }

    private static String value(Settings settings, String name) {
        if (Setting.isSecret(name)) {
            throw new IllegalArgumentException(
                    "{{%s}} is a secret: no option of a source may hold it; login says how it is sent".formatted(name));
        }
        if (name.equals(Setting.API_BASE_URL.name()) && settings.has(Setting.API_BASE_URL)) {
            return settings.get(Setting.API_BASE_URL).toString();
        }
        if (name.equals(Setting.API_ENDPOINT.name())) {
            return settings.get(Setting.API_ENDPOINT);
        }
        String value = settings.all().get(name);
        if (value == null) {
            throw new IllegalArgumentException("{{%s}} is not set".formatted(name));
        }
        return value;
    }

    /** The texts of the files by the names of their sources. */
    private static Map<String, String> files(Path folder) {
        Map<String, String> texts = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            throw new SettingsException(List.of("the folder %s with the sources does not exist".formatted(folder)));
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("[^.].*\\.ya?ml") && !name.endsWith(RouteFiles.ENDING)) {
                    texts.put(name.replaceFirst("\\.ya?ml$", ""), Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw new SettingsException(List.of("the sources in %s cannot be read: %s".formatted(folder, e)));
        }
        return texts;
    }

    /**
     * A source by its name, when it is its turn: only so many run at once. Called by the route of its timer; the turn ends with the
     * exchange.
     */
    public Source turn(String name, Exchange exchange) throws InterruptedException {
        Source source = of(name).source();
        turns.acquire();
        exchange.setProperty(TURN, turns);
        return source;
    }

    /** The process is ending: nobody is to wait for a turn. */
    void close() {
        turns.release(all.size());
    }

    /** The exchange is over. */
    static void ended(Exchange exchange) {
        if (exchange.removeProperty(TURN) instanceof Semaphore turns) {
            turns.release();
        }
    }

    /** A source by its name, whoever else runs: for routes of a user's own that begin a run. */
    public Source named(String name) {
        return of(name).source();
    }

    Configured of(String name) {
        Configured found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException("There is no source " + name);
        }
        return found;
    }

    /** How many run at the same time. */
    int atOnce() {
        return Math.min(atOnce, all.size());
    }

    public Collection<Configured> all() {
        return all.values();
    }

    public Set<String> names() {
        return all.keySet();
    }
}
