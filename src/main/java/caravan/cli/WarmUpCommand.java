package caravan.cli;

import caravan.boot.Installation;
import caravan.boot.Launch;
import caravan.console.Verbosity;
import caravan.report.Outcome;
import caravan.run.Runs;
import caravan.settings.Settings;
import caravan.trial.CrmSimulator;
import caravan.trial.EmbeddedS3;
import caravan.trial.SimulatorOptions;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * A small run of everything, for {@code bin/caravan} to archive the classes that it loads. By the routes as they were built:
 * those of the installation may have been led to an API, a bucket or a webhook that is not to see what is made up here.
 */
@Command(
        name = "warm-up",
        description = "Makes the class-data archive that makes later starts faster. The first run makes it too, "
                + "in the background when it is over; in an image of a container it is better made beforehand.",
        mixinStandardHelpOptions = true)
public final class WarmUpCommand implements Callable<Integer> {
    private static final String BUCKET = "warm-up";

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("caravan");
        Process s3 = startS3(folder.resolve("s3"));
        try (CrmSimulator crm =
                CrmSimulator.start(new SimulatorOptions().pages(4).faults("500@2,429-seconds@3"))) {
            String endpoint = s3.inputReader().readLine();
            if (endpoint == null) {
                throw new IOException("the embedded S3 did not start");
            }
            Map<String, String> settings =
                    DemoCommand.settings(crm, URI.create(endpoint), BUCKET, folder.resolve("data"));
            Outcome outcome = new Launch(
                            routes(folder.resolve("routes")), List.of(), Runs.Choice.FRESH, Verbosity.NORMAL)
                    .shipped()
                    .once(() -> Settings.of(List.of(settings), List.of()).check(Settings.Need.ALL), () -> {});
            return outcome.exitCode();
        } finally {
            s3.destroy();
            s3.onExit().join();
            delete(folder);
        }
    }

    /** Its libraries are on the class path of no run, so they must not be on that of the archive. */
    private static Process startS3(Path folder) throws IOException {
        String classPath = String.join(
                File.pathSeparator,
                System.getProperty("java.class.path"),
                Installation.home().resolve("lib").resolve("demo").resolve("*").toString());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        EmbeddedS3.class.getName(),
                        folder.toString(),
                        BUCKET)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path routes(Path to) throws IOException {
        URI from = URI.create(WarmUpCommand.class.getResource("/caravan/routes").toString());
        if (from.getScheme().equals("file")) {
            copy(Path.of(from), to);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(from, Map.of())) {
                copy(jar.provider().getPath(from), to);
            }
        }
        return to;
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(from)) {
            all = files.toList();
        }
        for (Path file : all) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    /** Warms up in a process of its own that nobody waits for, where {@code bin/caravan} says that it is due. */
    static void inBackgroundIfDue() {
        if (!Boolean.getBoolean("caravan.warm-up")) {
            return;
        }
        try {
            // Through a shell that ends at once: what the process takes is not counted as this one's.
            new ProcessBuilder(
                            "sh",
                            "-c",
                            "JAVA_OPTS= nice -n 19 \"$0\" warm-up </dev/null >/dev/null 2>&1 &",
                            Installation.home()
                                    .resolve("bin")
                                    .resolve("caravan")
                                    .toString())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // The next start takes as long as this one did, no more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
