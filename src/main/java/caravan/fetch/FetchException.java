package caravan.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** An attempt that did not bring its page, with the class that decides what happens next. */
public final class FetchException extends Exception {
    private final FailureKind failure;
    private final String cause;
    private final transient Duration retryAfter;

    /**
     * @param cause the short name under which retries are counted, such as {@code 503} or {@code timeout}
     * @param message one line: what came instead of the page; never a secret
     * @param retryAfter how long the API asks to wait; zero when it does not say
     */
    public FetchException(FailureKind failure, String cause, String message, Duration retryAfter) {
        super(message);
        this.failure = failure;
        this.cause = cause;
        this.retryAfter = retryAfter;
    }

    /** An attempt that says nothing about when to come again. */
    public FetchException(FailureKind failure, String cause, String message) {
        this(failure, cause, message, Duration.ZERO);
    }

    public FailureKind failure() {
        return failure;
    }

    /** The short name under which retries are counted. */
    public String causeName() {
        return cause;
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    /**
     * What an exception of the attempt means; null when it is none that fetching can meet, but an error of the program
     * or of a route.
     */
    public static FetchException explaining(Throwable thrown, PageAttempts page) {
        // Only causes: Camel leaves the exceptions of earlier attempts on later ones as suppressed.
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            FetchException explained = explainOne(cause, page);
            if (explained != null) {
                return explained;
            }
        }
        return null;
    }

    private static FetchException explainOne(Throwable thrown, PageAttempts page) {
        if (thrown instanceof FetchException known) {
            return known;
        }
        if (thrown instanceof StreamConstraintsException) {
            return new FetchException(FailureKind.PERMANENT, "too large", "it is not read: " + firstLine(thrown));
        }
        if (thrown instanceof JsonProcessingException json) {
            return failed("invalid body", "no page: " + firstLine(json) + came(page));
        }
        if (thrown instanceof ResponseBody.TooLargeException) {
            return new FetchException(FailureKind.PERMANENT, "too large", thrown.getMessage());
        }
        if (thrown instanceof RequestDeadline.EndedException) {
            return new FetchException(FailureKind.STOPPED, "stopped", "the run is being stopped");
        }
        if (thrown instanceof SocketTimeoutException) {
            return failed("timeout", firstLine(thrown));
        }
        if (thrown instanceof UnknownHostException) {
            return failed("unknown host", "the host " + page.uri().getHost() + " does not resolve");
        }
        if (thrown instanceof ConnectException || thrown instanceof NoRouteToHostException) {
            String said = firstLine(thrown);
            String to = page.uri().getAuthority();
            return failed("no connection", "no connection" + (said.contains(to) ? ": " : " to " + to + ": ") + said);
        }
        if (thrown instanceof SSLException) {
            return failed("tls", "no secure connection to " + page.uri().getAuthority() + ": " + firstLine(thrown));
        }
        if (thrown instanceof NoHttpResponseException || thrown instanceof ConnectionClosedException) {
            return failed("cut", "the answer was cut: " + firstLine(thrown));
        }
        if (thrown instanceof IOException) {
            return failed("connection lost", "the connection was lost: " + firstLine(thrown));
        }
        return null;
    }

    private static FetchException failed(String cause, String message) {
        return new FetchException(FailureKind.TRANSIENT, cause, message);
    }

    private static String firstLine(Throwable thrown) {
        String message =
                thrown instanceof JsonProcessingException json ? json.getOriginalMessage() : thrown.getMessage();
        return ResponseBody.cut(
                ResponseBody.oneLine(message == null ? thrown.getClass().getSimpleName() : message));
    }

    private static String came(PageAttempts page) {
        String excerpt = page.answer() == null ? "" : page.answer().excerpt();
        return excerpt.isEmpty() ? "" : "; it began: " + excerpt;
    }
}
