package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fixture.Pages;
import caravan.fixture.TestRuns;
import caravan.pace.Backoff;
import caravan.page.Announced;
import caravan.page.Attempt;
import caravan.page.Page;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.run.PageAttempts;
import caravan.run.PageCheck;
import caravan.run.PageOutcomes;
import caravan.run.Retry;
import caravan.run.Run;
import caravan.run.StopReason;
import caravan.run.Turn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a page is asked for, by what its attempts met. */
class FetchPageRouteTest extends RouteTest {
    private static final Attempt ONE = new Attempt(1, 0, Duration.ZERO, Long.MAX_VALUE, Duration.ZERO);
    private static final int MAX_RETRIES = 3;
    private static final String FULL = "[{\"id\":1},{\"id\":2}]";

    /** What each attempt meets; the last one again and again. */
    private final Queue<Object> answers = new ArrayDeque<>();

    private Run run;
    private PageAttempts page;

    FetchPageRouteTest() {
        super("pipeline/20-fetch-page.camel.yaml");
    }

    @Override
    Map<String, String> properties() {
        return Map.of("MAX_RETRIES", Integer.toString(MAX_RETRIES), "caravan.getPage", "mock:get-page");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("turn", new Turn());
        registry.bind("pageCheck", new PageCheck(TestRuns.rowWriter()));
        registry.bind("retry", new Retry(new Backoff(Duration.ZERO, Duration.ZERO), Duration.ZERO, () -> 0));
        registry.bind("pageOutcomes", new PageOutcomes(System::nanoTime));
    }

    @BeforeEach
    void begin(@TempDir Path folder) throws Exception {
        answers.clear();
        run = TestRuns.begin(folder);
        page = new PageAttempts(run.plan().first(), System::nanoTime);
    }

    @AfterEach
    void close() throws Exception {
        run.close();
    }

    private Exchange fetch(Object... met) {
        answers.addAll(List.of(met));
        getPage().whenAnyExchangeReceived(exchange -> {
            assertThat(exchange.getMessage().getBody()).isEqualTo(page.task());
            // Camel's own count of redeliveries is one of them.
            exchange.getMessage().removeHeaders("*");
            Object answer = answers.size() > 1 ? answers.poll() : answers.peek();
            if (answer instanceof Page content) {
                exchange.getMessage().setBody(content);
            } else {
                throw (Exception) answer;
            }
        });
        return template.request("direct:fetch-page", exchange -> {
            exchange.setProperty("run", run);
            exchange.setProperty("page", page);
            exchange.getMessage().setBody(page.task());
            exchange.getMessage().setHeader("of-an-earlier-page", "x");
        });
    }

    private MockEndpoint getPage() {
        return getMockEndpoint("mock:get-page");
    }

    private static FetchException failure(FailureKind kind) {
        return new FetchException(kind, "met", "something else came").of(ONE);
    }

    private static Page page(int number, int totalPages, String records) throws Exception {
        Page page = Pages.read(Pages.json(number, totalPages, 2 * totalPages, records));
        page.attempt(ONE);
        return page;
    }

    @Test
    void aPageThatComesIsLeftInTheBody() throws Exception {
        Page content = page(1, 3, FULL);
        Exchange exchange = fetch(content);
        assertThat(exchange.getMessage().getBody()).isSameAs(content);
        assertThat(exchange.getProperty("outcome")).isNull();
        assertThat(page.attempts()).isEqualTo(1);
        assertThat(run.pace().moment().inFlight()).isZero();
        assertThat(getPage().getExchanges()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT, 4",
        "RATE_LIMITED, 4",
        "UNAUTHORIZED, 2",
        "PERMANENT, 1",
        "REFUSED, 1",
    })
    void aPageThatFailsIsAskedForAsOftenAsItsKindMayBe(FailureKind kind, int attempts) {
        Exchange exchange = fetch(failure(kind));
        assertThat(exchange.getException()).as("handled").isNull();
        assertThat(getPage().getExchanges()).hasSize(attempts);
        assertThat(page.effort().attempts()).isEqualTo(attempts);
        assertThat(page.effort().requests()).isEqualTo(attempts);
        assertThat(exchange.getProperty("outcome"))
                .isEqualTo(new PageOutcome.Failed(1, "met", "something else came", kind != FailureKind.PERMANENT));
        assertThat(run.pace().moment().inFlight()).isZero();
    }

    @Test
    void aRetryThatSucceedsLeavesThePageInTheBody() throws Exception {
        Page content = page(1, 3, FULL);
        Exchange exchange = fetch(
                failure(FailureKind.TRANSIENT),
                failure(FailureKind.RATE_LIMITED),
                failure(FailureKind.TRANSIENT),
                content);
        assertThat(exchange.getMessage().getBody()).isSameAs(content);
        assertThat(exchange.getProperty("outcome")).isNull();
        assertThat(page.effort().retries()).isEqualTo(Map.of("met", 3));
    }

    @Test
    void aKindThatIsNotRetriedEndsThePageInTheMiddleOfItsRetries() {
        fetch(failure(FailureKind.TRANSIENT), failure(FailureKind.PERMANENT), failure(FailureKind.TRANSIENT));
        assertThat(getPage().getExchanges()).hasSize(2);
        assertThat(page.lastFailure().kind()).isEqualTo(FailureKind.PERMANENT);
    }

    @Test
    void aDoubtfulAnswerIsBelievedWhenItComesTwice() throws Exception {
        Page second = page(1, 3, "[]");
        Exchange exchange = fetch(page(1, 3, "[]"), second);
        assertThat(exchange.getMessage().getBody()).isSameAs(second);
        assertThat(getPage().getExchanges()).hasSize(2);
    }

    @Test
    void anAbsentPageBeforeTheEndIsAskedForOnceMoreAndHasFailedThen() throws Exception {
        fetch(page(1, 3, FULL));
        run.plan().settle(new PageOutcome.Stored(1, 2, 1, new Announced(1, 2, 3, 6)));
        page = new PageAttempts(run.plan().next(), System::nanoTime);
        answers.clear();
        Exchange exchange = fetch(
                new FetchException(FailureKind.PERMANENT, "404", "404 Not Found"),
                new FetchException(FailureKind.PERMANENT, "404", "404 Not Found"));
        assertThat(page.attempts()).isEqualTo(2);
        assertThat(exchange.getProperty("outcome")).isInstanceOf(PageOutcome.Failed.class);
    }

    @Test
    void aDoubtSpendsNoRetry() throws Exception {
        fetch(page(1, 3, "[]"), failure(FailureKind.TRANSIENT));
        assertThat(getPage().getExchanges()).hasSize(1 + 1 + MAX_RETRIES);
    }

    @Test
    void aPageOfARunThatIsBeingStoppedIsNotRequested() throws Exception {
        run.stop(new StopReason(StopReason.Reason.INTERRUPTED, "stop"));
        Exchange exchange = fetch(page(1, 3, FULL));
        assertThat(getPage().getExchanges()).isEmpty();
        assertThat(page.attempts()).isZero();
        assertThat(exchange.getProperty("outcome")).isEqualTo(new PageOutcome.Dropped(1));
    }

    @Test
    void aRefusalLetsNoOtherPageIn() throws Exception {
        fetch(failure(FailureKind.REFUSED));
        assertThat(run.pace().enter(2)).isFalse();
    }

    @Test
    void thePagePastTheEndIsNeitherStoredNorFailed() throws Exception {
        PageTask past = new PageTask("customers", 2, page.task().uri(), Purpose.END);
        page = new PageAttempts(past, System::nanoTime);
        assertThat(fetch(page(2, 1, "[]")).getProperty("outcome")).isInstanceOf(PageOutcome.Ended.class);
        assertThat(getPage().getExchanges()).as("SETTLED is not retried").hasSize(1);
    }

    @Test
    void thePagePastTheEndThatDoesNotAnswerLeavesTheEndUnknown() {
        page = new PageAttempts(new PageTask("customers", 2, page.task().uri(), Purpose.END), System::nanoTime);
        Exchange exchange = fetch(failure(FailureKind.TRANSIENT));
        assertThat(getPage().getExchanges()).hasSize(1 + MAX_RETRIES);
        assertThat(exchange.getProperty("outcome")).isInstanceOf(PageOutcome.EndUnknown.class);
    }

    @Test
    void anErrorThatFetchingCannotMeetIsTheCallersAndNotRetried() {
        IllegalStateException bug = new IllegalStateException("a bug");
        Exchange exchange = fetch(bug);
        assertThat(exchange.getException()).isSameAs(bug);
        assertThat(exchange.getProperty("outcome")).isNull();
        assertThat(getPage().getExchanges()).hasSize(1);
    }
}
