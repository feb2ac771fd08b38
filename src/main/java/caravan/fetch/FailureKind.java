package caravan.fetch;

/** What a failed attempt means for the page and for the run. */
public enum FailureKind {
    /** Connection, timeout, cut or invalid body, and the statuses that the routes call transient: backoff and retry. */
    TRANSIENT,
    /** Too fast: twice the backoff, and the whole run slows down. */
    RATE_LIMITED,
    /** An answer that does not fit what is known: believed when it comes once more, a while later. */
    DOUBTFUL,
    /** Its place is another one of the same origin: asked for there, which costs no retry. */
    REDIRECTED,
    /** 401 where there is no login: asked once more, since it may be a mistake; then the run ends. */
    UNAUTHORIZED,
    /** Any other status, or a redirect that is not followed: no retry. */
    PERMANENT,
    /** The API asks for more patience than MAX_RETRY_AFTER, or refused the login: the run ends and can be resumed. */
    REFUSED,
    /** The answer is believed, and nothing of it is to be stored: the end, a copy, a page that is stored already. */
    SETTLED,
    /** The run is being stopped: neither stored nor failed, requested again on resume. */
    STOPPED
}
