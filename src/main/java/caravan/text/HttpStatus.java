package caravan.text;

import java.util.Locale;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;

/** The name of a status, because a bare number says too little. */
public final class HttpStatus {
    private HttpStatus() {}

    /** {@code 503 Service Unavailable}. */
    public static String describe(int status) {
        String reason = status >= 100 && status < 600
                ? EnglishReasonPhraseCatalog.INSTANCE.getReason(status, Locale.ENGLISH)
                : null;
        return reason == null ? "status " + status : status + " " + reason;
    }
}
