package caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fixture.Pages;
import caravan.fixture.TestSources;
import caravan.page.Announced;
import caravan.page.Page;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.plan.NumberedPlan;
import caravan.source.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether an answer is believed, and what it is taken for. */
class PageCheckTest {
    private static final String ONE = "[{\"id\":1},{\"id\":2}]";
    private static final String TWO = "[{\"id\":3},{\"id\":4}]";

    private NumberedPlan plan;
    private PageAttempts first;

    @BeforeEach
    void plan() {
        Source source = TestSources.customers("http://crm.example", 1000);
        plan = new NumberedPlan(source, 2, 3, 1, from -> {});
        first = fetch(plan.first());
    }

    @Test
    void takesAPageAsItComes() throws Exception {
        Page page = page(1, "[{\"id\":1}]", 1, 1);
        assertThat(judge(first, page)).isSameAs(page);
    }

    @Test
    void aShortPageIsStoredAndNotAskedForAtOnce() throws Exception {
        store(1, ONE, 3, 6);
        Page half = page(2, "[{\"id\":3}]", 3, 6);
        assertThat(judge(fetch(plan.next()), half)).isSameAs(half);
    }

    @Test
    void anEmptyPageBeforeTheEndIsBelievedTheSecondTimeButIsNotTheEnd() throws Exception {
        store(1, ONE, 3, 6);
        PageAttempts second = fetch(plan.next());
        assertThat(refusal(second, page(2, "[]", 3, 6)))
                .hasMessage("the answer holds no records")
                .extracting(FetchException::kind)
                .isEqualTo(FailureKind.DOUBTFUL);
        assertThat(refusal(second, page(2, "[]", 3, 6)).kind()).isEqualTo(FailureKind.SETTLED);
        assertThat(second.conclusion()).isInstanceOf(PageOutcome.Empty.class);
    }

    @Test
    void whatAnEmptyAnswerAnnouncesDoesNotCount() throws Exception {
        store(1, ONE, 3, 6);
        PageAttempts second = fetch(plan.next());
        refusal(second, page(2, "[]", 0, 0));
        refusal(second, page(2, "[]", 0, 0));
        plan.settle(second.conclusion());
        assertThat(plan.announcedRecords()).isEqualTo(6);
        assertThat(plan.expected()).isEqualTo(3);
    }

    @Test
    void doubtsTheRecordsOfAnotherPageAndDoesNotStoreThemTwice() throws Exception {
        store(1, ONE, 3, 6);
        PageAttempts second = fetch(plan.next());
        assertThat(refusal(second, page(2, ONE, 3, 6))).hasMessage("the answer holds the same records as page 1");
        assertThat(refusal(second, page(2, ONE, 3, 6)).kind()).isEqualTo(FailureKind.SETTLED);
        assertThat(second.conclusion()).isInstanceOf(PageOutcome.Copied.class);
        assertThat(judge(second, page(2, TWO, 3, 6)).rows()).isEqualTo(2);
    }

    @Test
    void doubtsASmallerTotalOnce() throws Exception {
        store(1, ONE, 3, 6);
        PageAttempts second = fetch(plan.next());
        assertThat(refusal(second, page(2, TWO, 2, 4)).kind()).isEqualTo(FailureKind.DOUBTFUL);
        assertThat(judge(second, page(2, TWO, 2, 4)).rows()).isEqualTo(2);
        plan.settle(new PageOutcome.Stored(2, 2, 2, new Announced(-1, 2, 2, 4)));
        assertThat(judge(fetch(plan.next()), page(3, "[{\"id\":5}]", 2, 4)).rows())
                .as("the same total as before")
                .isEqualTo(1);
    }

    @Test
    void anAnswerOfAnotherKindIsNotTheSameAgain() throws Exception {
        store(1, ONE, 3, 6);
        PageAttempts second = fetch(plan.next());
        assertThat(refusal(second, page(2, ONE, 3, 6)).kind()).isEqualTo(FailureKind.DOUBTFUL);
        assertThat(refusal(second, page(2, "[]", 3, 6)).kind()).isEqualTo(FailureKind.DOUBTFUL);
        assertThat(judge(second, page(2, TWO, 3, 6)).rows()).isEqualTo(2);
    }

    @Test
    void seesThatNothingFollowsTheLastPage() throws Exception {
        store(1, ONE, 1, 2);
        PageAttempts past = fetch(plan.next());
        assertThat(past.task().isPastEnd()).isTrue();
        assertThat(refusal(past, page(2, "[]", 1, 2)).kind()).isEqualTo(FailureKind.SETTLED);
        assertThat(refusal(past, page(1, ONE, 1, 2)).kind()).isEqualTo(FailureKind.SETTLED);
        assertThat(judge(past, page(2, "[{\"id\":9}]", 2, 3)).rows()).isEqualTo(1);
    }

    @Test
    void takesAnEmptyPageForTheEndWhereNoneIsAnnounced() throws Exception {
        store(1, ONE, -1, -1);
        PageAttempts second = fetch(plan.next());
        assertThat(refusal(second, page(2, "[]", -1, -1)).kind()).isEqualTo(FailureKind.DOUBTFUL);
        assertThat(refusal(second, page(2, "[]", -1, -1)).kind()).isEqualTo(FailureKind.SETTLED);
        assertThat(second.conclusion()).isInstanceOf(PageOutcome.Ended.class);
    }

    private void store(int number, String records, int totalPages, int totalRecords) throws Exception {
        Page page = page(number, records, totalPages, totalRecords);
        judge(first, page);
        plan.settle(new PageOutcome.Stored(
                number, page.rows(), page.identity("id"), new Announced(-1, 2, totalPages, totalRecords)));
    }

    private Page judge(PageAttempts page, Page content) throws FetchException {
        return PageCheck.judge(plan, page, content, "id");
    }

    private FetchException refusal(PageAttempts page, Page content) {
        return catchThrowableOfType(FetchException.class, () -> judge(page, content));
    }

    private static PageAttempts fetch(PageTask request) {
        PageAttempts page = new PageAttempts(request, System::nanoTime);
        page.begin();
        return page;
    }

    private static Page page(int number, String data, int totalPages, int totalRecords) throws Exception {
        return Pages.read("{\"metadata\":{\"page\":%d,\"limit\":2,\"total_pages\":%d,\"total_records\":%d},\"data\":%s}"
                .formatted(number, totalPages, totalRecords, data));
    }
}
