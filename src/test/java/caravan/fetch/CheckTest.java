package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.auth.TokenSource;
import caravan.page.Page;
import caravan.page.PageTask;
import caravan.plan.NumberedPlan;
import caravan.source.Source;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether an answer is the page that was asked for, and whole. */
class CheckTest {
    private static final String TWO = "[{\"id\":1},{\"id\":2}]";

    private final GetPage attempts = new GetPage(
            new TokenSource("t", null, Clock.systemUTC()), Clock.systemUTC(), 1000, Duration.ZERO, Events.NONE);
    private NumberedPlan plan;
    private PageAttempts first;
    private PageAttempts second;

    @BeforeEach
    void plan() throws Exception {
        Source source = new Source();
        source.setUrl("http://crm.example/c");
        plan = new NumberedPlan(source, 2, 3);
        first = fetch(plan.first());
    }

    @Test
    void takesAPageAsItComes() throws Exception {
        Page page = page(1, "[{\"id\":1}]", 1, 1);
        assertThat(attempts.check(first, page, plan)).isSameAs(page);
        assertThat(first.problems()).isEmpty();
    }

    @Test
    void refusesAnotherPage() throws Exception {
        FetchException thrown = refusal(first, page(7, TWO, 2, 4));
        assertThat(thrown.failure()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(thrown).hasMessage("the answer is page 7, not the one asked for");
    }

    @Test
    void asksTwiceMoreForAShortPageAndTakesTheFullestAnswer() throws Exception {
        storeFirst();
        second = fetch(plan.next());
        Page fullest = page(2, "[{\"id\":3}]", 3, 6);
        assertThat(refusal(second, page(2, "[]", 3, 6)).failure()).isEqualTo(FailureKind.DOUBTFUL);
        assertThat(refusal(second, fullest)).hasMessage("the answer holds 1 records, fewer than a full page");
        assertThat(attempts.check(second, page(2, "[]", 3, 6), plan)).isSameAs(fullest);
        assertThat(second.problems()).singleElement().asString().endsWith("asked 3 times");
    }

    @Test
    void doubtsTheRecordsOfAnotherPage() throws Exception {
        storeFirst();
        second = fetch(plan.next());
        assertThat(refusal(second, page(2, TWO, 3, 6))).hasMessage("the answer holds the same records as page 1");
        assertThat(attempts.check(second, page(2, "[{\"id\":3},{\"id\":4}]", 3, 6), plan)
                        .rows())
                .isEqualTo(2);
        assertThat(second.problems()).isEmpty();
    }

    @Test
    void seesThatNothingFollowsTheLastPage() throws Exception {
        attempts.check(first, page(1, TWO, 1, 2), plan);
        plan.stored(1, 2, 1, 2, 2);
        PageAttempts past = fetch(plan.next());
        assertThat(past.isPastEnd()).isTrue();
        assertThat(refusal(past, page(2, "[]", 1, 2)).failure()).isEqualTo(FailureKind.ENDED);
        assertThat(refusal(past, page(1, TWO, 1, 2)).failure()).isEqualTo(FailureKind.ENDED);
        assertThat(attempts.check(past, page(2, "[{\"id\":9}]", 2, 3), plan).rows())
                .isEqualTo(1);
    }

    @Test
    void takesAnEmptyPageForTheEndWhereNoneIsAnnounced() throws Exception {
        attempts.check(first, page(1, TWO, -1, -1), plan);
        plan.stored(1, 2, -1, -1, -1);
        second = fetch(plan.next());
        Page empty = page(2, "[]", -1, -1);
        FetchException thrown = refusal(second, empty);
        while (thrown.failure() == FailureKind.DOUBTFUL) {
            thrown = refusal(second, empty);
        }
        assertThat(thrown.failure()).isEqualTo(FailureKind.ENDED);
    }

    private void storeFirst() throws Exception {
        attempts.check(first, page(1, TWO, 3, 6), plan);
        plan.stored(1, 2, 3, 6, 2);
    }

    private FetchException refusal(PageAttempts page, Page content) {
        return catchThrowableOfType(FetchException.class, () -> attempts.check(page, content, plan));
    }

    private static PageAttempts fetch(PageTask request) {
        PageAttempts page = new PageAttempts(request, Pages.pace(), Events.NONE);
        page.beginAttempt();
        return page;
    }

    private static Page page(int number, String data, int totalPages, int totalRecords) throws Exception {
        return Pages.read("{\"metadata\":{\"page\":%d,\"limit\":2,\"total_pages\":%d,\"total_records\":%d},\"data\":%s}"
                .formatted(number, totalPages, totalRecords, data));
    }
}
