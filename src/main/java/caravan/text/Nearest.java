package caravan.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelled one was probably meant to be. Pure. */
public final class Nearest {
    private static final int MOST_EDITS = 2;

    private Nearest() {}

    /**
     * Returns the known name that takes the fewest letters to add, drop or change, ignoring case; of several equally near
     * ones the first. Empty if the nearest takes more than two, or more than half of the letters of {@code name}: any two
     * short words are that near.
     */
    public static Optional<String> to(String name, Collection<String> known) {
        String nearest = null;
        int fewest = Math.min(MOST_EDITS, name.length() / 2) + 1;
        for (String candidate : known) {
            int edits = edits(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (edits < fewest) {
                nearest = candidate;
                fewest = edits;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Returns the Levenshtein distance. */
    private static int edits(String a, String b) {
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
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
