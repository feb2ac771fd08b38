package caravan.run;

import caravan.page.Attempt;
import java.time.Duration;

/**
 * Notified of what happens, at the moment it happens and also of what a later crash makes undone: for metrics, not for reports.
 * Called by many threads, which wait for it.
 */
public interface Events {
    /** Nobody wants to know. */
    Events NONE = new Events() {};

    /** The requests of an attempt have come to their end: {@code ok}, or the short name of what the last one failed of. */
    default void requested(Attempt attempt, String outcome) {}

    /** A page is requested again, after it has waited. */
    default void retried(String cause, Duration waited) {}

    /** A page is in the file. */
    default void stored(int rows) {}

    /** A file is on S3, verified, and its manifest too. */
    default void delivered(long bytes) {}
}
