package caravan.fetch;

import java.time.Duration;

/** An attempt that did not bring its page, with the class that decides what happens next. */
public final class FetchException extends Exception {
    private final Failure failure;
    private final String cause;
    private final transient Duration retryAfter;

    /**
     * @param cause the short name under which retries are counted, such as {@code 503} or {@code timeout}
     * @param message one line: what came instead of the page; never a secret
     * @param retryAfter how long the API asks to wait; zero when it does not say
     */
    public FetchException(Failure failure, String cause, String message, Duration retryAfter) {
        super(message);
        this.failure = failure;
        this.cause = cause;
        this.retryAfter = retryAfter;
    }

    /** An attempt that says nothing about when to come again. */
    public FetchException(Failure failure, String cause, String message) {
        this(failure, cause, message, Duration.ZERO);
    }

    public Failure failure() {
        return failure;
    }

    /** The short name under which retries are counted. */
    public String causeName() {
        return cause;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
