package caravan.report;

import java.util.List;

/** How a run ended, and the exit code that says so. */
public enum Outcome {
    COMPLETE(0, "complete"),
    BUG(1, "unexpected error"),
    /** The disk is full, say; a trace would not tell more than the message. */
    STORAGE(1, "local files cannot be written"),
    CONFIGURATION(2, "configuration"),
    PARTIAL(3, "partial"),
    API(4, "API refused or unreachable"),
    NOT_DELIVERED(5, "not delivered"),
    /** All pages are there, and what the API announced, or showed when asked again, does not agree with them. */
    DIFFERS(6, "differs"),
    /** By a signal; the code is the one that a shell gives for SIGTERM. */
    INTERRUPTED(143, "interrupted");

    private static final List<Outcome> WORST_FIRST =
            List.of(INTERRUPTED, BUG, STORAGE, CONFIGURATION, API, NOT_DELIVERED, PARTIAL, DIFFERS, COMPLETE);

    private final int exitCode;
    private final String text;

    Outcome(int exitCode, String text) {
        this.exitCode = exitCode;
        this.text = text;
    }

    /** This one or another one, whichever a user has to know first. */
    public Outcome orWorse(Outcome other) {
        return WORST_FIRST.indexOf(other) < WORST_FIRST.indexOf(this) ? other : this;
    }

    public int exitCode() {
        return exitCode;
    }

    /** The name that reports use. */
    public String text() {
        return text;
    }
}
