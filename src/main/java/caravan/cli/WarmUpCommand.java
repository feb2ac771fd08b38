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
        description = "Makes the class-data archive that lets later starts begin sooner. The first run makes it too, "
                + "in the background when it is over; in an image of a container it is better made beforehand.",
        mixinStandardHelpOptions = true)
public final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("caravan");
        try (EmbeddedS3 s3 = EmbeddedS3.start(0, folder.resolve("s3"), "warm-up");
                CrmSimulator crm =
                        CrmSimulator.start(new SimulatorOptions().pages(4).faults("500@2,429-seconds@3"))) {
            Map<String, String> settings = DemoCommand.settings(crm, s3, "warm-up", folder.resolve("data"));
            Outcome outcome = new Launch(routes(folder.resolve("routes")), Runs.Choice.FRESH, Verbosity.NORMAL)
                    .once(() -> Settings.of(List.of(settings), List.of()), () -> {});
            return outcome.exitCode();
        } finally {
            delete(folder);
        }
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
