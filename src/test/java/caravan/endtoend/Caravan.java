package caravan.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How the packaged program is to be started: from which folder, with which settings. Each setter returns the same object. */
final class Caravan {
    /** Where {@code package} has put it. */
    static final Path HOME = Path.of(System.getProperty("caravan.home", "target/caravan"))
            .toAbsolutePath()
            .normalize();

    private static final List<String> OURS =
            List.of("API_", "S3_", "AWS_", "JAVA_TOOL", "JDK_JAVA", "JAVA_OPTS", "LOG_FORMAT", "NO_COLOR", "CA_CERT");

    private final Path folder;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> more = new ArrayList<>();
    private final List<String> launcher = new ArrayList<>();
    private String terminal;
    private Path program = HOME.resolve("bin").resolve("caravan");
    private String javaOptions = "-XX:TieredStopAtLevel=1 -Dcaravan.warm-up=false";

    private Caravan(Path folder) {
        this.folder = folder;
    }

    /** From this working folder; without any setting. */
    static Caravan in(Path folder) {
        return new Caravan(folder);
    }

    /** One setting in the environment. */
    Caravan with(String name, Object value) {
        settings.put(name, value.toString());
        return this;
    }

    Caravan with(Map<String, String> some) {
        settings.putAll(some);
        return this;
    }

    Caravan without(String... names) {
        List.of(names).forEach(settings::remove);
        return this;
    }

    /** Writes all settings so far to {@code .env} instead. */
    Caravan inDotEnv() throws IOException {
        Files.writeString(
                folder.resolve(".env"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "='" + setting.getValue() + "'\n")
                        .collect(Collectors.joining()));
        settings.clear();
        return this;
    }

    /** Other options of Java than those that start it fast. */
    Caravan javaOptions(String options) {
        javaOptions = options;
        return this;
    }

    /** Another installation, or another way to it. */
    Caravan program(Path path) {
        program = path;
        return this;
    }

    /** More words at the end of every command. */
    Caravan arguments(String... words) {
        more.addAll(List.of(words));
        return this;
    }

    /**
     * Ctrl-C reaches it wherever the tests run: a program started with {@code nohup … &} ignores SIGINT, and so do all
     * that it starts; Java leaves it at that. Needs env of coreutils 8.31 or newer.
     */
    Caravan interruptible() {
        launcher.addAll(List.of("env", "--default-signal=INT"));
        return this;
    }

    /** On a terminal, whose screen is what is then written to stdout; with redirections of the shell's. */
    Caravan onTerminal(int columns, String redirections) {
        terminal = "stty cols %d rows 24; exec \"$0\" \"$@\" %s".formatted(columns, redirections);
        return this;
    }

    /** All settings so far. */
    Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** Where the files of a run lie. */
    OutputFolder output() {
        return new OutputFolder(folder.resolve(settings.getOrDefault("OUTPUT_DIR", "data")));
    }

    /** {@code caravan run}, to its end. */
    Ended run() throws Exception {
        return start("run").end();
    }

    /** Starts a command, and leaves it running. */
    Running start(String... command) throws IOException {
        List<String> words = new ArrayList<>(launcher);
        words.add(program.toString());
        words.addAll(List.of(command));
        words.addAll(more);
        if (terminal != null) {
            String quoted = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
            words = List.of("script", "-qec", "sh -c '" + terminal + "' " + quoted, "/dev/null");
        }
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> OURS.stream().anyMatch(name::startsWith)
                        || name.toUpperCase(Locale.ROOT).endsWith("_PROXY"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", javaOptions);
        if (terminal != null) {
            builder.environment().put("TERM", "xterm");
        }
        // No profile of the machine's user takes part.
        builder.environment().put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        builder.environment()
                .put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(settings);
        return new Running(builder.start());
    }

    /** What a finished program left behind on its two streams. */
    record Ended(int exitCode, String out, String err) {
        String all() {
            return out + err;
        }

        /** The value of a line {@code Name: value} of the report. */
        String reported(String name) {
            return out.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("no line '" + name + "' in:\n" + out);
        }

        @Override
        public String toString() {
            return "exit " + exitCode + "\n--- stdout\n" + out + "--- stderr\n" + err;
        }
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
