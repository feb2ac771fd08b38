package caravan.console;

/** How much is told of what goes on. */
public enum Verbosity {
    /** Warnings, errors and the report. */
    QUIET,
    NORMAL,
    /** Every page as well. */
    VERBOSE
}
