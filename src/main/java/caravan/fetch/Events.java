package caravan.fetch;

import java.time.Duration;

/**
 * Told what happens, at the moment it happens and also of what a later crash makes undone: for metrics, not for reports. Called
 * by many threads, which wait for it.
 */
public interface Events {
    /** Nobody wants to know. */
    Events NONE = new Events() {};

    /** A page request has come to its end: {@code ok}, or the short name of what it failed of. */
    default void answered(String outcome) {}

    /** A page is asked for again, after it has waited. */
    default void retried(String cause, Duration waited) {}

    /** A page is in the file. */
    default void stored(int rows) {}

    /** A file is on S3, checked, and its manifest too. */
    default void delivered(long bytes) {}
}
