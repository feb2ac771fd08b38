package caravan.settings;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The files for people agree with the rows: {@code .env.example} and {@code docs/settings.md} are rendered from them below
 * their first heading, what stands above it is written by hand. {@value #COMMAND} writes both.
 */
class SettingsDocsTest {
    private static final String COMMAND = "./mvnw -q test -Dtest=SettingsDocsTest -Dcaravan.write";
    private static final Path DOT_ENV = Path.of(".env.example");
    private static final Path PAGE = Path.of("docs", "settings.md");
    private static final int COLUMNS = 120;
    private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b");

    @Test
    void dotEnvExampleIsRenderedFromTheRows() throws IOException {
        compare(DOT_ENV, "# --- ", SettingsDocsTest::dotEnv);
    }

    @Test
    void settingsPageIsRenderedFromTheRows() throws IOException {
        compare(PAGE, "## ", SettingsDocsTest::table);
    }

    /** A default with a # or quotes in it would be read as another. */
    @Test
    void dotEnvExampleCanBeRead() throws IOException {
        String text = Files.readString(DOT_ENV);
        List<String> problems = new ArrayList<>();
        Map<String, String> all =
                DotEnv.parse(text.replaceAll("(?m)^#(?=[A-Z0-9_]+=)", ""), DOT_ENV.toString(), problems);
        assertThat(problems).isEmpty();
        assertThat(all.keySet()).isEqualTo(Setting.names());
        Setting.all()
                .forEach(setting -> assertThat(all.get(setting.name()))
                        .as("%s", setting)
                        .isEqualTo(setting.preset() == null ? setting.example() : setting.preset()));
    }

    /** Misspelled or renamed ones would mislead: whatever begins like a setting is one. */
    @Test
    void namesElsewhereAreSettings() throws IOException {
        Set<String> beginnings =
                Setting.names().stream().map(SettingsDocsTest::beginning).collect(toSet());
        List<String> named = new ArrayList<>();
        for (Path root : List.of(Path.of("README.md"), Path.of("docs"), Path.of("routes"), Path.of("src/main/dist"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(SettingsDocsTest::isText).toList()) {
                    NAME.matcher(Files.readString(file))
                            .results()
                            .map(MatchResult::group)
                            .filter(name -> beginnings.contains(beginning(name)) && !name.equals("NO_COLOR"))
                            .forEach(named::add);
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(20).isSubsetOf(Setting.names());
    }

    private static String beginning(String name) {
        return name.substring(0, name.indexOf('_'));
    }

    private static boolean isText(Path file) {
        return Files.isRegularFile(file) && !file.toString().endsWith(".png");
    }

    private static void compare(Path file, String heading, Function<List<Setting<?>>, String> section)
            throws IOException {
        String text = Files.readString(file);
        StringBuilder rendered = new StringBuilder(text.substring(0, text.indexOf("\n" + heading) + 1));
        Map<Setting.Group, List<Setting<?>>> groups =
                Setting.all().stream().collect(groupingBy(Setting::group, LinkedHashMap::new, toList()));
        rendered.append(groups.values().stream().map(section).collect(joining("\n")));
        if (System.getProperty("caravan.write") != null) {
            Files.writeString(file, rendered);
        } else {
            assertThat(text).as("%s is written by %s", file, COMMAND).isEqualTo(rendered.toString());
        }
    }

    private static String dotEnv(List<Setting<?>> rows) {
        String heading = "# --- " + title(rows) + " ";
        return heading
                + "-".repeat(COLUMNS - heading.length())
                + "\n"
                + rows.stream().map(SettingsDocsTest::dotEnv).collect(joining());
    }

    private static String dotEnv(Setting<?> setting) {
        String comment = lines(setting.help())
                + (setting.allowed().isEmpty() ? "" : lines("Allowed: " + setting.allowed() + "."));
        return "\n%s%s%s=%s\n"
                .formatted(
                        comment,
                        setting.group() == Setting.Group.START ? "" : "#",
                        setting,
                        setting.preset() == null ? setting.example() : setting.preset());
    }

    /** As many words in a line as fit. */
    private static String lines(String text) {
        return Pattern.compile("(.{1," + (COLUMNS - 2) + "})(?: |$)")
                .matcher(text)
                .replaceAll("# $1\n");
    }

    private static String table(List<Setting<?>> rows) {
        return "## %s\n\n| name | default | allowed | |\n|---|---|---|---|\n".formatted(title(rows))
                + rows.stream().map(SettingsDocsTest::cells).collect(joining());
    }

    private static String cells(Setting<?> setting) {
        String preset = setting.preset() == null ? "" : "`" + setting.preset() + "`";
        return Stream.of(
                        "`" + setting + "`",
                        setting.isRequired() ? "required" : preset,
                        setting.allowed(),
                        NAME.matcher(setting.help()).replaceAll("`$0`"))
                .map(cell -> cell.isEmpty() ? " |" : " " + cell + " |")
                .collect(joining("", "|", "\n"));
    }

    private static String title(List<Setting<?>> rows) {
        return rows.get(0).group().title;
    }
}
