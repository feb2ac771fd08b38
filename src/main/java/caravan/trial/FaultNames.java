package caravan.trial;

import java.util.Locale;

/** Finds the fault of a name, or the name that was probably meant. */
final class FaultNames {
    /** What an outage's name ends with. */
    static final String FOR = "-for";

    private FaultNames() {}

    static Fault find(String name) {
        if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
            return status(name);
        }
        for (FaultKind kind : FaultKind.values()) {
            if (kind != FaultKind.STATUS
                    && kind != FaultKind.STATUS_FOR
                    && kind.scriptName().equals(name)) {
                return new Fault(name, kind, 0, Fault.Hint.NONE);
            }
        }
        throw new IllegalArgumentException("fault '" + name + "' is not known; the nearest is '" + nearest(name) + "'");
    }

    static String status(int status, Fault.Hint hint) {
        return hint == Fault.Hint.NONE
                ? "" + status
                : status + "-" + hint.name().toLowerCase(Locale.ROOT);
    }

    private static Fault status(String name) {
        if (name.endsWith(FOR)) {
            int status = status(name.substring(0, name.length() - FOR.length())).status();
            return new Fault(name, FaultKind.STATUS_FOR, status, Fault.Hint.NONE);
        }
        int dash = name.indexOf('-');
        String digits = dash < 0 ? name : name.substring(0, dash);
        int status = digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(digits)
                : 0;
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("fault '" + name + "': a status goes from 400 to 599");
        }
        for (Fault.Hint hint : Fault.Hint.values()) {
            if (status(status, hint).equals(name)) {
                return new Fault(name, FaultKind.STATUS, status, hint);
            }
        }
        throw new IllegalArgumentException("fault '" + name + "' is not known; a status may be followed by"
                + " -seconds, -date, -hour or -nonsense");
    }

    private static String nearest(String name) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (FaultScript.Entry entry : FaultScript.names()) {
            int distance = distance(name, entry.name());
            if (distance < least) {
                least = distance;
                best = entry.name();
            }
        }
        return best;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
