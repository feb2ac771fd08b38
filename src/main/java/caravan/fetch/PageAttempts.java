package caravan.fetch;

import caravan.pace.Pace;
import caravan.page.Page;
import caravan.page.PageTask;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One page on its way: what is asked, and what its attempts met. Used by one thread at a time.
 *
 * <p>None of its methods takes what the routes fill in by type: Camel keeps each object of such a class that an expression
 * has looked into, a thousand of them, and so their pages.
 */
public final class PageAttempts {
    private final PageTask request;
    private final Pace pace;
    private final Events events;
    private final Map<String, Integer> retries = new TreeMap<>();
    private final long startedNanos = System.nanoTime();
    private int attempts;
    private int requests;
    /** Whether a request was sent that has not come to its end. */
    private boolean asking;

    private int failures;
    private FetchException lastFailure;
    private String authorization;
    private ResponseBody answer;
    private Page content;
    private boolean contentIsRepeat;
    private int doubts;
    private boolean settled;
    private final List<String> problems = new ArrayList<>();
    private Duration wait = Duration.ZERO;

    /** @param pace the one of its run */
    public PageAttempts(PageTask request, Pace pace, Events events) {
        this.request = request;
        this.pace = pace;
        this.events = events;
    }

    public int number() {
        return request.page();
    }

    public URI uri() {
        return request.uri();
    }

    /** GetPage so far, the first one included. */
    public int attempts() {
        return attempts;
    }

    /** Requests sent: an attempt sends a second one after a fresh login. */
    public int requests() {
        return requests;
    }

    /** Retries so far by the short name of their cause. */
    public Map<String, Integer> retries() {
        return retries;
    }

    /** Whether it is only asked to see that nothing follows the last page. */
    public boolean isPastEnd() {
        return request.pastEnd();
    }

    /** The fullest answer so far; null while there is none. */
    public Page content() {
        return content;
    }

    /** What was odd about the answer that is stored. */
    public List<String> problems() {
        return problems;
    }

    /** What the latest failed attempt met; null when none failed. */
    public FetchException lastFailure() {
        return lastFailure;
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** The line for a page that is given up. */
    public String givenUp() {
        return "failed after %d attempt%s in %d s; last answer: %s"
                .formatted(attempts, attempts == 1 ? "" : "s", elapsed().toSeconds(), lastFailure.getMessage());
    }

    /** How many answers were doubted. */
    int doubts() {
        return doubts;
    }

    void doubted() {
        doubts++;
    }

    void problem(String problem) {
        problems.add(problem);
    }

    /** Keeps the fullest of the answers that were doubted; one with the records of another page only for want of others. */
    void answeredWith(Page page, boolean repeat) {
        boolean better = content == null || (contentIsRepeat && !repeat) || page.rows() >= content.rows();
        if (better && !(repeat && content != null && !contentIsRepeat)) {
            content = page;
            contentIsRepeat = repeat;
        }
    }

    /** How long it waits for its next attempt. */
    Duration waitsFor() {
        return wait;
    }

    void waitsFor(Duration next) {
        wait = next;
    }

    /** The page is stored or given up. Lets go of what came, since this may be held on to for long. */
    public void settle() {
        settled = true;
        answer = null;
        content = null;
    }

    /** Whether it was stored or given up. Another one may be under way to the same page by then. */
    public boolean isSettled() {
        return settled;
    }

    void beginAttempt() {
        attempts++;
        if (lastFailure != null) {
            retries.merge(lastFailure.causeName(), 1, Integer::sum);
            events.retried(lastFailure.causeName(), wait);
            pace.retried();
        }
    }

    /** The pace of the run that it belongs to. */
    Pace pace() {
        return pace;
    }

    void requested(String authorization) {
        this.authorization = authorization;
        requests++;
        asking = true;
        answer = null;
    }

    /** What the latest request was sent with. */
    String authorization() {
        return authorization;
    }

    /** The current request has come to its end, well or not. */
    void ended(String outcome) {
        if (asking) {
            asking = false;
            events.answered(outcome);
        }
    }

    void answered(ResponseBody answer) {
        this.answer = answer;
    }

    /** The answer of the current request; null while there is none. */
    ResponseBody answer() {
        return answer;
    }

    /** Notes a failed attempt and returns how many there were. */
    int failed(FetchException failure) {
        lastFailure = failure;
        ended(failure.causeName());
        return ++failures;
    }
}
