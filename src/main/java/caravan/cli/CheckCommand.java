package caravan.cli;

import caravan.auth.Secrets;
import caravan.preview.Checklist;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description =
                "Checks whether a run could start: settings, routes, API, S3, disk. Requests page 1 at most twice.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: 0, or that of the first check that failed."})
public final class CheckCommand implements Callable<Integer> {
    @Mixin
    private RoutesOptions options;

    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..*",
            description = "The sources to look at; without any, all of them.")
    private List<String> sources = List.of();

    @Option(names = "--local", description = "Without S3, as for caravan run --local.")
    private boolean local;

    @Override
    public Integer call() throws InterruptedException {
        Checklist list = new Checklist(System.out, Screen.width(System.getenv()), Secrets::redact);
        new Checks(list, local).all(options, sources);
        return list.end();
    }
}
