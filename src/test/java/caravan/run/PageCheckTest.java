package caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fixture.Pages;
import caravan.page.Announced;
import caravan.page.Page;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.plan.NumberedPlan;
import caravan.source.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether an answer is the page that was asked for, and whole. */
class PageCheckTest {
    private static final String TWO = "[{\"id\":1},{\"id\":2}]";

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
        assertThat(PageCheck.judge(plan, first, page)).isSameAs(page);
        assertThat(first.effort().problems()).isEmpty();
    }

    @Test
    void asksTwiceMoreForAShortPageAndTakesTheFullestAnswer() throws Exception {
        storeFirst();
        second = fetch(plan.next());
        Page fullest = page(2, "[{\"id\":3}]", 3, 6);
        assertThat(refusal(second, page(2, "[]", 3, 6)).kind()).isEqualTo(FailureKind.DOUBTFUL);
        assertThat(refusal(second, fullest)).hasMessage("the answer holds 1 records, fewer than a full page");
        assertThat(PageCheck.judge(plan, second, page(2, "[]", 3, 6))).isSameAs(fullest);
        assertThat(second.effort().problems()).singleElement().asString().endsWith("asked 3 times");
    }

    @Test
    void doubtsTheRecordsOfAnotherPage() throws Exception {
        storeFirst();
        second = fetch(plan.next());
        assertThat(refusal(second, page(2, TWO, 3, 6))).hasMessage("the answer holds the same records as page 1");
        assertThat(PageCheck.judge(plan, second, page(2, "[{\"id\":3},{\"id\":4}]", 3, 6))
                        .rows())
                .isEqualTo(2);
        assertThat(second.effort().problems()).isEmpty();
    }

    @Test
    void seesThatNothingFollowsTheLastPage() throws Exception {
        PageCheck.judge(plan, first, page(1, TWO, 1, 2));
        plan.settle(new PageOutcome.Stored(1, 2, new Announced(-1, 2, 1, 2)));
        PageAttempts past = fetch(plan.next());
        assertThat(past.task().pastEnd()).isTrue();
        assertThat(refusal(past, page(2, "[]", 1, 2)).kind()).isEqualTo(FailureKind.ENDED);
        assertThat(refusal(past, page(1, TWO, 1, 2)).kind()).isEqualTo(FailureKind.ENDED);
        assertThat(PageCheck.judge(plan, past, page(2, "[{\"id\":9}]", 2, 3)).rows())
                .isEqualTo(1);
    }

    @Test
    void takesAnEmptyPageForTheEndWhereNoneIsAnnounced() throws Exception {
        PageCheck.judge(plan, first, page(1, TWO, -1, -1));
        plan.settle(new PageOutcome.Stored(1, 2, new Announced(-1, -1, -1, -1)));
        second = fetch(plan.next());
        Page empty = page(2, "[]", -1, -1);
        FetchException thrown = refusal(second, empty);
        while (thrown.kind() == FailureKind.DOUBTFUL) {
            thrown = refusal(second, empty);
        }
        assertThat(thrown.kind()).isEqualTo(FailureKind.ENDED);
    }

    private void storeFirst() throws Exception {
        PageCheck.judge(plan, first, page(1, TWO, 3, 6));
        plan.settle(new PageOutcome.Stored(1, 2, new Announced(-1, 2, 3, 6)));
    }

    private FetchException refusal(PageAttempts page, Page content) {
        return catchThrowableOfType(FetchException.class, () -> PageCheck.judge(plan, page, content));
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
