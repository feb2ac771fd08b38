package caravan.cli;

import caravan.report.Outcome;
import caravan.report.SavedReport;
import caravan.run.PastRun;
import caravan.store.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description = "Prints the report of a past run again, and where its page is. Needs no setting but OUTPUT_DIR.",
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    private static final String LATEST = "latest";

    @Mixin
    private SettingsOptions options;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            defaultValue = LATEST,
            description =
                    "The run's name, a part that no other has, or a source for its newest one; ${DEFAULT-VALUE} when left out.")
    private String run;

    @Option(names = "--open", description = "Open the page in the browser, where there is one.")
    private boolean open;

    @Override
    public Integer call() throws IOException {
        Path folder = options.folder();
        List<RunFiles> all = PastRun.in(folder);
        List<RunFiles> meant = run.equals(LATEST) && !all.isEmpty()
                ? all.subList(all.size() - 1, all.size())
                : all.stream().filter(files -> files.run().equals(run)).toList();
        if (meant.isEmpty()) {
            // The newest one of a source.
            List<RunFiles> own = all.stream()
                    .filter(files -> files.run().startsWith(run + "_extract_"))
                    .toList();
            meant = own.isEmpty() ? own : own.subList(own.size() - 1, own.size());
        }
        if (meant.isEmpty()) {
            meant = all.stream().filter(files -> files.run().contains(run)).toList();
        }
        if (meant.size() != 1) {
            System.err.println(
                    all.isEmpty()
                            ? "There are no runs in %s.".formatted(folder)
                            : meant.isEmpty()
                                    ? "No run in %s has a name that contains %s; caravan runs lists them."
                                            .formatted(folder, run)
                                    : "Several runs have a name that contains %s: %s.".formatted(run, names(meant)));
            return Outcome.CONFIGURATION.exitCode();
        }
        return print(meant.get(0));
    }

    private int print(RunFiles files) throws IOException {
        SavedReport report = SavedReport.of(files.report());
        if (report == null) {
            System.err.printf(
                    "%s has no report: it is still running or was killed. caravan runs shows how far it got.%n",
                    files.run());
            return Outcome.CONFIGURATION.exitCode();
        }
        System.out.print(report.text());
        Path page = files.reportPage();
        if (Files.exists(page)) {
            System.out.printf("%s%n", page);
            if (open && !Browser.open(page)) {
                System.out.println("There is no desktop to open it on.");
            }
        } else if (open) {
            System.out.println("It has no page.");
        }
        System.out.flush();
        return 0;
    }

    private static String names(List<RunFiles> runs) {
        return runs.stream().map(RunFiles::run).collect(Collectors.joining(", "));
    }
}
