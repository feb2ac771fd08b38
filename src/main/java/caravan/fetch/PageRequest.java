package caravan.fetch;

import caravan.auth.TokenSource;
import caravan.pace.RateLimitHeaders;
import caravan.page.Attempt;
import caravan.page.PageTask;
import caravan.text.Urls;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt while it goes on: what is requested, with which token, and what has come so far. Used by one thread at a time.
 *
 * <p>None of its methods takes what the routes fill in by type: Camel keeps each object of such a class that an expression
 * has looked into, a thousand of them, and so their pages.
 */
public final class PageRequest {
    private final PageTask task;
    private final Access access;
    private String authorization = "";
    private int requests;
    private int renewedOn;
    private long sentNanos;
    private long answeredNanos;
    private Duration answeredAfter = Attempt.NONE.answeredAfter();
    private RateLimitHeaders limit = RateLimitHeaders.UNKNOWN;
    private @Nullable ResponseBody answer;

    PageRequest(PageTask task, Access access) {
        this.task = task;
        this.access = access;
    }

    Access access() {
        return access;
    }

    TokenSource tokens() {
        return access.tokens();
    }

    public String method() {
        return task.body() == null ? "GET" : "POST";
    }

    /** Empty for a GET. */
    public String body() {
        return task.body() == null ? "" : task.body();
    }

    public PageTask task() {
        return task;
    }

    public URI uri() {
        return task.uri();
    }

    /** The same as camel-http takes it, with the key where one belongs into the query: this is never shown. */
    public URI address() {
        String param = access.source().login().param();
        return ApiClient.address(
                param == null || authorization.isEmpty()
                        ? task.uri()
                        : Urls.withParameter(task.uri(), param, authorization));
    }

    void sent(String with, long nanos) {
        authorization = with;
        requests++;
        sentNanos = nanos;
        answer = null;
        answeredAfter = Attempt.NONE.answeredAfter();
    }

    /** The connection was closed before an answer began, and the same was sent again at once. */
    void resent(int times) {
        requests += times;
    }

    long sentNanos() {
        return sentNanos;
    }

    /** What the latest request was sent with; empty before the first. */
    String authorization() {
        return authorization;
    }

    void renewedOn(int status) {
        renewedOn = status;
    }

    /** An answer begins. */
    void answered(ResponseBody begun, RateLimitHeaders said, long nanos) {
        answer = begun;
        limit = said;
        answeredNanos = nanos;
        answeredAfter = Duration.ofNanos(nanos - sentNanos);
    }

    /** The charset in which the answer is, where it is not UTF-8 and had to be believed. */
    @Nullable
    String decodedFrom() {
        return answer == null ? null : answer.decodedFrom();
    }

    /** The charset that the answer declares, where that says anything. */
    @Nullable
    String declaredCharset() {
        return answer == null ? null : answer.declaredCharset();
    }

    /** What the answer began with, on one line; empty while there is none. */
    String excerpt() {
        return answer == null ? "" : answer.excerpt(false);
    }

    /**
     * Ends the attempt, and lets go of the body: this may be held on to for long.
     *
     * @param nanos now: part of the time until the reset went by while the body was read
     */
    Attempt attempt(long nanos) {
        answer = null;
        Duration untilReset = limit.reset().minusNanos(answeredAfter.isNegative() ? 0 : nanos - answeredNanos);
        return new Attempt(
                requests, renewedOn, answeredAfter, limit.left(), untilReset.isNegative() ? Duration.ZERO : untilReset);
    }
}
