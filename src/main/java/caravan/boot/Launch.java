package caravan.boot;

import caravan.console.Console;
import caravan.console.Logging;
import caravan.console.Verbosity;
import caravan.live.Live;
import caravan.live.LiveAddress;
import caravan.report.Ended;
import caravan.report.Outcome;
import caravan.report.SourcesSummary;
import caravan.run.Runs;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.settings.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs Camel from its start to the end of a run, or until the process is stopped. */
public final class Launch {
    private final Path routes;
    private final Collection<String> names;
    private Path folder;
    private final Runs.Choice choice;
    private final Verbosity verbosity;
    private @Nullable LiveAddress address;
    private boolean stay;
    private boolean isLocal;

    /** @param names of the sources to run; empty for all */
    public Launch(Path routes, Collection<String> names, Runs.Choice choice, Verbosity verbosity) {
        this.routes = routes;
        this.names = names;
        folder = Sources.folder(routes);
        this.choice = choice;
        this.verbosity = verbosity;
    }

    /**
     * Serves the live page.
     *
     * @param at null for nowhere
     * @param longer whether to go on when the run is over, until the process is stopped
     */
    public Launch live(@Nullable LiveAddress at, boolean longer) {
        address = at;
        stay = longer;
        return this;
    }

    /** Runs what is shipped, whatever the working directory has. */
    public Launch shipped() {
        return sourcesIn(routes.resolve("sources"));
    }

    /** Takes the sources from this folder, whatever the working directory has. */
    public Launch sourcesIn(Path other) {
        folder = other;
        return this;
    }

    /** Keeps the file on this machine. */
    public Launch keepsFile(boolean keeps) {
        isLocal = keeps;
        return this;
    }

    /**
     * One run of each source.
     *
     * @param afterwards done when its report is told
     */
    public Outcome once(Supplier<Settings> settings, Runnable afterwards) {
        FirstEnd end = new FirstEnd();
        return carry(settings, Beans.Trigger.ONCE, end, beans -> {
            List<Ended> all = end.await(beans);
            if (beans.triggers() > 1) {
                System.out.print(SourcesSummary.of(all));
                System.out.flush();
            }
            afterwards.run();
            return all.stream().map(Ended::outcome).reduce(Outcome.COMPLETE, Outcome::orWorse);
        });
    }

    /** One run after another, until the process is stopped. */
    public Outcome scheduled(Supplier<Settings> settings) {
        return carry(settings, Beans.Trigger.SCHEDULE, RunListener.NONE, beans -> untilStopped());
    }

    /** What is waited for while Camel runs. */
    private interface Waiting {
        Outcome until(Beans beans) throws InterruptedException;
    }

    private Outcome carry(Supplier<Settings> load, Beans.Trigger trigger, RunListener listener, Waiting ended) {
        Settings settings;
        Sources sources;
        LiveAddress at;
        try {
            if (!Files.isDirectory(routes)) {
                throw new SettingsException(List.of("the routes folder " + routes + " does not exist"));
            }
            settings = load.get();
            sources = Sources.load(settings, folder, names);
            OutputFolder.check(settings.get(Setting.OUTPUT_DIR));
            at = free();
        } catch (SettingsException e) {
            Logging.problem(e.getMessage());
            return Outcome.CONFIGURATION;
        }
        try (Console console = Console.open(verbosity)) {
            return carry(settings, sources, at, console, trigger, listener, ended);
        }
    }

    private Outcome carry(
            Settings settings,
            Sources sources,
            @Nullable LiveAddress at,
            Console console,
            Beans.Trigger trigger,
            RunListener listener,
            Waiting ended) {
        // By now it is the console's.
        PrintStream out = System.out;
        try (Beans beans = new Beans(settings, sources, routes, trigger, choice, isLocal, at, out, listener)) {
            beans.showOn(console);
            Thread onSignal = new Thread(
                    () -> {
                        beans.interrupt();
                        console.end();
                    },
                    "stop");
            Runtime.getRuntime().addShutdownHook(onSignal);
            Outcome outcome;
            try {
                beans.start();
                Live live = beans.live();
                if (live != null) {
                    out.println("Live page: " + live.url());
                }
                outcome = ended.until(beans);
                if (stay) {
                    out.println("The live page stays until you press Ctrl-C.");
                    untilStopped();
                }
                if (live != null) {
                    live.farewell();
                }
                beans.awaitIdle();
            } catch (Exception | LinkageError e) {
                Logging.problem(RouteProblem.describe(e));
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

    private @Nullable LiveAddress free() {
        try {
            return address == null ? null : address.free();
        } catch (IOException e) {
            throw new SettingsException(List.of(e.getMessage()));
        }
    }

    /** Waits for a signal, which ends the process. */
    private static Outcome untilStopped() {
        return new CompletableFuture<Outcome>().join();
    }
}
