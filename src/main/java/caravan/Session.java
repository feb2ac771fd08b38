package caravan;

import caravan.report.Outcome;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs Camel from its start to the end of a run, or until the process is stopped. */
final class Session {
    private final Path routes;
    private final boolean fresh;
    private final PrintStream out = System.out;

    Session(Path routes, boolean fresh) {
        this.routes = routes;
        this.fresh = fresh;
    }

    /** One run. */
    Outcome once(Supplier<Settings> settings) {
        CompletableFuture<Outcome> ended = new CompletableFuture<>();
        return live(settings, true, ended::complete, ended);
    }

    /** One run after another, until the process is stopped. */
    Outcome scheduled(Supplier<Settings> settings) {
        return live(settings, false, outcome -> {}, new CompletableFuture<>());
    }

    private Outcome live(
            Supplier<Settings> load, boolean once, Consumer<Outcome> onEnd, CompletableFuture<Outcome> ended) {
        Wiring wiring;
        try {
            if (!Files.isDirectory(routes)) {
                throw new SettingsException(List.of("the routes folder " + routes + " does not exist"));
            }
            Settings settings = load.get();
            OutputFolder.check(settings.outputDir());
            wiring = new Wiring(settings, routes, once, fresh, out, onEnd);
        } catch (SettingsException e) {
            System.err.println(e.getMessage());
            return Outcome.CONFIGURATION;
        }
        try (wiring) {
            Thread onSignal = new Thread(wiring::interrupt, "stop");
            Runtime.getRuntime().addShutdownHook(onSignal);
            Outcome outcome;
            try {
                wiring.camel().start();
                outcome = ended.join();
                wiring.awaitIdle();
            } catch (Exception | LinkageError e) {
                System.err.println(RouteProblem.describe(e));
                outcome = Outcome.CONFIGURATION;
            }
            try {
                Runtime.getRuntime().removeShutdownHook(onSignal);
            } catch (IllegalStateException ending) {
                // A signal came: the process ends by it, and with its exit code.
            }
            return outcome;
        }
    }
}
