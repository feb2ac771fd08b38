package caravan.trial;

/**
 * One fault as it strikes one request.
 *
 * @param name as the script writes it, and as the statistics count it
 * @param status only for {@link FaultKind#STATUS}
 * @param hint what Retry-After says with that status
 */
record Fault(String name, FaultKind kind, int status, Hint hint) {
    /** What a Retry-After header says, if there is one. */
    enum Hint {
        NONE("no Retry-After"),
        SECONDS("Retry-After: 1"),
        DATE("retry-after as an HTTP-date one second ahead"),
        HOUR("Retry-After: 3600"),
        NONSENSE("Retry-After: soon");

        private final String what;

        Hint(String what) {
            this.what = what;
        }

        String what() {
            return what;
        }
    }
}
