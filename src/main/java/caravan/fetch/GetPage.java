package caravan.fetch;

import caravan.auth.TokenSource;
import caravan.pace.Pace;
import caravan.pace.RateLimitHeaders;
import caravan.pace.RetryAfter;
import caravan.page.Announced;
import caravan.page.Page;
import caravan.page.PageTask;
import caravan.plan.NumberedPlan;
import caravan.text.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;

/**
 * What one attempt checks: the status before the body is read, and afterwards what exactly went wrong.
 *
 * <p>Called by the route {@code get-page}. Thread-safe.
 */
public final class GetPage {
    private static final long MAX_LOGIN_BYTES = 1 << 20;
    /** How often an answer that holds too little is asked for again. */
    private static final int MAX_DOUBTS = 2;

    private final TokenSource tokens;
    private final Clock clock;
    private final long maxBodyBytes;
    private final Duration maxRetryAfter;
    private final Events events;

    public GetPage(TokenSource tokens, Clock clock, long maxBodyBytes, Duration maxRetryAfter, Events events) {
        this.tokens = tokens;
        this.clock = clock;
        this.maxBodyBytes = maxBodyBytes;
        this.maxRetryAfter = maxRetryAfter;
        this.events = events;
    }

    /** A page sets out. */
    public PageAttempts start(PageTask request, Pace pace) {
        return new PageAttempts(request, pace, events);
    }

    /** Waits until the page may be asked for, and counts an attempt. */
    public void begin(PageAttempts page) throws FetchException, InterruptedException {
        if (!page.pace().enter(page.number())) {
            throw new FetchException(FailureKind.STOPPED, "stopped", "the run is being stopped");
        }
        page.beginAttempt();
    }

    /** The {@code Authorization} of the next request, with a login before it where one is due. Counts the request. */
    public String authorize(PageAttempts page) throws Exception {
        page.requested(tokens.authorization());
        return page.authorization();
    }

    /** Whether a fresh login may cure this 401 or 403; then the old token is given up, and the page is to be asked again. */
    public boolean renewed(PageAttempts page, ResponseHead head, InputStream body) throws FetchException, IOException {
        if (!tokens.canLogin()) {
            return false;
        }
        body.close();
        page.ended(Integer.toString(head.status()));
        tokens.reject(page.authorization());
        return true;
    }

    /** The body, when the answer's status promises a page. */
    public ResponseBody accept(PageAttempts page, ResponseHead head, InputStream body) throws FetchException {
        ResponseBody answer = new ResponseBody(body == null ? InputStream.nullInputStream() : body, maxBodyBytes);
        page.answered(answer);
        page.pace().answered(page.number(), RateLimitHeaders.of(head.headers(), clock.instant(), maxRetryAfter));
        if (head.isGood()) {
            return answer;
        }
        throw refusal(head, answer.readExcerpt());
    }

    /**
     * The page's records, when they are the page that was asked for and as many as it should hold. Fewer are asked for again,
     * twice; then the fullest answer is believed, and named in report and manifest.
     */
    public Page check(PageAttempts page, Page content, NumberedPlan plan) throws FetchException {
        Announced metadata = content.metadata();
        boolean another = metadata.page() != Announced.UNKNOWN && metadata.page() != page.number();
        if (page.isPastEnd() && (another || content.rows() == 0)) {
            page.answeredWith(content, another);
            throw new FetchException(FailureKind.ENDED, "end", "nothing follows");
        }
        if (another) {
            throw new FetchException(
                    FailureKind.TRANSIENT,
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
            throw new FetchException(FailureKind.DOUBTFUL, "doubtful", "the answer " + doubt);
        }
        if (mayBeTheEnd) {
            throw new FetchException(FailureKind.ENDED, "end", "nothing follows");
        }
        plan.believed(page.content().rows());
        page.ended("ok");
        page.problem("%s, asked %d times".formatted(doubt, MAX_DOUBTS + 1));
        page.pace().arrived(page.number());
        return page.content();
    }

    /** The body of an answer to a login; a login that is refused ends the run. */
    public ResponseBody acceptLogin(ResponseHead head, InputStream body) throws FetchException {
        ResponseBody answer = new ResponseBody(body == null ? InputStream.nullInputStream() : body, MAX_LOGIN_BYTES);
        if (head.isGood()) {
            return answer;
        }
        int status = head.status();
        FetchException refusal = refusal(head, answer.readExcerpt());
        boolean refused =
                status / 100 == 3 || refusal.failure() == FailureKind.PERMANENT || status == 401 || status == 403;
        throw new FetchException(
                refused ? FailureKind.REFUSED : refusal.failure(),
                "login " + refusal.causeName(),
                (refused ? "the login was refused, the API rejected the credentials: " : "the login failed: ")
                        + HttpStatus.describe(status),
                refusal.retryAfter());
    }

    private FetchException refusal(ResponseHead head, String excerpt) {
        int status = head.status();
        String cause = String.valueOf(status);
        String message = HttpStatus.describe(status) + (excerpt.isEmpty() ? "" : ": " + excerpt);
        FailureKind failure = FailureKind.ofStatus(status);
        if (status / 100 == 3) {
            return new FetchException(failure, cause, message + redirect(head));
        }
        if (status == 401 || status == 403) {
            // With a login this is the answer to a fresh token, which may yet pass. Without one it stays as it is: 401
            // for every page, 403 perhaps for this page alone.
            return new FetchException(
                    tokens.canLogin()
                            ? FailureKind.UNAUTHORIZED
                            : status == 401 ? FailureKind.REFUSED : FailureKind.PERMANENT,
                    cause,
                    "the API rejected the credentials: " + message);
        }
        Duration retryAfter = RetryAfter.parse(head.header("Retry-After"), clock.instant());
        if (retryAfter.compareTo(maxRetryAfter) > 0) {
            return new FetchException(
                    FailureKind.REFUSED,
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

    private static String redirect(ResponseHead head) {
        String location = head.header("Location");
        return location == null
                ? ""
                : " (redirected to %s; the token is only sent to the host of API_BASE_URL)"
                        .formatted(ResponseBody.oneLine(location));
    }
}
