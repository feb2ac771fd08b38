package caravan.boot;

import caravan.console.Verbosity;
import caravan.report.Outcome;
import caravan.run.Runs;
import caravan.settings.Settings;
import caravan.trial.CrmSimulator;
import caravan.trial.EmbeddedS3;
import caravan.trial.SimulatorOptions;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Runs the shipped routes as a user has edited them, in this process, from a simulated CRM to an S3; hears what is logged. */
final class EditedRoutes implements AutoCloseable {
    static final int PAGES = 6;
    private static final String BUCKET = "edited";
    private static final String TOKEN = "token-of-edited-routes";
    private static final List<Logger> OFF_IN_TESTS = Stream.of("caravan.run", "caravan.report", "caravan.fetch")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();

    private final EmbeddedS3 s3;
    private final CrmSimulator crm;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger("caravan");
    private Path folder = Path.of("");

    EditedRoutes(Path s3Folder) {
        s3 = EmbeddedS3.start(0, s3Folder, BUCKET);
        crm = CrmSimulator.start(new SimulatorOptions().limit(10).pages(PAGES).token(TOKEN));
        log.start();
        ours.addAppender(log);
        OFF_IN_TESTS.forEach(logger -> logger.setLevel(Level.INFO));
    }

    /** Begins anew: with the routes as they are shipped, and no run. */
    void in(Path empty) throws IOException {
        folder = empty;
        log.list.clear();
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            for (Path file : all.toList()) {
                Files.copy(
                        file,
                        routes().resolve(Path.of("routes").relativize(file).toString()));
            }
        }
    }

    Path routes() {
        return folder.resolve("routes");
    }

    /** Puts a step in front of the first line that begins so; {@code @2} behind it stands for the second. */
    void before(String file, String line, String step) throws IOException {
        Path path = routes().resolve(file + ".camel.yaml");
        List<String> lines = new ArrayList<>(Files.readAllLines(path));
        String[] place = line.split("@", -1);
        int left = place.length > 1 ? Integer.parseInt(place[1]) : 1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(place[0]) && --left == 0) {
                lines.add(i, " ".repeat(lines.get(i).indexOf(place[0])) + step);
                Files.write(path, lines);
                return;
            }
        }
        throw new AssertionError(line + " is not in " + file);
    }

    void add(String file, String text) throws IOException {
        Path path = routes().resolve(file + ".camel.yaml");
        Files.writeString(path, (Files.exists(path) ? Files.readString(path) : "") + text + "\n");
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "API_BASE_URL",
                crm.baseUrl().toString(),
                "API_TOKEN",
                TOKEN,
                "RECORDS_PER_PAGE",
                "10",
                "S3_BUCKET",
                BUCKET,
                "AWS_ENDPOINT_URL_S3",
                s3.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                EmbeddedS3.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                EmbeddedS3.SECRET_KEY,
                "OUTPUT_DIR",
                data().toString()));
        settings.putAll(
                Map.of("INITIAL_BACKOFF", "0.01", "MAX_BACKOFF", "0.02", "DOUBT_PAUSE", "0.05", "MAX_RETRIES", "1"));
        settings.putAll(more);
        return Settings.of(List.of(settings), List.of()).check(Settings.Need.ALL);
    }

    Path data() {
        return folder.resolve("data");
    }

    /** {@code caravan run}. */
    Outcome run(Map<String, String> settings) throws Exception {
        CompletableFuture<Outcome> ended = new CompletableFuture<>();
        Launch launch = new Launch(routes(), List.of(), Runs.Choice.RUN, Verbosity.NORMAL);
        Thread thread = new Thread(() -> ended.complete(launch.once(() -> settings(settings), () -> {})), "launched");
        thread.setDaemon(true);
        thread.start();
        try {
            return ended.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("The run does not end\n" + said(), e);
        }
    }

    /** {@code caravan schedule}, until it is closed. */
    Beans schedule() throws Exception {
        Settings settings = settings(Map.of());
        Beans beans = new Beans(
                settings,
                Sources.load(settings, routes().resolve("sources"), List.of()),
                routes(),
                Beans.Trigger.SCHEDULE,
                Runs.Choice.RUN,
                false,
                null,
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                RunListener.NONE);
        beans.start();
        return beans;
    }

    /** What was logged. */
    String said() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.joining("\n"));
    }

    /** The files of all runs that end so. */
    List<Path> files(String ending) throws IOException {
        if (!Files.isDirectory(data())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(data())) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    @Override
    public void close() {
        ours.detachAppender(log);
        OFF_IN_TESTS.forEach(logger -> logger.setLevel(Level.OFF));
        crm.close();
        s3.close();
    }
}
