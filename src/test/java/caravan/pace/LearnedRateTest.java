package caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.pace.PaceSimulation.Api;
import caravan.pace.PaceSimulation.Hint;
import caravan.pace.PaceSimulation.Result;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided at each answer, and what comes of it in whole runs; all in time that the test moves. */
class LearnedRateTest {
    private static final long SECOND = PaceSimulation.SECOND;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int RUNS = 10;

    private long now = SECOND;

    @Test
    void doublesUntilNothingIsRefusedAndStaysUnderTheCap() {
        LearnedRate rate = new LearnedRate(1e9, now);
        assertThat(perSecond(rate)).isEqualTo(25);
        now += SECOND / 4;
        assertThat(perSecond(rate)).isBetween(49.0, 51.0);
        now += SECOND * 10;
        assertThat(rate.spacing(now)).as("unbounded").isLessThanOrEqualTo(1);
        assertThat(perSecond(new LearnedRate(3, now))).isBetween(2.9, 3.1);
        assertThat(perSecond(new LearnedRate(0.5, now))).isBetween(0.49, 0.51);
    }

    /** Answers in turn: + served, - refused; whether the last one holds the run. */
    @ParameterizedTest
    @CsvSource({
        "-, false",
        "++++-, false",
        "-+-, false",
        "--, false",
        "---, true",
        "-+-+-, true",
        "-++++++-++++++-, false",
        // One alone was seen: chance is at work, and three need not be more than that.
        "-++++++++-+-+-, false",
        "-++++++++-+-+--, true"
    })
    void aRefusalWithoutAHintIsALimitWhenManyAreRefused(String answers, boolean held) {
        LearnedRate rate = new LearnedRate(1e9, now);
        Duration wait = Duration.ZERO;
        for (int i = 0; i < answers.length(); i++) {
            wait = ask(rate, answers.charAt(i) == '+', Duration.ZERO);
        }
        assertThat(wait).isEqualTo(held ? PAUSE : Duration.ZERO);
    }

    @Test
    void aHintIsObeyedAtOnceAndWhatWasServedIsLearned() {
        LearnedRate rate = new LearnedRate(1e9, now);
        // More at first, from the burst.
        for (int i = 0; i < 20; i++) {
            now += SECOND / 40;
            ask(rate, true, Duration.ZERO);
        }
        assertThat(ask(rate, false, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        now += 2 * SECOND;
        // Ten a second from one time that it was empty to the next.
        for (int i = 0; i < 60; i++) {
            now += SECOND / 14;
            ask(rate, true, Duration.ZERO);
        }
        ask(rate, false, Duration.ofSeconds(1));
        now += SECOND;
        // What came in during the pause may be fetched faster; then it keeps to the limit.
        double most = perSecond(rate);
        long spacing = 0;
        for (int i = 0; i < 60; i++) {
            spacing = rate.sent(now);
            now += spacing;
        }
        assertThat((double) SECOND / spacing).isBetween(8.5, 12.0);
        assertThat(most).isBetween(34.0, 48.0);
    }

    @Test
    void whatWasOnItsWayWhenTheLimitWasMetDoesNotSlowTheRunFurther() {
        LearnedRate rate = new LearnedRate(1e9, now);
        for (int i = 0; i < 20; i++) {
            ask(rate, true, Duration.ZERO);
        }
        long sent = now;
        now += SECOND / 10;
        rate.refused(sent, now, PAUSE, PAUSE);
        long spacing = rate.spacing(now);
        assertThat(rate.refused(sent, now, PAUSE, PAUSE)).isEqualTo(PAUSE);
        assertThat(rate.refused(sent, now, Duration.ZERO, PAUSE)).isZero();
        assertThat(rate.spacing(now)).isEqualTo(spacing);
    }

    @Test
    void restsTwiceAsLongEachTimeThatNothingIsServedAfterwards() {
        LearnedRate rate = new LearnedRate(1e9, now);
        for (int i = 0; i < 3; i++) {
            ask(rate, false, Duration.ZERO);
        }
        for (long seconds : new long[] {2, 4, 8}) {
            now += 100 * SECOND;
            Duration wait = Duration.ZERO;
            for (int i = 0; i < 3 && wait.isZero(); i++) {
                wait = ask(rate, false, Duration.ZERO);
            }
            assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    /**
     * Runs against a limit, of the mean of ten: the least share of what is allowed, and the most that is refused, in
     * percent.
     *
     * <p>What must be learned costs something that a short run feels: three to five refusals and a rest or two.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # a second, at once, hint, pages, latency, in flight, share, refused
            10,  10, WHOLE_SECONDS,  60,  20, 4, 92,  5
            10,  10, WHOLE_SECONDS,  60,  20, 8, 90,  5
            10,  10, EXACT,          60,  20, 4, 85,  5
            10,  10, NONE,           60,  20, 4, 92,  8
            10,  10, HEADERS,        60,  20, 4, 95,  0
            10,  10, HEADERS,        60, 200, 8, 90,  0
            10,  10, WHOLE_SECONDS,  60, 200, 4, 60,  5
            10,  10, WHOLE_SECONDS, 200,  20, 4, 90,  5
            10,  10, WHOLE_SECONDS, 300,  20, 4, 95,  3
            10,  10, WHOLE_SECONDS, 300,  50, 8, 95,  3
            10,  10, NONE,          300,  20, 4, 95,  6
            10,  10, NONE,          300,  50, 8, 95,  6
            10,  10, WHOLE_SECONDS, 600,  20, 8, 90,  5
            10,  10, WHOLE_SECONDS, 600, 200, 4, 90,  5
            10,  10, WHOLE_SECONDS, 600, 200, 8, 90,  5
            10,  10, EXACT,         600,  20, 4, 90,  5
            10,  10, EXACT,         600, 200, 4, 90,  5
            10,  10, NONE,          600, 200, 4, 90, 10
            10,  10, NONE,          600, 200, 8, 90, 10
            10,  10, HEADERS,       600, 200, 8, 95,  0
            2,    1, WHOLE_SECONDS,  60,  20, 4, 66, 11
            2,    1, WHOLE_SECONDS, 600,  20, 4, 82,  5
            2,    1, EXACT,         600,  20, 8, 86,  5
            2,    1, NONE,          600, 200, 4, 81, 10
            2,    1, HEADERS,       600,  20, 4, 95,  0
            100, 50, WHOLE_SECONDS,  60,  20, 8, 99,  0
            100, 50, WHOLE_SECONDS, 600,  20, 8, 60,  5
            100, 50, NONE,          600, 200, 8, 99,  0
            100, 50, HEADERS,       600,  20, 8, 95,  0
            """)
    void reachesWhatIsAllowedWithFewRefusals(
            double perSecond, int burst, Hint hint, int pages, int latency, int inFlight, int share, int refused) {
        Result mean = mean(() -> new Api().limit(perSecond, burst).hint(hint).latency(latency), pages, inFlight);
        assertThat(mean.share()).as("%s", mean).isGreaterThanOrEqualTo(share / 100.0);
        assertThat(mean.refused()).as("%s", mean).isLessThanOrEqualTo(refused / 100.0);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 5, WHOLE_SECONDS, 80",
        "20, 5, EXACT, 80",
        "20, 5, HEADERS, 95",
        "10, 20, WHOLE_SECONDS, 80",
        "5, 20, WHOLE_SECONDS, 65",
        "5, 20, EXACT, 75",
        "5, 20, HEADERS, 95"
    })
    void followsALimitThatChanges(double first, double later, Hint hint, int share) {
        Result mean = mean(() -> new Api().limit(first, 10).becomes(later, 15).hint(hint), 600, 4);
        assertThat(mean.share()).as("%s", mean).isGreaterThanOrEqualTo(share / 100.0);
        assertThat(mean.refused()).as("%s", mean).isLessThanOrEqualTo(0.05);
    }

    /** Against a run that takes no notice, and so does what its pages' own backoffs and its lanes allow. */
    @ParameterizedTest
    @CsvSource({
        "0.05, 0,     125,  20, 4",
        "0,    0.05,  125,  20, 4",
        "0.05, 0,     125, 200, 8",
        "0.05, 0,     600,  20, 4",
        "0,    0.05,  600,  20, 8",
        "0.025, 0.025, 600, 200, 4",
        "0.05, 0,    3000, 200, 8"
    })
    void mereChanceDoesNotSlowTheRunLastingly(double of503, double of429, int pages, int latency, int inFlight) {
        Supplier<Api> api = () -> new Api().faults(of503, of429).latency(latency);
        double heeding = mean(api, pages, inFlight).seconds();
        double heedless = mean(() -> api.get().heedless(), pages, inFlight).seconds();
        assertThat(heeding).isLessThanOrEqualTo(1.25 * heedless);
    }

    private static Result mean(Supplier<Api> api, int pages, int inFlight) {
        double share = 0;
        double refused = 0;
        double seconds = 0;
        int requests = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Result result = PaceSimulation.run(api.get(), pages, inFlight, seed);
            share += result.share() / RUNS;
            refused += result.refused() / RUNS;
            seconds += result.seconds() / RUNS;
            requests += result.requests();
        }
        return new Result(share, refused, seconds, requests / RUNS);
    }

    /** One request and its answer, a thousandth of a second later. */
    private Duration ask(LearnedRate rate, boolean served, Duration hint) {
        long sent = now += SECOND / 1000;
        rate.sent(sent);
        now += SECOND / 1000;
        if (served) {
            rate.served(sent);
            return Duration.ZERO;
        }
        return rate.refused(sent, now, hint, PAUSE);
    }

    private double perSecond(LearnedRate rate) {
        return (double) SECOND / rate.spacing(now);
    }
}
