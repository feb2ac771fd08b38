package caravan.settings;

import caravan.text.Nearest;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads the settings from where they come, in order of precedence: command line, environment, {@code .env}, {@code conf/}. */
public final class SettingsFiles {
    private SettingsFiles() {}

    /**
     * Returns the settings unchecked; what is wrong with the files is among the problems that {@link Settings#check} reports.
     *
     * @param commandLine what {@code -D} gave
     * @param workingDir where {@code .env} is looked for
     * @param conf the installation's properties file; need not exist
     */
    public static Settings read(
            Map<String, String> commandLine, Map<String, String> environment, Path workingDir, Path conf) {
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
        misspelled(commandLine, "on the command line", problems);
        misspelled(dotEnv, "in .env", problems);
        misspelled(properties, "in conf", problems);
        return Settings.of(List.of(commandLine, environment, dotEnv, properties), problems);
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

    /** Other programs' names may stand beside ours; a misspelled one of ours would be ignored silently. */
    private static void misspelled(Map<String, String> given, String where, List<String> problems) {
        for (String name : given.keySet()) {
            if (!Setting.names().contains(name)) {
                Nearest.to(name, Setting.names())
                        .ifPresent(known ->
                                problems.add("%s %s is not a setting: did you mean %s?".formatted(name, where, known)));
            }
        }
    }
}
