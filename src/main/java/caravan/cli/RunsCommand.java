package caravan.cli;

import caravan.preview.Table;
import caravan.report.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "runs",
        description = "Lists the runs of the output folder, the newest last. Needs no setting but OUTPUT_DIR.",
        mixinStandardHelpOptions = true)
public final class RunsCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Only runs of these sources.")
    private List<String> sources = List.of();

    @Override
    public Integer call() throws IOException {
        Path folder = options.folder();
        List<History> runs = History.of(folder).stream()
                .filter(run -> sources.isEmpty() || sources.contains(run.source()))
                .toList();
        if (runs.isEmpty()) {
            System.out.printf(
                    "There are no runs%s in %s.%n",
                    sources.isEmpty() ? "" : " of " + String.join(", ", sources), folder);
            return 0;
        }
        boolean several = runs.stream().map(History::source).distinct().count() > 1;
        List<String> header = List.of("began (UTC)", "outcome", "pages", "records", "retries", "time");
        int first = several ? 1 : 0;
        Table table = new Table(named(several, "source", header)).right(2 + first, 3 + first, 4 + first, 5 + first);
        for (History run : runs) {
            table.add(named(
                    several,
                    run.source(),
                    List.of(run.began(), run.outcome(), run.pages(), run.records(), run.retries(), run.time())));
            // Below and uncut, to be copied.
            table.note(run.place());
        }
        System.out.print(table.text(Screen.width(System.getenv())));
        return 0;
    }

    private static List<String> named(boolean several, String source, List<String> cells) {
        return Stream.concat(several ? Stream.of(source) : Stream.empty(), cells.stream())
                .toList();
    }
}
