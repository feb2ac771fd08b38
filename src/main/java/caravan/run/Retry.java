package caravan.run;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fetch.Redirect;
import caravan.pace.Backoff;
import caravan.text.Numbers;
import java.net.URI;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Called by Camel after each failed attempt: notes what failed, gives the page's slot back, and says how long the page is to
 * wait.
 *
 * <p>It waits in its run's pace, where the end of the run wakes it, and not in Camel, whose sleep nothing cuts short and whose
 * jitter compounds from one delay to the next. An exception thrown here would be swallowed by Camel.
 */
public final class Retry implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("caravan.fetch");

    private final Backoff backoff;
    private final Duration doubtPause;
    private final DoubleSupplier random;

    /** @param doubtPause between a doubtful answer and the one that confirms it, for all pages */
    public Retry(Backoff backoff, Duration doubtPause, DoubleSupplier random) {
        this.backoff = backoff;
        this.doubtPause = doubtPause;
        this.random = random;
    }

    /** What a failed attempt means: the name of a {@link FailureKind}, or {@code BUG} where fetching cannot fail like that. */
    public static String kind(Exchange exchange) {
        FetchException failure = failure(exchange);
        return failure == null ? "BUG" : failure.kind().name();
    }

    @Override
    public void process(Exchange exchange) {
        Run run = exchange.getProperty("run", Run.class);
        PageAttempts page = exchange.getProperty("page", PageAttempts.class);
        FetchException failure = failure(exchange);
        if (failure == null) {
            run.traffic().leave(page);
            return;
        }
        boolean rateLimited = failure.kind() == FailureKind.RATE_LIMITED;
        URI asked = run.traffic().redirects().target(page.target());
        int failures = page.failed(failure);
        Redirect redirect = failure.redirect();
        if (redirect != null) {
            run.traffic().redirects().remember(asked, redirect);
        }
        Duration wait = wait(page, failure, failures, rateLimited);
        page.waitsFor(wait);
        exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, 0L);
        // Where the API does not say how long, the run rests as long as another failure would make one page wait.
        run.traffic().failed(page, failure, backoff.initial(), wait);
    }

    private Duration wait(PageAttempts page, FetchException failure, int failures, boolean rateLimited) {
        return switch (failure.kind()) {
            case REDIRECTED -> Duration.ZERO;
            case DOUBTFUL -> {
                // The same doubt once more: it waits like a failure.
                Duration again = backoff.after(page.doubts(), false, Duration.ZERO, random.getAsDouble());
                yield page.doubts() > 1 && again.compareTo(doubtPause) > 0 ? again : doubtPause;
            }
            default -> backoff.after(failures - page.doubts(), rateLimited, failure.retryAfter(), random.getAsDouble());
        };
    }

    /** Whether the page that has just failed is asked again; says so where it is. */
    public boolean again(PageAttempts page, int maxRetries) {
        // A doubtful answer is an answer: it is asked for again for its own sake, and spends none of the retries.
        boolean doubtful = page.lastFailure().kind() == FailureKind.DOUBTFUL;
        boolean redirected = page.lastFailure().kind() == FailureKind.REDIRECTED;
        int spent = page.spent();
        if (redirected) {
            about(page, LOG.atDebug())
                    .log("Page {}: {}", page.number(), page.lastFailure().getMessage());
            return !page.isLost();
        }
        if (!doubtful && (spent > maxRetries || page.isUnauthorizedAgain())) {
            return false;
        }
        about(page, LOG.atWarn())
                .log(
                        "Page {}: {}; {} in {} s",
                        page.number(),
                        page.lastFailure().getMessage(),
                        doubtful ? "asked again" : "retry " + spent + "/" + maxRetries,
                        Numbers.decimals(page.waitsFor().toMillis() / 1000.0, 1));
        return true;
    }

    private static @Nullable FetchException failure(Exchange exchange) {
        return FetchException.in(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    private static LoggingEventBuilder about(PageAttempts page, LoggingEventBuilder event) {
        return event.addKeyValue("source", page.task().source()).addKeyValue("page", page.number());
    }
}
