package caravan.live;

import caravan.report.Outcome;
import caravan.store.Run;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What is served of the newest run, under way or over. Called by the routes of {@code live.camel.yaml}. Thread-safe. */
public final class Live {
    private final LiveAddress address;
    private final Supplier<Run> newest;
    private final Metrics metrics;
    private final Clock clock;
    private volatile Ended last;

    /** How a run ended; {@code run} is null for one that could not begin. */
    private record Ended(Run run, Outcome outcome, Instant at) {}

    /** @param newest the newest run of this process; null before the first */
    public Live(LiveAddress address, Supplier<Run> newest, Metrics metrics, Clock clock) {
        this.address = address;
        this.newest = newest;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The newest run is over, or one could not begin. */
    public void ended(Outcome outcome) {
        Run run = newest.get();
        boolean begun = run != null && (last == null || run != last.run());
        last = new Ended(begun ? run : null, outcome, clock.instant());
        metrics.ended(outcome.text());
    }

    /** Whether a request with this {@code Host} header is meant for somebody else. */
    public boolean isForeign(String hostHeader) {
        return address.isForeign(hostHeader);
    }

    public String data() {
        return "{}";
    }

    public String page() {
        return "<!doctype html><title>Caravan</title>";
    }

    /** How the run under way does, and how the last one that is over has ended. */
    public Health health() {
        Run run = newest.get();
        Ended ended = last;
        List<Health.Check> checks = new ArrayList<>();
        if (run != null && (ended == null || run != ended.run())) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("run", run.name());
            data.put("since", run.sessionStarted().toString());
            data.put("pages.expected", run.plan().expected());
            data.put("stopped", run.stop() == null ? null : run.stop().message());
            checks.add(new Health.Check("run", run.stop() == null, data));
        }
        if (ended != null) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("run", ended.run() == null ? null : ended.run().name());
            data.put("outcome", ended.outcome().text());
            data.put("exit.code", ended.outcome().exitCode());
            data.put("ended", ended.at().toString());
            checks.add(new Health.Check("last-run", ended.outcome() == Outcome.COMPLETE, data));
        }
        return Health.of(checks);
    }
}
