package caravan.page;

import java.time.Duration;

/**
 * What one attempt to get a page did to the API, and what the API's answer said of its limits; whether or not it brought the
 * page. Durations and no clock times, so that it may come from another machine.
 *
 * @param requests how many requests were sent: 0 when not even the login succeeded, 2 where a fresh login was needed
 * @param renewedOn the status of the answer to the first request that a fresh login followed; 0 when there was none
 * @param answeredAfter from the last request to the beginning of its answer; negative when no answer came
 * @param requestsLeft what the answer says is left of a limit; {@link Long#MAX_VALUE} when it does not say
 * @param untilReset when there are more; zero when it does not say
 */
public record Attempt(int requests, int renewedOn, Duration answeredAfter, long requestsLeft, Duration untilReset) {
    /** Nothing was sent. */
    public static final Attempt NONE = new Attempt(0, 0, Duration.ofNanos(-1), Long.MAX_VALUE, Duration.ZERO);

    public boolean isAnswered() {
        return !answeredAfter.isNegative();
    }
}
