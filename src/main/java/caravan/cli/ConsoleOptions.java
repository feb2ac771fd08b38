package caravan.cli;

import caravan.console.Verbosity;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How much a command tells of what it does. */
final class ConsoleOptions {
    @ArgGroup
    private Choice choice = new Choice();

    Verbosity verbosity() {
        return choice.quiet ? Verbosity.QUIET : choice.verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
    }

    private static final class Choice {
        @Option(
                names = {"-q", "--quiet"},
                required = true,
                description = "Only warnings (retries among them), errors and the report; no progress.")
        private boolean quiet;

        @Option(
                names = {"-v", "--verbose"},
                required = true,
                description = "More: every page that is stored, and what is otherwise passed over.")
        private boolean verbose;
    }
}
