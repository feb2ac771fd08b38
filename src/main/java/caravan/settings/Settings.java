package caravan.settings;

import caravan.auth.Secrets;
import caravan.text.Nearest;
import caravan.text.Urls;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of the settings of a process. All problems are reported at once, before any request, and no secret with them.
 * Immutable.
 */
public final class Settings {
    /** How many of the settings a command needs: the rest may be missing, and is not looked at. */
    public enum Need {
        /** The output folder. */
        FILES,
        /** That, and all that a request to the API takes. */
        API,
        /** That, and what the delivery takes. */
        ALL
    }

    private static final Pattern PASSWORD = Pattern.compile("^(?:\\w+://)?[^:@/]*:([^@]*)@");

    private final List<Map<String, String>> levels;
    private final Map<String, String> values;
    private final List<String> problems;

    private Settings(List<Map<String, String>> levels, Map<String, String> values, List<String> problems) {
        this.levels = List.copyOf(levels);
        this.values = Collections.unmodifiableMap(values);
        this.problems = List.copyOf(problems);
    }

    /**
     * Merges the sources, unchecked: {@link #check} comes next. Their secrets are hidden from now on.
     *
     * @param sources name to value; the first that has a name wins. Names of others may be among them
     * @param problems what was wrong with the sources themselves
     */
    public static Settings of(List<Map<String, String>> sources, List<String> problems) {
        Map<String, String> values = new LinkedHashMap<>();
        Setting.all().forEach(setting -> put(setting.name(), setting.preset(), values));
        for (int i = sources.size() - 1; i >= 0; i--) {
            put(sources.get(i), values);
        }
        fromOneSource(sources, values);
        values.forEach((name, value) -> {
            if (Setting.isSecret(name)) {
                Secrets.hide(value);
            }
        });
        // A key in the query is as secret as one in a header.
        Urls.secrets(values.getOrDefault(Setting.API_ENDPOINT.name(), "")).forEach(Secrets::hide);
        for (Setting<?> proxy : List.of(Setting.HTTP_PROXY, Setting.HTTPS_PROXY)) {
            Matcher password = PASSWORD.matcher(values.getOrDefault(proxy.name(), ""));
            if (password.find()) {
                Secrets.hide(password.group(1));
                Secrets.hide(URLDecoder.decode(password.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return new Settings(sources, values, problems);
    }

    /**
     * Key, secret and session token belong together: the first source that has key and secret supplies all three. Where a source before it
     * names a profile, they are the profile's.
     */
    private static void fromOneSource(List<Map<String, String>> sources, Map<String, String> values) {
        boolean isProfile = false;
        for (Map<String, String> source : sources) {
            Map<String, String> one = new LinkedHashMap<>();
            put(source, one);
            if (one.containsKey(Setting.AWS_ACCESS_KEY_ID.name())
                    && one.containsKey(Setting.AWS_SECRET_ACCESS_KEY.name())) {
                for (Setting<?> part :
                        List.of(Setting.AWS_ACCESS_KEY_ID, Setting.AWS_SECRET_ACCESS_KEY, Setting.AWS_SESSION_TOKEN)) {
                    values.remove(part.name());
                    if (!isProfile) {
                        put(part.name(), one.get(part.name()), values);
                    }
                }
                return;
            }
            isProfile |= one.containsKey(Setting.AWS_PROFILE.name());
        }
    }

    /**
     * Those of one source: a setting with the source's name in front, {@code ORDERS_API_TOKEN}, goes before the plain one from the same
     * place.
     */
    public Settings of(String source) {
        String prefix = prefix(source);
        List<String> wrong = new ArrayList<>();
        List<Map<String, String>> own = levels.stream()
                .map(level -> {
                    Map<String, String> merged = new LinkedHashMap<>(level);
                    level.forEach((name, value) -> {
                        if (!name.startsWith(prefix)) {
                            return;
                        }
                        String plain = name.substring(prefix.length());
                        if (Setting.names().contains(plain)) {
                            merged.put(plain, value);
                        } else {
                            Nearest.to(plain, Setting.names())
                                    .ifPresent(known -> wrong.add(
                                            "%s is not a setting: did you mean %s?".formatted(name, prefix + known)));
                        }
                    });
                    return merged;
                })
                .toList();
        return of(own, wrong);
    }

    private static String prefix(String source) {
        return source.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
    }

    /** Names that other programs also know in lower case. */
    private static final Map<String, Setting<?>> ALSO =
            Map.of("http_proxy", Setting.HTTP_PROXY, "https_proxy", Setting.HTTPS_PROXY, "no_proxy", Setting.NO_PROXY);

    private static void put(Map<String, String> source, Map<String, String> values) {
        ALSO.forEach((also, setting) ->
                put(setting.name(), Setting.clean(setting.name(), source.getOrDefault(also, "")), values));
        source.forEach((name, given) -> put(name, Setting.clean(name, given), values));
    }

    private static void put(String name, @Nullable String value, Map<String, String> values) {
        if (value != null) {
            values.put(name, value);
        }
    }

    /**
     * Returns these settings if nothing that is needed is wrong.
     *
     * @throws SettingsException otherwise; names every problem
     */
    public Settings check(Need need) {
        return check(need, false);
    }

    /** @param isOfSources whether sources of a user's own say where they are and how to log in */
    public Settings check(Need need, boolean isOfSources) {
        List<String> found = new ArrayList<>(problems);
        for (Setting<?> setting : Setting.all()) {
            boolean isOnlyMissing = isOfSources && setting == Setting.API_BASE_URL && !has(setting);
            if (setting.need().compareTo(need) <= 0 && !isOnlyMissing) {
                setting.problem(text(setting)).ifPresent(found::add);
            }
        }
        if (need.compareTo(Need.API) >= 0 && !isOfSources) {
            loginProblem("", List.of(List.of(Setting.API_TOKEN), List.of(Setting.API_USERNAME, Setting.API_PASSWORD)))
                    .ifPresent(found::add);
        }
        if (!found.isEmpty()) {
            // A secret may stand where another setting should.
            throw new SettingsException(found.stream().map(Secrets::redact).toList());
        }
        return this;
    }

    /** Adds what is wrong with these, beside what {@link #check(Need)} says of all: with those that are given for a source alone. */
    public void check(List<String> found) {
        found.addAll(problems);
        for (Setting<?> setting : Setting.all()) {
            if (setting.need().compareTo(Need.API) <= 0 && has(setting)) {
                setting.problem(text(setting))
                        .filter(problem -> !found.contains(problem))
                        .ifPresent(found::add);
            }
        }
    }

    /**
     * What is missing for a login.
     *
     * @param source whose login it is; empty for the one that all share
     * @param groups of which one must be there, all of it; none where nothing is needed
     */
    public Optional<String> loginProblem(String source, List<List<Setting<?>>> groups) {
        if (groups.isEmpty() || groups.stream().anyMatch(group -> group.stream().allMatch(this::has))) {
            return Optional.empty();
        }
        List<Setting<?>> begun = groups.stream()
                .filter(group -> group.stream().anyMatch(this::has))
                .findFirst()
                .orElse(groups.get(0));
        String missing = names(begun.stream().filter(setting -> !has(setting)).toList());
        String others = String.join(
                ", or ",
                groups.stream()
                        .filter(group -> group != begun)
                        .map(Settings::names)
                        .toList());
        String alone = source.isEmpty() ? "" : "; for %s alone: %s%s".formatted(source, prefix(source), begun.get(0));
        return Optional.of("%s %s missing%s%s"
                .formatted(
                        missing,
                        missing.contains(" ") ? "are" : "is",
                        others.isEmpty() ? "" : " (or set " + others + ")",
                        alone));
    }

    private static String names(List<Setting<?>> settings) {
        return String.join(" and ", settings.stream().map(Setting::name).toList());
    }

    public boolean has(Setting<?> setting) {
        return text(setting) != null;
    }

    /**
     * Returns the value of a setting that is required or has a default.
     *
     * @throws IllegalArgumentException if the value is malformed: it was not among those that {@link #check} was asked for
     * @throws NullPointerException if it is missing, for the same reason
     */
    public <T> T get(Setting<T> setting) {
        return Objects.requireNonNull(find(setting), setting::name);
    }

    public <T> T get(Setting<T> setting, T otherwise) {
        T value = find(setting);
        return value == null ? otherwise : value;
    }

    /** Returns the value of a setting, or its default; null if there is neither. */
    public <T> @Nullable T find(Setting<T> setting) {
        String text = text(setting);
        return text == null ? null : setting.read(text);
    }

    /** All values by name, those of other programs included. */
    public Map<String, String> all() {
        return values;
    }

    private @Nullable String text(Setting<?> setting) {
        return values.get(setting.name());
    }

    @Override
    public String toString() {
        return "Settings[hidden]";
    }
}
