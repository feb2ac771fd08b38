package caravan.text;

import java.util.Locale;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;
import org.jspecify.annotations.Nullable;

/** The name of a status, because a bare number says too little. */
public final class HttpStatus {
    private HttpStatus() {}

    /** {@code 503 Service Unavailable}. */
    public static String describe(int status) {
        String reason = reason(status);
        return reason == null ? "status " + status : status + " " + reason;
    }

    /** {@code Service Unavailable} for {@code 503}; null for what is no status, or none with a name. */
    public static @Nullable String reason(String status) {
        return status.matches("[1-5][0-9]{2}") ? reason(Integer.parseInt(status)) : null;
    }

    private static @Nullable String reason(int status) {
        return status >= 100 && status < 600
                ? EnglishReasonPhraseCatalog.INSTANCE.getReason(status, Locale.ENGLISH)
                : null;
    }
}
