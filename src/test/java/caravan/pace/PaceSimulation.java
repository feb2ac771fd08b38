package caravan.pace;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeSet;

/** A run of many pages against an API with a limit, in time that only this class moves: no threads, no waiting. */
final class PaceSimulation {
    static final long SECOND = 1_000_000_000L;

    /** How a refusal says when to come again. */
    enum Hint {
        NONE,
        WHOLE_SECONDS,
        EXACT,
        /** Every answer tells what is left, so that nothing need be refused. */
        HEADERS
    }

    /** The API: a token bucket, chance faults, and how long an answer takes. */
    static final class Api {
        private double perSecond = Double.POSITIVE_INFINITY;
        private double burst = 1;
        private double laterPerSecond;
        private long changesAt = Long.MAX_VALUE;
        private Hint hint = Hint.NONE;
        private double chanceOf503;
        private double chanceOf429;
        private long latency = SECOND / 50;
        private boolean heedless;

        Api limit(double requestsPerSecond, int atOnce) {
            perSecond = requestsPerSecond;
            laterPerSecond = requestsPerSecond;
            burst = atOnce;
            return this;
        }

        Api becomes(double requestsPerSecond, int afterSeconds) {
            laterPerSecond = requestsPerSecond;
            changesAt = afterSeconds * SECOND;
            return this;
        }

        Api hint(Hint of) {
            hint = of;
            return this;
        }

        Api faults(double of503, double of429) {
            chanceOf503 = of503;
            chanceOf429 = of429;
            return this;
        }

        Api latency(int millis) {
            latency = millis * 1_000_000L;
            return this;
        }

        /** A run against it does not slow down, whatever is refused. */
        Api heedless() {
            heedless = true;
            return this;
        }

        /** What it would have granted in all by then. */
        double allowed(long now) {
            return burst + perSecond * Math.min(now, changesAt) / SECOND + laterPerSecond * after(now) / SECOND;
        }

        /** When it grants so many at the soonest. */
        double secondsFor(int requests) {
            double early = (requests - burst) / perSecond;
            double change = (double) changesAt / SECOND;
            return early <= change ? early : change + (early - change) * perSecond / laterPerSecond;
        }

        private long after(long now) {
            return Math.max(0, now - changesAt);
        }
    }

    /**
     * What came of a run.
     *
     * @param share of the pace that the API allows, and that answers of this latency allow to so many in flight
     * @param refused of all requests
     * @param seconds from the first request to the last
     */
    record Result(double share, double refused, double seconds, int requests) {}

    private record Event(long at, long order, Runnable happens) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final Api api;
    private final int pages;
    private final int lanes;
    private final Random random;
    private final Pace pace;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    /** Pages that wait to be let in. */
    private final TreeSet<Integer> entering = new TreeSet<>();

    private final Map<Integer, Integer> failures = new HashMap<>();
    private long now;
    private long order;
    private int nextPage = 1;
    private int stored;
    private double tokens;
    private long filledAt;
    private int requests;
    private int refused;
    private long lastAt;

    private PaceSimulation(Api api, int pages, int inFlight, long seed) {
        this.api = api;
        this.pages = pages;
        lanes = 4 * inFlight;
        random = new Random(seed);
        pace = Pace.alone(inFlight, Duration.ZERO, 1e9, () -> now);
        tokens = api.burst;
    }

    static Result run(Api api, int pages, int inFlight, long seed) {
        PaceSimulation run = new PaceSimulation(api, pages, inFlight, seed);
        run.run();
        Api unlimited = new Api();
        unlimited.latency = api.latency;
        PaceSimulation free = new PaceSimulation(unlimited, pages, inFlight, seed);
        free.run();
        double best = Math.max((double) free.lastAt / SECOND, api.secondsFor(pages));
        double seconds = (double) run.lastAt / SECOND;
        return new Result(best / seconds, (double) run.refused / run.requests, seconds, run.requests);
    }

    private void run() {
        // Page 1 goes alone: it tells how many there are.
        begin();
        while (stored < pages) {
            long wait = enter();
            if (events.isEmpty() || (wait != Long.MAX_VALUE && now + wait < events.peek().at)) {
                now += wait;
            } else {
                Event next = events.remove();
                now = next.at;
                next.happens.run();
            }
        }
    }

    /** A lane takes the next page. */
    private void begin() {
        if (nextPage <= pages) {
            entering.add(nextPage++);
        }
    }

    /** Lets in whom the pace lets in; returns when it is to be asked again. */
    private long enter() {
        long soonest = Long.MAX_VALUE;
        for (int page : entering.toArray(new Integer[0])) {
            long wait = pace.tryEnter(page);
            if (wait == 0) {
                entering.remove(page);
                requests++;
                lastAt = now;
                after(api.latency / 2, () -> ask(page));
            } else {
                soonest = Math.min(soonest, wait);
            }
        }
        return soonest;
    }

    /** The request reaches the API. */
    private void ask(int page) {
        double chance = random.nextDouble();
        boolean granted = grant();
        boolean limited = !granted || chance < api.chanceOf429;
        boolean ill = !limited && chance < api.chanceOf429 + api.chanceOf503;
        double toNext = Math.max(0, 1 - tokens) / (now < api.changesAt ? api.perSecond : api.laterPerSecond);
        RateLimitHeaders quota = RateLimitHeaders.UNKNOWN;
        if (api.hint == Hint.HEADERS) {
            quota = new RateLimitHeaders(
                    (long) tokens, tokens < 1 ? Duration.ofNanos((long) (toNext * SECOND)) : Duration.ZERO);
        }
        Duration hint = switch (api.hint) {
            case NONE, HEADERS -> Duration.ZERO;
            case WHOLE_SECONDS -> Duration.ofSeconds((long) Math.max(1, Math.ceil(toNext)));
            case EXACT -> Duration.ofNanos((long) (toNext * SECOND) + 1);
        };
        RateLimitHeaders told = quota;
        after(api.latency - api.latency / 2, () -> {
            pace.answered(Duration.ofNanos(api.latency), told.left(), told.reset());
            if (limited || ill) {
                refuse(page, limited, granted ? Duration.ZERO : hint);
            } else {
                come(page);
            }
        });
    }

    private boolean grant() {
        if (api.perSecond == Double.POSITIVE_INFINITY) {
            return true;
        }
        double added = api.allowed(now) - api.allowed(filledAt);
        filledAt = now;
        tokens = Math.min(api.burst, tokens + added);
        boolean granted = tokens >= 1;
        tokens -= granted ? 1 : 0;
        return granted;
    }

    private void come(int page) {
        pace.served(page);
        pace.arrived(page);
        pace.leave(page);
        stored++;
        for (int lane = page == 1 ? lanes : 1; lane > 0; lane--) {
            begin();
        }
    }

    /** As the hook for retries does. */
    private void refuse(int page, boolean tooFast, Duration hint) {
        refused++;
        Duration wait = BACKOFF.after(failures.merge(page, 1, Integer::sum), tooFast, hint, random.nextDouble());
        if (!api.heedless) {
            pace.refused(page, hint, BACKOFF.initial());
        }
        pace.backOff(page, wait);
        entering.add(page);
    }

    private void after(long wait, Runnable happens) {
        events.add(new Event(now + wait, order++, happens));
    }
}
