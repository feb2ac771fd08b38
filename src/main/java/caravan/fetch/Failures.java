package caravan.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.CharConversionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/** Says what an exception that was met while getting a page means. */
final class Failures {
    private Failures() {}

    /**
     * What an exception of the attempt means; null when it is none that fetching can meet, but an error of the program
     * or of a route.
     */
    static @Nullable FetchException explain(@Nullable Throwable thrown, PageRequest request) {
        // Only causes: Camel leaves the exceptions of earlier attempts on later ones as suppressed.
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            FetchException explained = explainOne(cause, request);
            if (explained != null) {
                return explained;
            }
        }
        return null;
    }

    private static @Nullable FetchException explainOne(Throwable thrown, PageRequest request) {
        if (thrown instanceof FetchException known) {
            return known;
        }
        if (thrown instanceof StreamConstraintsException) {
            return new FetchException(FailureKind.PERMANENT, "too large", "it is not read: " + firstLine(thrown));
        }
        if (thrown instanceof JsonText.NotTextException) {
            return failed("invalid body", "no page: " + thrown.getMessage());
        }
        if (isNoUtf8(thrown)) {
            String declared = request.declaredCharset();
            return failed(
                    "invalid body",
                    "no page: the bytes are not UTF-8, which JSON is"
                            + (declared == null
                                    ? ", and no other charset is declared"
                                    : "; and \"%s\", which is declared, is no other charset that is known here"
                                            .formatted(ResponseBody.line(declared))));
        }
        if (thrown instanceof JsonProcessingException json) {
            return failed("invalid body", "no page: " + JsonFault.of(json) + came(request));
        }
        if (thrown instanceof ResponseBody.TooLargeException) {
            return new FetchException(FailureKind.PERMANENT, "too large", firstLine(thrown));
        }
        if (thrown instanceof RequestDeadline.EndedException) {
            return new FetchException(FailureKind.STOPPED, "stopped", "the run is being stopped");
        }
        if (thrown instanceof SocketTimeoutException) {
            return failed("timeout", firstLine(thrown));
        }
        if (thrown instanceof UnknownHostException) {
            return failed("unknown host", "the host " + request.uri().getHost() + " does not resolve");
        }
        if (thrown instanceof ConnectException || thrown instanceof NoRouteToHostException) {
            String said = firstLine(thrown);
            String to = request.uri().getAuthority();
            return failed("no connection", "no connection" + (said.contains(to) ? ": " : " to " + to + ": ") + said);
        }
        if (isAboutTheCertificate(thrown)) {
            return new FetchException(
                    FailureKind.PERMANENT,
                    "certificate",
                    "the certificate of %s is not trusted: %s"
                            .formatted(request.uri().getAuthority(), firstLine(thrown)));
        }
        if (thrown instanceof SSLException) {
            return failed("tls", "no secure connection to " + request.uri().getAuthority() + ": " + firstLine(thrown));
        }
        if (thrown instanceof NoHttpResponseException || thrown instanceof ConnectionClosedException) {
            return failed("cut", "the answer was cut: " + firstLine(thrown));
        }
        if (thrown instanceof IOException) {
            return failed("connection lost", "the connection was lost: " + firstLine(thrown));
        }
        return null;
    }

    /** Jackson says so in words alone. */
    private static boolean isNoUtf8(Throwable thrown) {
        return (thrown instanceof JsonProcessingException || thrown instanceof CharConversionException)
                && String.valueOf(thrown.getMessage()).startsWith("Invalid UTF-8");
    }

    private static boolean isAboutTheCertificate(Throwable thrown) {
        if (thrown instanceof SSLPeerUnverifiedException) {
            return true;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (thrown instanceof SSLException
                    && (cause instanceof CertificateException || cause instanceof CertPathValidatorException)) {
                return true;
            }
        }
        return false;
    }

    private static FetchException failed(String cause, String message) {
        return new FetchException(FailureKind.TRANSIENT, cause, message);
    }

    private static String firstLine(Throwable thrown) {
        String message =
                thrown instanceof JsonProcessingException json ? json.getOriginalMessage() : thrown.getMessage();
        return ResponseBody.line(message == null ? thrown.getClass().getSimpleName() : message);
    }

    private static String came(PageRequest request) {
        String excerpt = request.excerpt();
        return excerpt.isEmpty() ? "" : "; it began: " + excerpt;
    }
}
