package caravan.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Where settings come from, in order of precedence: command line, environment, {@code .env}, {@code conf/}. */
public final class SettingsFiles {
    private SettingsFiles() {}

    /**
     * @param commandLine what {@code -D} gave
     * @param workingDir where {@code .env} is looked for
     * @param conf the installation's properties file; need not exist
     * @param need what must be there
     */
    public static Settings load(
            Map<String, String> commandLine,
            Map<String, String> environment,
            Path workingDir,
            Path conf,
            Settings.Need need) {
        List<String> problems = new ArrayList<>();
        Path env = workingDir.resolve(".env");
        Map<String, String> dotEnv = DotEnv.parse(read(env, problems), ".env", problems);
        Map<String, String> properties = new LinkedHashMap<>();
        Properties loaded = new Properties();
        try {
            loaded.load(new StringReader(read(conf, problems)));
            loaded.stringPropertyNames().forEach(name -> properties.put(name, loaded.getProperty(name)));
        } catch (IOException | IllegalArgumentException e) {
            problems.add("%s cannot be read: %s".formatted(conf, e.getMessage()));
        }
        misspelt(commandLine, "on the command line", problems);
        misspelt(dotEnv, "in .env", problems);
        misspelt(properties, "in conf", problems);
        return Settings.of(List.of(commandLine, environment, dotEnv, properties), problems, need);
    }

    private static String read(Path file, List<String> problems) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (CharacterCodingException e) {
            problems.add(file.getFileName() + " is not UTF-8");
        } catch (IOException | UncheckedIOException e) {
            problems.add("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
        return "";
    }

    /** Names that are nearly ours: other programs' names may stand beside ours, a misspelt one would be lost silently. */
    private static void misspelt(Map<String, String> given, String where, List<String> problems) {
        for (String name : given.keySet()) {
            if (Settings.DEFAULTS.containsKey(name)) {
                continue;
            }
            Settings.DEFAULTS.keySet().stream()
                    .filter(known -> distance(name.toUpperCase(Locale.ROOT), known) <= 2)
                    .findFirst()
                    .ifPresent(known ->
                            problems.add("%s %s is no setting: did you mean %s?".formatted(name, where, known)));
        }
    }

    /** Levenshtein's distance: how many letters to add, drop or change. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
