package caravan.fetch;

import caravan.page.Attempt;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An attempt that did not bring its page, with the class that decides what happens next. */
public final class FetchException extends Exception {
    private final FailureKind kind;
    private final String cause;
    private final transient Duration retryAfter;
    private final transient Attempt attempt;
    private final transient @Nullable Redirect redirect;

    /**
     * @param cause the short name under which retries are counted, such as {@code 503} or {@code timeout}
     * @param message one line: what came instead of the page; never a secret
     * @param retryAfter how long the API asks to wait; zero when it does not say
     */
    public FetchException(FailureKind kind, String cause, String message, Duration retryAfter) {
        this(kind, cause, message, retryAfter, Attempt.NONE, null, null);
    }

    /** The page is somewhere else. */
    FetchException(String cause, String message, Redirect redirect) {
        this(FailureKind.REDIRECTED, cause, message, Duration.ZERO, Attempt.NONE, redirect, null);
    }

    private FetchException(
            FailureKind kind,
            String cause,
            String message,
            Duration retryAfter,
            Attempt attempt,
            @Nullable Redirect redirect,
            @Nullable Throwable from) {
        super(message, from);
        this.kind = kind;
        this.cause = cause;
        this.retryAfter = retryAfter;
        this.attempt = attempt;
        this.redirect = redirect;
    }

    /** An attempt that says nothing about when to come again. */
    public FetchException(FailureKind kind, String cause, String message) {
        this(kind, cause, message, Duration.ZERO);
    }

    /** One line: what came instead of the page. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "Every failure says what it is");
    }

    public FailureKind kind() {
        return kind;
    }

    /** The short name under which retries are counted. */
    public String causeName() {
        return cause;
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    /** What the attempt did to the API. */
    public Attempt attempt() {
        return attempt;
    }

    /** Where the page is; null for all that is not {@link FailureKind#REDIRECTED}. */
    public @Nullable Redirect redirect() {
        return redirect;
    }

    /** The same failure, with what its attempt did to the API. */
    public FetchException of(Attempt failed) {
        return new FetchException(kind, cause, getMessage(), retryAfter, failed, redirect, this);
    }

    /** The failure that a step of a route has thrown, if it is one. */
    public static @Nullable FetchException in(@Nullable Throwable thrown) {
        // Only causes: Camel leaves the exceptions of earlier attempts on later ones as suppressed.
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FetchException known) {
                return known;
            }
        }
        return null;
    }
}
