package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.pace.Backoff;
import caravan.pace.Pace;
import caravan.page.PageTask;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {
    private final Retry delay = new Retry(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)), () -> 0.5);
    private final Pace pace = Pages.pace();
    private final PageAttempts page =
            new PageAttempts(new PageTask(3, URI.create("http://crm.example/c?page=3"), false), pace, Events.NONE);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @BeforeEach
    void attempt() throws Exception {
        exchange.setProperty("page", page);
        pace.enter(3);
        page.beginAttempt();
    }

    @Test
    void doublesFromOneFailureToTheNext() {
        for (long millis : new long[] {1000, 2000, 4000}) {
            fail(new IOException("reset"));
            assertThat(waits()).isEqualTo(millis);
        }
        assertThat(page.lastFailure().causeName()).isEqualTo("connection lost");
        assertThat(pace.refusedRequests()).isZero();
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
            FailureKind failure, String cause, int retryAfter, long millis, int refused) {
        fail(new FetchException(failure, cause, "no", Duration.ofSeconds(retryAfter)));
        assertThat(waits()).isEqualTo(millis);
        assertThat(pace.refusedRequests()).isEqualTo(refused);
    }

    @Test
    void givesThePagesSlotBackWhateverFailed() throws Exception {
        Pace narrow = new Pace(1, Duration.ZERO, 1e9, System::nanoTime);
        PageTask request = new PageTask(3, URI.create("http://crm.example/c?page=3"), false);
        exchange.setProperty("page", new PageAttempts(request, narrow, Events.NONE));
        narrow.enter(3);
        fail(new IllegalStateException("a bug"));
        assertThat(exchange.getIn().getHeader(Exchange.REDELIVERY_DELAY)).isNull();
        assertThat(narrow.enter(4)).isTrue();
    }

    @Test
    void letsNobodyInOnceTheRunIsRefused() throws Exception {
        fail(new FetchException(FailureKind.REFUSED, "401", "no"));
        assertThat(pace.enter(4)).isFalse();
    }

    @Test
    void classesWhatFailed() {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("x"));
        assertThat(Retry.classify(exchange)).isEqualTo("TRANSIENT");
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new FetchException(FailureKind.REFUSED, "401", "no"));
        assertThat(Retry.classify(exchange)).isEqualTo("REFUSED");
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("x"));
        assertThat(Retry.classify(exchange)).isEqualTo("BUG");
    }

    @Test
    void asksAgainAsOftenAsItMay() {
        fail(new IOException("x"));
        assertThat(delay.again(page, 0)).isFalse();
        assertThat(delay.again(page, 1)).isTrue();
        page.beginAttempt();
        fail(new IOException("x"));
        assertThat(delay.again(page, 1)).isFalse();
        assertThat(delay.again(page, 2)).isTrue();
    }

    @Test
    void spendsNoRetryOnADoubt() {
        page.doubted();
        fail(new FetchException(FailureKind.DOUBTFUL, "doubtful", "it holds no records"));
        assertThat(delay.again(page, 0)).isTrue();
        page.beginAttempt();
        fail(new IOException("x"));
        assertThat(delay.again(page, 0)).isFalse();
        assertThat(delay.again(page, 1)).isTrue();
    }

    private void fail(Throwable thrown) {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
        delay.process(exchange);
    }

    /** It waits in its pace, where a stop wakes it; Camel is to wait no more. */
    private long waits() {
        assertThat(exchange.getIn().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
                .isZero();
        assertThat(Duration.ofNanos(pace.tryEnter(3))).isBetween(page.waitsFor().minusMillis(900), page.waitsFor());
        return page.waitsFor().toMillis();
    }
}
