package caravan.trial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What goes wrong, when and where: a list like {@code 500=5%,503=2@3,reset@7,404=always@17,dirty}.
 *
 * <p>Each part is {@code NAME[=HOW][@PAGES]}. HOW is {@code N%} of the requests, a number of first attempts at a page
 * (default 1), or {@code always}; of an outage, how long it lasts, such as {@code 1.5s}. PAGES is {@code 7}, {@code 3-5}, {@code 20-} or several joined by {@code +}; without it a
 * percentage is for all pages, and anything else for one page that the seed picks. Percentages strike a page at most three
 * times in all, and at most twice with a doubtful answer, so that five retries always get through. Where several parts
 * name one page, they strike one after the other in the order of the script. Immutable.
 */
public final class FaultScript {
    private static final String STATUS_NOTE = "a JSON error with that status; any from 400 to 599, with ";

    private final List<Clause> clauses;

    private FaultScript(List<Clause> clauses) {
        this.clauses = List.copyOf(clauses);
    }

    /** One line of the listing: a name that {@link #parse} takes, its group, and what the fault does. */
    public record Entry(String name, String group, String what) {}

    /**
     * One part of a script.
     *
     * @param share the share of requests, or 0 for the first {@code attempts} at each page
     * @param window how long it lasts; zero but for outages
     * @param pages null where the seed picks one
     */
    record Clause(String text, Fault fault, double share, int attempts, Duration window, PageRanges pages) {
        FaultKind kind() {
            return fault.kind();
        }
    }

    /** A script under which nothing goes wrong. */
    public static FaultScript none() {
        return new FaultScript(List.of());
    }

    /**
     * Reads a script; an empty one is allowed.
     *
     * @throws IllegalArgumentException that names the part in question and says what would do
     */
    public static FaultScript parse(String script) {
        if (script.isBlank()) {
            return none();
        }
        List<Clause> clauses = new ArrayList<>();
        int start = 0;
        while (start <= script.length()) {
            int comma = script.indexOf(',', start);
            int end = comma < 0 ? script.length() : comma;
            String part = script.substring(start, end).strip();
            if (part.isEmpty()) {
                throw new IllegalArgumentException("a fault is missing at a comma of '" + script + "'");
            }
            clauses.add(clause(part));
            start = end + 1;
        }
        return new FaultScript(clauses);
    }

    /** All known faults, by group. */
    public static List<Entry> names() {
        List<Entry> names = new ArrayList<>();
        for (FaultKind.Group group : FaultKind.Group.values()) {
            for (FaultKind kind : FaultKind.values()) {
                if (kind == FaultKind.STATUS && group == kind.group()) {
                    names.add(new Entry("500", group.title(), STATUS_NOTE + Fault.Hint.NONE.what()));
                    for (Fault.Hint hint : Fault.Hint.values()) {
                        names.add(new Entry(
                                FaultNames.status(429, hint), group.title(), "the same, with " + hint.what()));
                    }
                } else if (kind == FaultKind.STATUS_FOR && group == kind.group()) {
                    names.add(new Entry("404" + FaultNames.FOR, group.title(), kind.what()));
                } else if (kind.group() == group) {
                    names.add(new Entry(kind.scriptName(), group.title(), kind.what()));
                }
            }
        }
        return names;
    }

    /** {@link #names} as text for a terminal. */
    public static String listing() {
        StringBuilder text = new StringBuilder();
        String group = "";
        for (Entry entry : names()) {
            if (!entry.group().equals(group)) {
                group = entry.group();
                text.append(String.format("%n%s%n", group));
            }
            text.append(String.format("  %-18s %s%n", entry.name(), entry.what()));
        }
        return text.toString();
    }

    List<Clause> clauses() {
        return clauses;
    }

    private static Clause clause(String part) {
        int at = part.indexOf('@');
        String before = at < 0 ? part : part.substring(0, at);
        int equals = before.indexOf('=');
        String name =
                (equals < 0 ? before : before.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        Fault fault = FaultNames.find(name);
        FaultKind kind = fault.kind();
        PageRanges pages =
                at < 0 ? null : PageRanges.parse(part.substring(at + 1).strip(), part);
        String how = equals < 0 ? null : before.substring(equals + 1).strip();
        refuseWhatMakesNoSense(part, kind, how, pages);
        if (Outage.isOne(kind)) {
            return new Clause(part, fault, 0, 0, Outage.window(how, part), pages);
        }
        double share = how != null && how.endsWith("%") ? share(how, part) : 0;
        boolean everywhere = share > 0 || (how == null && kind.group() == FaultKind.Group.METADATA);
        int attempts = how == null ? everywhere ? Integer.MAX_VALUE : 1 : share > 0 ? 0 : attempts(how, part);
        return new Clause(
                part, fault, share, attempts, Duration.ZERO, pages == null && everywhere ? PageRanges.ALL : pages);
    }

    private static void refuseWhatMakesNoSense(String part, FaultKind kind, String how, PageRanges pages) {
        boolean request = Outage.isOne(kind) || kind.group().isExclusive() || kind.group() == FaultKind.Group.METADATA;
        if (!request && how != null && kind != FaultKind.LOGIN_503) {
            throw new IllegalArgumentException("'" + part + "': " + kind.scriptName() + " takes no =" + how);
        }
        boolean placed = kind.isPlaced();
        if (!request && pages != null && !(placed && pages.isOnePage())) {
            throw new IllegalArgumentException("'" + part + "': " + kind.scriptName()
                    + (placed ? " strikes one page, like @7" : " is for the whole run and takes no @pages"));
        }
    }

    private static double share(String how, String part) {
        try {
            double percent = Double.parseDouble(how.substring(0, how.length() - 1));
            if (percent > 0 && percent <= 100) {
                return percent / 100;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of range.
        }
        throw new IllegalArgumentException("'" + part + "': '" + how + "' is no percentage above 0% and up to 100%");
    }

    private static int attempts(String how, String part) {
        if (how.equals("always")) {
            return Integer.MAX_VALUE;
        }
        try {
            int attempts = Integer.parseInt(how);
            if (attempts >= 1) {
                return attempts;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number below 1.
        }
        throw new IllegalArgumentException(
                "'" + part + "': '" + how + "' is not known; after = comes 5%, a number of first attempts, or always");
    }
}
