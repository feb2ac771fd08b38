package caravan.fetch;

import caravan.auth.TokenSource;
import caravan.source.PagePlan;
import caravan.source.PageRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What one attempt checks: the status before the body is read, and afterwards what exactly went wrong.
 *
 * <p>Called by the route {@code get-page}. Thread-safe.
 */
public final class Attempts {
    private static final long MAX_LOGIN_BYTES = 1 << 20;
    /** How often an answer that holds too little is asked for again. */
    private static final int MAX_DOUBTS = 2;

    private final TokenSource tokens;
    private final Clock clock;
    private final long maxBodyBytes;
    private final Duration maxRetryAfter;
    private final Events events;

    public Attempts(TokenSource tokens, Clock clock, long maxBodyBytes, Duration maxRetryAfter, Events events) {
        this.tokens = tokens;
        this.clock = clock;
        this.maxBodyBytes = maxBodyBytes;
        this.maxRetryAfter = maxRetryAfter;
        this.events = events;
    }

    /** A page sets out. */
    public PageFetch start(PageRequest request) {
        return new PageFetch(request, events);
    }

    /** Waits until the page may be asked for, and counts an attempt. */
    public void begin(PageFetch page, Pace pace) throws FetchException, InterruptedException {
        if (!pace.enter(page.number())) {
            throw new FetchException(Failure.STOPPED, "stopped", "the run is being stopped");
        }
        page.beginAttempt(pace);
    }

    /** The page is stored or given up. */
    public void end(PageFetch page, Pace pace) {
        pace.leave(page.number());
    }

    /** The {@code Authorization} of the next request, with a login before it where one is due. Counts the request. */
    public String authorize(PageFetch page) throws Exception {
        String header = tokens.authorization();
        page.requested();
        return header;
    }

    /** Whether a fresh login may cure this answer; then the old token is given up, and the page is to be asked again. */
    public boolean renewed(PageFetch page, int status, String authorization, InputStream body)
            throws FetchException, IOException {
        if ((status != 401 && status != 403) || !tokens.canLogin()) {
            return false;
        }
        body.close();
        page.ended(Integer.toString(status));
        tokens.reject(authorization);
        return true;
    }

    /** The body, when the answer's status promises a page. */
    public Answer accept(PageFetch page, int status, Map<String, Object> headers, InputStream body)
            throws FetchException {
        Answer answer = new Answer(body == null ? InputStream.nullInputStream() : body, maxBodyBytes);
        page.answered(answer);
        page.pace().answered(page.number(), Quota.of(headers, clock.instant(), maxRetryAfter));
        if (status >= 200 && status < 300) {
            return answer;
        }
        throw refusal(status, headers, answer.readExcerpt());
    }

    /**
     * The page's records, when they are the page that was asked for and as many as it should hold. Fewer are asked for again,
     * twice; then the fullest answer is believed, and named in report and manifest.
     */
    public Page check(PageFetch page, Page content, PagePlan plan) throws FetchException {
        Metadata metadata = content.metadata();
        boolean another = metadata.page() != Metadata.UNKNOWN && metadata.page() != page.number();
        if (page.isPastEnd() && (another || content.rows() == 0)) {
            page.answeredWith(content, another);
            throw new FetchException(Failure.ENDED, "end", "nothing follows");
        }
        if (another) {
            throw new FetchException(
                    Failure.TRANSIENT,
                    "another page",
                    "the answer is page " + metadata.page() + ", not the one asked for");
        }
        page.pace().served(page.number());
        String doubt = plan.doubt(
                page.number(),
                content.rows(),
                content.hash(),
                metadata.totalPages(),
                metadata.totalRecords(),
                metadata.limit());
        boolean repeat = plan.isRepeat(page.number(), content.hash());
        page.answeredWith(content, repeat);
        // Past their end some APIs answer with nothing, others with their last page again.
        boolean mayBeTheEnd = (content.rows() == 0 || repeat) && (page.isPastEnd() || plan.isPastEnd(page.number()));
        if (doubt == null && !mayBeTheEnd) {
            page.pace().arrived(page.number());
            page.ended("ok");
            return content;
        }
        if (doubt != null && page.doubts() < MAX_DOUBTS) {
            page.doubted();
            throw new FetchException(Failure.DOUBTFUL, "doubtful", "the answer " + doubt);
        }
        if (mayBeTheEnd) {
            throw new FetchException(Failure.ENDED, "end", "nothing follows");
        }
        plan.believed(page.content().rows());
        page.ended("ok");
        page.problem("%s, asked %d times".formatted(doubt, MAX_DOUBTS + 1));
        page.pace().arrived(page.number());
        return page.content();
    }

    /** The body of an answer to a login; a login that is refused ends the run. */
    public Answer acceptLogin(int status, Map<String, Object> headers, InputStream body) throws FetchException {
        Answer answer = new Answer(body == null ? InputStream.nullInputStream() : body, MAX_LOGIN_BYTES);
        if (status >= 200 && status < 300) {
            return answer;
        }
        FetchException refusal = refusal(status, headers, answer.readExcerpt());
        boolean refused = status / 100 == 3 || refusal.failure() == Failure.PERMANENT || status == 401 || status == 403;
        throw new FetchException(
                refused ? Failure.REFUSED : refusal.failure(),
                "login " + refusal.causeName(),
                (refused ? "the login was refused, the API rejected the credentials: " : "the login failed: ")
                        + HttpStatus.describe(status),
                refusal.retryAfter());
    }

    private FetchException refusal(int status, Map<String, Object> headers, String excerpt) {
        String cause = String.valueOf(status);
        String message = HttpStatus.describe(status) + (excerpt.isEmpty() ? "" : ": " + excerpt);
        Failure failure = Failure.ofStatus(status);
        if (status / 100 == 3) {
            return new FetchException(failure, cause, message + redirect(headers));
        }
        if (status == 401 || status == 403) {
            // With a login this is the answer to a fresh token, which may yet pass. Without one it stays as it is: 401
            // for every page, 403 perhaps for this page alone.
            return new FetchException(
                    tokens.canLogin() ? Failure.UNAUTHORIZED : status == 401 ? Failure.REFUSED : Failure.PERMANENT,
                    cause,
                    "the API rejected the credentials: " + message);
        }
        Duration retryAfter = RetryAfter.parse(header(headers, "Retry-After"), clock.instant());
        if (retryAfter.compareTo(maxRetryAfter) > 0) {
            return new FetchException(
                    Failure.REFUSED,
                    cause,
                    "%s; it asks to wait until %s (%d s), longer than MAX_RETRY_AFTER=%d allows"
                            .formatted(
                                    HttpStatus.describe(status),
                                    clock.instant().plus(retryAfter).truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                                    retryAfter.toSeconds(),
                                    maxRetryAfter.toSeconds()));
        }
        return new FetchException(failure, cause, message, retryAfter);
    }

    private static String redirect(Map<String, Object> headers) {
        String location = header(headers, "Location");
        return location == null
                ? ""
                : " (redirected to %s; the token is only sent to the host of API_BASE_URL)"
                        .formatted(Answer.oneLine(location));
    }

    /** A header's value whatever the case of its name (RFC 9110, section 5.1). */
    private static String header(Map<String, Object> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name) && header.getValue() != null)
                .map(header -> header.getValue().toString())
                .findFirst()
                .orElse(null);
    }
}
