package caravan.fetch;

/** The classes of failure: what a failed attempt means for the page and for the run. */
public enum FailureKind {
    /** Connection, timeout, cut or invalid body, 408, 425, 5xx, 200 without data: backoff and retry. */
    TRANSIENT,
    /** 429: twice the backoff, and the whole run slows down. */
    RATE_LIMITED,
    /** Fewer records than the page should hold: asked again, then believed. */
    DOUBTFUL,
    /** 401 or 403 that a fresh login did not cure: retried where a login is possible, else the run ends. */
    UNAUTHORIZED,
    /** Any other 4xx, or a redirect that is not followed: no retry. */
    PERMANENT,
    /** The API asks for more patience than MAX_RETRY_AFTER, or refused the login: the run ends and can be resumed. */
    REFUSED,
    /** The page past the last one is not there, as it should be. */
    ENDED,
    /** The run is being stopped: neither stored nor failed, asked again on resume. */
    STOPPED;

    /** The class of an HTTP status that is not 2xx. */
    static FailureKind ofStatus(int status) {
        if (status == 429) {
            return RATE_LIMITED;
        }
        if (status == 401) {
            return UNAUTHORIZED;
        }
        return status >= 500 || status == 408 || status == 425 ? TRANSIENT : PERMANENT;
    }
}
