package caravan;

import caravan.auth.Secrets;
import caravan.boot.Version;
import caravan.cli.CheckCommand;
import caravan.cli.DeliverCommand;
import caravan.cli.DemoCommand;
import caravan.cli.DiscoverCommand;
import caravan.cli.PreviewCommand;
import caravan.cli.ReportCommand;
import caravan.cli.RetryCommand;
import caravan.cli.RunCommand;
import caravan.cli.RunsCommand;
import caravan.cli.ScheduleCommand;
import caravan.cli.WarmUpCommand;
import caravan.console.Logging;
import caravan.report.Outcome;
import caravan.settings.SettingsException;
import caravan.trial.SimulateCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line, and the only place that ends the process. */
@Command(
        name = "caravan",
        description = "Carries every record of an unstable, paginated REST API to one CSV file on S3.",
        subcommands = {
            DiscoverCommand.class,
            CheckCommand.class,
            PreviewCommand.class,
            RunCommand.class,
            ScheduleCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            RetryCommand.class,
            DeliverCommand.class,
            DemoCommand.class,
            SimulateCommand.class,
            WarmUpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes of run, retry, deliver and demo:",
            "    0  complete: every page stored, the object on S3 checked",
            "    1  unexpected error, with its trace in the log; or the disk is full",
            "    2  configuration: nothing was requested",
            "    3  partial: some pages could not be fetched; run again for the rest",
            "    4  the API refused or is unreachable; what is stored is kept, run again",
            "    5  not delivered: S3 failed; run again to deliver only",
            "  130  stopped by Ctrl-C; what is stored is kept, run again",
            "  137  out of memory, or killed; what is stored is kept, run again",
            "  143  stopped by SIGTERM; what is stored is kept, run again",
            "check and preview: 0, or the code of the first thing that failed."
        })
public final class Main {
    private Main() {}

    private static int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (error instanceof SettingsException || error instanceof IOException) {
            // What happened is all that there is to tell.
            Logging.problem(
                    Secrets.redact(error instanceof SettingsException wrong ? wrong.getMessage() : error.toString()));
            return (error instanceof SettingsException ? Outcome.CONFIGURATION : Outcome.STORAGE).exitCode();
        }
        throw error;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler(Main::failed)
                .execute(args));
    }
}
