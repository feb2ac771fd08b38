package caravan;

import caravan.trial.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line, and the only place that ends the process. */
@Command(
        name = "caravan",
        description = "Carries every record of an unstable, paginated REST API to one CSV file on S3.",
        subcommands = {
            RunCommand.class,
            ScheduleCommand.class,
            DemoCommand.class,
            SimulateCommand.class,
            WarmUpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes of run and demo:",
            "  0  complete: every page stored, the object on S3 checked",
            "  1  unexpected error, with its trace in the log",
            "  2  configuration: nothing was requested",
            "  3  partial: some pages could not be had; run again for the rest",
            "  4  the API refused or is unreachable; what is stored is kept, run again",
            "  5  not delivered: S3 failed; run again to deliver only"
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
