package caravan.cli;

import caravan.preview.Table;
import caravan.report.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "runs",
        description = "Lists the runs of the output folder, the newest last. Needs no setting but OUTPUT_DIR.",
        mixinStandardHelpOptions = true)
public final class RunsCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Override
    public Integer call() throws IOException {
        Path folder = options.folder();
        List<History> runs = History.of(folder);
        if (runs.isEmpty()) {
            System.out.printf("There are no runs in %s.%n", folder);
            return 0;
        }
        Table table =
                new Table(List.of("began (UTC)", "outcome", "pages", "records", "retries", "time")).right(2, 3, 4, 5);
        for (History run : runs) {
            table.add(List.of(run.began(), run.outcome(), run.pages(), run.records(), run.retries(), run.time()));
            // Below and uncut, to be copied.
            table.note(run.place());
        }
        System.out.print(table.text(Screen.width(System.getenv())));
        return 0;
    }
}
