package caravan.run;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fixture.TestRuns;
import caravan.pace.Backoff;
import caravan.page.PageTask.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {
    private final Retry retry =
            new Retry(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)), Duration.ofSeconds(5), () -> 0.5);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    private Run run;
    private PageAttempts page;

    @BeforeEach
    void attempt(@TempDir Path folder) throws Exception {
        run = TestRuns.begin(folder);
        page = new PageAttempts(run.source().page(3, Purpose.RECORDS), System::nanoTime);
        exchange.setProperty("run", run);
        exchange.setProperty("page", page);
        new Turn().await(run, page);
    }

    @AfterEach
    void close() throws Exception {
        run.close();
    }

    @Test
    void doublesFromOneFailureToTheNext() {
        for (long millis : new long[] {1000, 2000, 4000}) {
            fail(new FetchException(FailureKind.TRANSIENT, "500", "no"));
            assertThat(waits()).isEqualTo(millis);
        }
        assertThat(page.lastFailure().causeName()).isEqualTo("500");
        assertThat(run.requests().snapshot().refused()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSIENT, 500, 0, 1000, 0",
        "TRANSIENT, 503, 0, 1000, 0",
        "TRANSIENT, 500, 7, 7000, 0",
        "RATE_LIMITED, 429, 0, 2000, 1",
        "RATE_LIMITED, 429, 30, 30000, 1"
    })
    void waitsAsLongAsTheApiAsksAndCountsWhatCameTooFast(
            FailureKind kind, String cause, int retryAfter, long millis, int refused) {
        fail(new FetchException(kind, cause, "no", Duration.ofSeconds(retryAfter)));
        assertThat(waits()).isEqualTo(millis);
        assertThat(run.requests().snapshot().refused()).isEqualTo(refused);
    }

    @Test
    void givesThePagesSlotBackWhateverFailed() throws Exception {
        assertThat(run.pace().moment().inFlight()).isEqualTo(1);
        fail(new IllegalStateException("a bug"));
        assertThat(exchange.getIn().getHeader(Exchange.REDELIVERY_DELAY)).isNull();
        assertThat(run.pace().moment().inFlight()).isZero();
    }

    @Test
    void letsNobodyInOnceTheRunIsRefused() throws Exception {
        fail(new FetchException(FailureKind.REFUSED, "401", "no"));
        assertThat(run.pace().enter(4)).isFalse();
    }

    @Test
    void saysWhatKindOfFailureItIs() {
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT,
                new RuntimeException("wrapped", new FetchException(FailureKind.REFUSED, "401", "no")));
        assertThat(Retry.kind(exchange)).isEqualTo("REFUSED");
        RuntimeException bug = new IllegalStateException("x");
        bug.addSuppressed(new FetchException(FailureKind.TRANSIENT, "503", "of the attempt before"));
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, bug);
        assertThat(Retry.kind(exchange)).isEqualTo("BUG");
    }

    private void fail(Throwable thrown) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
        retry.process(exchange);
    }

    /** It waits in its pace, where a stop wakes it; Camel is to wait no more. */
    private long waits() {
        assertThat(exchange.getIn().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
                .isZero();
        assertThat(Duration.ofNanos(run.pace().tryEnter(3)))
                .isBetween(page.waitsFor().minusMillis(900), page.waitsFor());
        return page.waitsFor().toMillis();
    }
}
