package caravan.cli;

import caravan.auth.Secrets;
import caravan.boot.IdleRoutes;
import caravan.boot.Sources;
import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.page.Page;
import caravan.preview.Advice;
import caravan.preview.PageSample;
import caravan.preview.Preview;
import caravan.report.Outcome;
import caravan.settings.Setting;
import caravan.settings.Settings;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "preview",
        description = "Shows the first records, the fields, and what the whole would take. Writes and uploads nothing.",
        mixinStandardHelpOptions = true)
public final class PreviewCommand implements Callable<Integer> {
    @Mixin
    private RoutesOptions options;

    @Parameters(paramLabel = "SOURCE", arity = "0..1", description = "The source; needed where there are several.")
    private @Nullable String source;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10",
            description = "Records to show (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--page",
            paramLabel = "N",
            defaultValue = "1",
            description = "The page to look at (default: ${DEFAULT-VALUE}).")
    private int page;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (rows < 0 || page < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--rows begins at 0, --page at 1");
        }
        Settings all = options.load(Settings.Need.API);
        Sources sources =
                Sources.load(all, Sources.folder(options.routes), source == null ? List.of() : List.of(source));
        Sources.Configured one = sources.all().iterator().next();
        if (sources.all().size() > 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "which source? There are " + String.join(", ", sources.names()));
        }
        if (page > 1 && one.source().isChained()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "the pages of %s have no numbers: each names the next one, so only the first can be shown"
                            .formatted(one.source().name()));
        }
        Settings settings = one.settings();
        PageSample look;
        try (IdleRoutes standby = IdleRoutes.start(all, sources, options.routes)) {
            look = standby.look(one.source(), page);
        }
        Page found = look.page();
        if (found == null) {
            return failed(look);
        }
        Preview preview =
                new Preview(look, found, rows, settings.get(Setting.MISSING_VALUE), Screen.width(System.getenv()));
        System.out.print(Secrets.redact(preview.text(
                settings.get(Setting.PARALLEL_PAGES),
                settings.get(Setting.MAX_REQUESTS_PER_SECOND, Double.POSITIVE_INFINITY),
                settings.get(Setting.INTER_PAGE_DELAY))));
        System.out.flush();
        return 0;
    }

    private static int failed(PageSample look) {
        String page = "Page %d of %s".formatted(look.number(), look.source().name());
        if (look.error() != null) {
            System.err.println(Secrets.redact("%s: the route get-page failed: %s".formatted(page, look.error())));
            return Outcome.BUG.exitCode();
        }
        FetchException failure =
                Objects.requireNonNull(look.failure(), "What is neither a page nor an error is a failure");
        if (failure.kind() == FailureKind.SETTLED) {
            System.err.println(page + " holds no records: the pages end before it.");
        } else {
            System.err.println(Secrets.redact(
                    "%s could not be fetched: %s%n%s".formatted(page, failure.getMessage(), Advice.on(failure))));
        }
        return Outcome.API.exitCode();
    }
}
