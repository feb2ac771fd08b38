package caravan.endtoend;

import caravan.boot.Launch;
import caravan.console.Verbosity;
import caravan.report.Outcome;
import caravan.run.Runs;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs of the packaged program one after another in one process: for what depends on no process of its own, in a tenth of
 * the time. Not for what concerns the command line, the environment or signals.
 */
final class ManyRuns implements AutoCloseable {
    private static final String END = "--- ended with exit code ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Running process;

    private record Wanted(Map<String, String> settings, String sources) {}

    /** One run of the shipped source, to its end; {@code OUTPUT_DIR} must be absolute. A process that hangs is not used again. */
    Caravan.Ended run(Map<String, String> settings) throws Exception {
        return run(settings, Caravan.HOME.resolve("routes").resolve("sources"));
    }

    /** The same with the sources of a folder. */
    Caravan.Ended run(Map<String, String> settings, Path sources) throws Exception {
        if (process == null) {
            process = start();
        }
        int outBefore = process.out().length();
        int errBefore = process.err().length();
        try {
            process.type(JSON.writeValueAsString(new Wanted(settings, sources.toString())) + "\n");
            process.await(
                    "the end of the run",
                    () -> process.out().substring(outBefore).matches("(?s).*" + END + "[0-9]+\n")
                            && process.err().substring(errBefore).endsWith(END + "\n"));
        } catch (AssertionError | IOException e) {
            close();
            throw e;
        }
        String out = process.out().substring(outBefore);
        int end = out.lastIndexOf(END);
        int exitCode = Integer.parseInt(out.substring(end + END.length()).strip());
        String err = process.err().substring(errBefore);
        return new Caravan.Ended(exitCode, out.substring(0, end), err.substring(0, err.length() - END.length() - 1));
    }

    private static Running start() throws IOException {
        String lib = Caravan.HOME.resolve("lib").resolve("*").toString();
        String tests = Path.of(URI.create(ManyRuns.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                // Not that of the tests.
                "-Dlogback.configurationFile=logback.xml",
                "-Dcaravan.home=" + Caravan.HOME,
                "-cp",
                lib + File.pathSeparator + tests,
                ManyRuns.class.getName());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        return new Running(builder.start());
    }

    /** In the process: for each line of stdin, the settings and the folder of the sources as JSON, a run. */
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Wanted wanted = JSON.readValue(line, Wanted.class);
            Outcome outcome = new Launch(Caravan.HOME.resolve("routes"), List.of(), Runs.Choice.RUN, Verbosity.NORMAL)
                    .sourcesIn(Path.of(wanted.sources))
                    .once(() -> Settings.of(List.of(wanted.settings), List.of()).check(Settings.Need.ALL), () -> {});
            System.out.print(END + outcome.exitCode() + "\n");
            System.out.flush();
            // Whoever reads both must not miss what is said last.
            System.err.print(END + "\n");
            System.err.flush();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }
}
