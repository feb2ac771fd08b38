package caravan.run;

import caravan.plan.Difference;
import caravan.store.Reconciliation;
import java.util.List;

/** Which differences the user takes: ACCEPT_DIFFERENCES. They are reported all the same. */
public enum Acceptance {
    /** None. */
    NONE,
    /** A total that is wrong, where everything else is proven: every page but the last is full, and the source stood still. */
    COUNTS,
    /** All. */
    ALL;

    boolean takes(List<Difference> differences, Reconciliation found) {
        return switch (this) {
            case NONE -> false;
            case COUNTS ->
                found.shortPages().isEmpty()
                        && differences.stream().allMatch(difference -> difference.kind() == Difference.Kind.COUNTS);
            case ALL -> true;
        };
    }
}
