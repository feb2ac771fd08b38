package caravan.fetch;

import caravan.pace.RateLimitHeaders;
import caravan.pace.RetryAfter;
import caravan.page.Announced;
import caravan.page.Page;
import caravan.page.PageTask;
import caravan.source.Login;
import caravan.source.Shape;
import caravan.text.HttpStatus;
import caravan.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get one page, as the route {@code get-page} goes through it: from a {@link PageTask} to a {@link Page}, or to
 * a {@link FetchException}. Knows neither plan nor pace nor run, and keeps nothing between attempts but the login. Thread-safe.
 */
public final class GetPage {
    private static final long MAX_LOGIN_BYTES = 1 << 20;
    /** As Azure and others send it, more exact than whole seconds. */
    private static final List<String> RETRY_AFTER_MILLIS = List.of("Retry-After-Ms", "X-Ms-Retry-After-Ms");

    /** A login's answer has no records. */
    private static final Shape LOGIN = new Shape(
            List.of(), List.of(), true, null, false, false, List.of(), 1, null, null, null, null, null, List.of(),
            false, null, null);

    private final Function<String, Access> sources;
    private final Supplier<StatusTable> statusTable;
    private final Clock clock;
    private final LongSupplier nanos;
    private final long maxBodyBytes;
    private final Duration maxRetryAfter;

    /**
     * @param sources by their names; fails for one that is not there
     * @param statusTable what statuses mean; asked for when there is one to look up
     * @param nanos the time in nanoseconds, of any origin
     * @param maxBodyBytes no body is longer
     * @param maxRetryAfter the longest wait that the API may ask for
     */
    public GetPage(
            Function<String, Access> sources,
            Supplier<StatusTable> statusTable,
            Clock clock,
            LongSupplier nanos,
            long maxBodyBytes,
            Duration maxRetryAfter) {
        this.sources = sources;
        this.statusTable = statusTable;
        this.clock = clock;
        this.nanos = nanos;
        this.maxBodyBytes = maxBodyBytes;
        this.maxRetryAfter = maxRetryAfter;
    }

    /** Opens an attempt. */
    public PageRequest open(PageTask task) {
        return new PageRequest(task, sources.apply(task.source()));
    }

    /** Logs in where that is due. Counts the request that comes now. */
    public void authorize(PageRequest request) throws Exception {
        request.sent(request.tokens().authorization(), nanos.getAsLong());
    }

    /** Adds the headers of the request to those that are there. */
    public void headers(PageRequest request, RequestHeaders headers) {
        request.task().headers().forEach(headers::put);
        Login login = request.access().source().login();
        String authorization = request.authorization();
        if (login.cookie() != null) {
            headers.put("Cookie", login.cookie() + "=" + authorization);
        } else if (login.param() == null && !authorization.isEmpty()) {
            headers.put(login.header(), authorization);
        }
    }

    /**
     * Whether a fresh login may cure this refusal: the status table calls its status unauthorized, and there is a login. Then the
     * old token is given up, and the page is to be asked again. Not a 403 for a token that has served another page since, nor one that says
     * when to come again: these are about the page, or about the rate.
     */
    public boolean renewed(PageRequest request, ResponseHead head, @Nullable InputStream body) throws IOException {
        if (!request.tokens().canLogin() || statusTable.get().kind(head.status()) != FailureKind.UNAUTHORIZED) {
            return false;
        }
        if (head.status() == 403
                && (request.tokens().serves(request.authorization(), request.sentNanos()) || isAboutTheRate(head))) {
            return false;
        }
        if (body != null) {
            body.close();
        }
        request.resent(ApiClient.resent(head));
        request.renewedOn(head.status());
        request.tokens().reject(request.authorization());
        return true;
    }

    /** The body, when the answer's status promises a page. */
    public ResponseBody accept(PageRequest request, ResponseHead head, @Nullable InputStream body)
            throws FetchException, IOException {
        ResponseBody response = new ResponseBody(
                body == null ? InputStream.nullInputStream() : body,
                maxBodyBytes,
                request.access().source().shape(),
                head);
        request.resent(ApiClient.resent(head));
        request.answered(
                response, RateLimitHeaders.of(head.headers(), clock.instant(), maxRetryAfter), nanos.getAsLong());
        if (head.isGood()) {
            String cookie = request.access().source().login().cookie();
            String renewed = cookie == null ? null : LoginAnswer.cookie(head, cookie);
            if (renewed != null) {
                request.tokens().renew(request.authorization(), renewed);
            }
            request.tokens().served(request.authorization(), request.sentNanos());
            return response.decoded(JsonText.declared(head.header("Content-Type")), maxDecodedBytes());
        }
        Redirect redirect = Redirect.of(request.task(), head);
        if (redirect != null) {
            response.readErrorExcerpt();
            throw new FetchException(
                    String.valueOf(head.status()),
                    "%s to %s".formatted(HttpStatus.describe(head.status()), redirect),
                    redirect);
        }
        throw refusal(head, response.readErrorExcerpt(), request.tokens().canLogin());
    }

    /** What is decoded is held as a whole, twice for a moment. */
    private long maxDecodedBytes() {
        return Math.min(maxBodyBytes, Runtime.getRuntime().maxMemory() / 8);
    }

    private boolean isAboutTheRate(ResponseHead head) {
        return head.header("Retry-After") != null
                || RateLimitHeaders.of(head.headers(), clock.instant(), maxRetryAfter)
                                .left()
                        == 0;
    }

    /** The page, when it is the one that was asked for. */
    public Page check(PageRequest request, Page page) throws FetchException {
        page.decodedFrom(request.decodedFrom());
        page.attempt(request.attempt(nanos.getAsLong()));
        // What comes in the place of the page after the last one is judged by the plan: some APIs repeat their last
        // page.
        if (isAnother(request.task(), page) && !request.task().isPastEnd()) {
            throw new FetchException(
                    FailureKind.TRANSIENT,
                    "another page",
                    "the answer is page " + page.announced().page() + ", not the one asked for");
        }
        return page;
    }

    /** Whether a page says that it is another one than the task's. */
    public static boolean isAnother(PageTask task, Page page) {
        long echo = page.announced().page();
        return echo != Announced.UNKNOWN && echo != task.page();
    }

    /** Throws what the attempt failed of: with a meaning where fetching can meet such a thing, else as it came. */
    public void failed(PageRequest request, Exception thrown) throws Exception {
        request.resent(ApiClient.resent(thrown));
        FetchException failure = Failures.explain(thrown, request);
        throw failure == null ? thrown : failure.of(request.attempt(nanos.getAsLong()));
    }

    /** The body of an answer to a login; a login that is refused ends the run. */
    public byte[] acceptLogin(ResponseHead head, @Nullable InputStream body) throws FetchException, IOException {
        try (ResponseBody answer =
                new ResponseBody(body == null ? InputStream.nullInputStream() : body, MAX_LOGIN_BYTES, LOGIN, head)) {
            if (head.isGood()) {
                return answer.readAllBytes();
            }
            int status = head.status();
            FetchException refusal = refusal(head, answer.readErrorExcerpt(), true);
            boolean refused = refusal.kind() != FailureKind.RATE_LIMITED
                    && (status / 100 == 3 || refusal.kind() == FailureKind.PERMANENT || status == 401);
            throw new FetchException(
                    refused ? FailureKind.REFUSED : refusal.kind(),
                    "login " + refusal.causeName(),
                    (refused ? "the login was refused, the API rejected the credentials: " : "the login failed: ")
                            + HttpStatus.describe(status),
                    refusal.retryAfter());
        }
    }

    private FetchException refusal(ResponseHead head, String excerpt, boolean canLogin) {
        int status = head.status();
        String cause = String.valueOf(status);
        String message = HttpStatus.describe(status) + (excerpt.isEmpty() ? "" : ": " + excerpt);
        FailureKind kind = statusTable.get().kind(status);
        boolean isAboutTheRate = kind == FailureKind.RATE_LIMITED || (status == 403 && isAboutTheRate(head));
        Duration retryAfter = retryAfter(head, isAboutTheRate);
        if (retryAfter.compareTo(maxRetryAfter) > 0) {
            return new FetchException(
                    FailureKind.REFUSED,
                    cause,
                    "%s; it asks to wait until %s (%d s), longer than MAX_RETRY_AFTER=%d allows"
                            .formatted(
                                    HttpStatus.describe(status),
                                    clock.instant().plus(retryAfter).truncatedTo(ChronoUnit.SECONDS),
                                    retryAfter.toSeconds(),
                                    maxRetryAfter.toSeconds()));
        }
        if (status / 100 == 3) {
            return new FetchException(kind, cause, message + redirect(head), retryAfter);
        }
        if (isAboutTheRate) {
            return new FetchException(FailureKind.RATE_LIMITED, cause, message, retryAfter);
        }
        if (kind == FailureKind.UNAUTHORIZED) {
            // With a login this is the answer to a fresh token: it is about this page. Without one 401 may be a mistake
            // once.
            return new FetchException(
                    status == 401 && !canLogin ? FailureKind.UNAUTHORIZED : FailureKind.PERMANENT,
                    cause,
                    "the API rejected the credentials: " + message,
                    retryAfter);
        }
        return new FetchException(kind, cause, message, retryAfter);
    }

    /** How long to wait; without a {@code Retry-After} a refusal for the rate waits until the limit is said to be reset. */
    private Duration retryAfter(ResponseHead head, boolean isAboutTheRate) {
        Instant now = clock.instant();
        Duration wait = RetryAfter.parse(head.header("Retry-After"), now);
        for (String name : RETRY_AFTER_MILLIS) {
            String millis = head.header(name);
            Duration other = RetryAfter.parse(millis == null ? null : millis + "ms", now);
            wait = other.compareTo(wait) > 0 ? other : wait;
        }
        return wait.isZero() && isAboutTheRate
                ? RateLimitHeaders.of(head.headers(), now, maxRetryAfter).reset()
                : wait;
    }

    private static String redirect(ResponseHead head) {
        String location = head.header("Location");
        return location == null
                ? ""
                : " (redirected to %s; the token is only sent to the origin of API_BASE_URL)"
                        .formatted(ResponseBody.line(SafeText.withoutQueryValues(location)));
    }
}
