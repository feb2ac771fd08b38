package caravan.live;

import caravan.auth.Secrets;
import caravan.report.Outcome;
import caravan.report.ReportPage;
import caravan.run.Run;
import caravan.run.StopReason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is served of the newest run, under way or over. Called by the routes of {@code live.camel.yaml}. Thread-safe. */
public final class Live {
    /** The page asks about each second. */
    private static final Duration FRESH = Duration.ofMillis(500);
    /** So many times as long as it took, a page is good: however long the run, it costs a twentieth of one processor. */
    private static final int COST = 20;
    /** Who asked so lately is looking still, and will ask again. */
    private static final Duration LATELY = Duration.ofSeconds(3);

    private final LiveAddress address;
    private final Supplier<@Nullable Run> newest;
    private final IntSupplier logins;
    private final Metrics metrics;
    private final Clock clock;
    private final CountDownLatch toldTheEnd = new CountDownLatch(1);
    private volatile Instant asked = Instant.MIN;
    private volatile @Nullable Ended last;
    private @Nullable Run drawnRun;
    private @Nullable ReportPage drawn;
    private @Nullable ReportPage htmlOf;
    private @Nullable String html;
    private @Nullable ReportPage dataOf;
    private @Nullable String data;
    private Instant goodUntil = Instant.MIN;

    /** How a run ended; {@code run} is null for one that could not begin, {@code page} is then that of one before. */
    private record Ended(
            @Nullable Run run,
            Outcome outcome,
            Instant at,
            @Nullable ReportPage page) {}

    /**
     * @param newest the newest run of this process
     * @param logins how many were tried for it
     */
    public Live(LiveAddress address, Supplier<@Nullable Run> newest, IntSupplier logins, Metrics metrics, Clock clock) {
        this.address = address;
        this.newest = newest;
        this.logins = logins;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Where to look. */
    public URI url() {
        return address.url();
    }

    /**
     * The newest run is over, or one could not begin.
     *
     * @param page that of the last one that has a report
     */
    public void ended(Outcome outcome, @Nullable ReportPage page) {
        last = new Ended(underWay(), outcome, clock.instant(), page);
        metrics.ended(outcome.text());
    }

    /** Waits a little until who is looking at the page has seen how the run ended. */
    public void farewell() throws InterruptedException {
        if (asked.isAfter(clock.instant().minus(LATELY))) {
            toldTheEnd.await(LATELY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Whether a request is meant for somebody else.
     *
     * @param hostHeader null in HTTP/2, where the address has what it would hold
     */
    public boolean isForeign(@Nullable String hostHeader, String url) {
        return address.isForeign(
                hostHeader != null ? hostHeader : URI.create(url).getAuthority());
    }

    /** The whole page. */
    public String page() throws IOException {
        ReportPage page = current();
        if (page != null) {
            return html(page);
        }
        try (InputStream waiting = Live.class.getResourceAsStream("waiting.html")) {
            return new String(waiting.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What changes on the page. */
    public String data() throws IOException {
        asked = clock.instant();
        ReportPage page = current();
        if (page == null) {
            return "{}";
        }
        if (!page.isRunning()) {
            toldTheEnd.countDown();
        }
        return data(page);
    }

    /** Drawn once, however many look at it. */
    private synchronized String html(ReportPage page) {
        String text = html;
        if (text == null || page != htmlOf) {
            text = page.html(true);
            html = text;
            htmlOf = page;
        }
        return text;
    }

    private synchronized String data(ReportPage page) {
        String text = data;
        if (text == null || page != dataOf) {
            text = page.data();
            data = text;
            dataOf = page;
        }
        return text;
    }

    /** How the run under way does, and how the last one that is over has ended. */
    public Health health() {
        Ended ended = last;
        Run run = underWay();
        List<Health.Check> checks = new ArrayList<>();
        if (run != null) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("run", run.name());
            data.put("since", run.sessionStarted().toString());
            data.put("pages.expected", run.plan().expected());
            StopReason stop = run.stop();
            if (stop != null) {
                data.put("stopped", Secrets.redact(stop.message()));
            }
            checks.add(new Health.Check("run", stop == null, data));
        }
        if (ended != null) {
            Map<String, Object> data = new LinkedHashMap<>();
            if (ended.run() != null) {
                data.put("run", ended.run().name());
            }
            data.put("outcome", ended.outcome().text());
            data.put("exit.code", ended.outcome().exitCode());
            data.put("ended", ended.at().toString());
            checks.add(new Health.Check("last-run", ended.outcome() == Outcome.COMPLETE, data));
        }
        return Health.of(checks);
    }

    /** The newest run; null when it is over, or before the first. */
    private @Nullable Run underWay() {
        Run run = newest.get();
        Ended ended = last;
        return ended != null && run == ended.run() ? null : run;
    }

    /** The page of the run under way, else of the last one that is over. */
    private synchronized @Nullable ReportPage current() throws IOException {
        Run run = underWay();
        if (run == null) {
            Ended ended = last;
            return ended == null ? null : ended.page();
        }
        Instant now = clock.instant();
        if (run == drawnRun && now.isBefore(goodUntil)) {
            return drawn;
        }
        try {
            drawn = ReportPage.underWay(run, logins.getAsInt(), now);
            drawnRun = run;
        } catch (IOException e) {
            // For a moment, while its files are put in order, they cannot be read.
            if (run != drawnRun) {
                throw e;
            }
        }
        Instant after = clock.instant();
        Duration good = Duration.between(now, after).multipliedBy(COST);
        goodUntil = after.plus(good.compareTo(FRESH) > 0 ? good : FRESH);
        return drawn;
    }
}
