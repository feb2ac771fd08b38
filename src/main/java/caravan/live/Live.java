package caravan.live;

import caravan.auth.Secrets;
import caravan.report.Ended;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What is served of the newest run of each source, under way or over. Called by the routes of {@code live.camel.yaml}. Thread-safe. */
public final class Live {
    /** The page asks about each second. */
    private static final Duration FRESH = Duration.ofMillis(500);
    /** So many times as long as it took, a page is good: however long the run, it costs a twentieth of one processor. */
    private static final int COST = 20;
    /** Who asked so lately is looking still, and will ask again. */
    private static final Duration LATELY = Duration.ofSeconds(3);

    private final LiveAddress address;
    private final Supplier<List<Run>> newest;
    private final List<String> names;
    private final ToIntFunction<String> logins;
    private final Metrics metrics;
    private final Clock clock;
    private final CountDownLatch toldTheEnd = new CountDownLatch(1);
    private final Map<String, View> views = new ConcurrentHashMap<>();
    private volatile Instant asked = Instant.MIN;

    /**
     * @param newest the newest run of each source, in the order in which they began
     * @param names of all sources
     * @param logins how many were tried for the run of a source
     */
    public Live(
            LiveAddress address,
            Supplier<List<Run>> newest,
            Collection<String> names,
            ToIntFunction<String> logins,
            Metrics metrics,
            Clock clock) {
        this.address = address;
        this.newest = newest;
        this.names = List.copyOf(names);
        this.logins = logins;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Where to look. */
    public URI url() {
        return address.url();
    }

    /** A run is over, or could not begin. */
    public void ended(Ended end) {
        Run run = end.run();
        view(run == null ? "" : run.source().name()).ended(end, clock.instant());
        metrics.ended(run == null ? "" : run.source().name(), end.outcome().text());
    }

    private View view(String source) {
        return views.computeIfAbsent(source, name -> new View());
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

    /**
     * The whole page.
     *
     * @param source which one's; null or unknown: of the newest run under way, else of the one that ended last
     */
    public String page(@Nullable String source) throws IOException {
        String shown = shown(source);
        ReportPage page = view(shown).current(underWay(shown), this);
        if (page != null) {
            return view(shown).html(page, names.size() > 1 ? names : List.of());
        }
        try (InputStream waiting = Live.class.getResourceAsStream("waiting.html")) {
            return new String(waiting.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What changes on the page. */
    public String data(@Nullable String source) throws IOException {
        asked = clock.instant();
        String shown = shown(source);
        ReportPage page = view(shown).current(underWay(shown), this);
        if (page == null) {
            return "{}";
        }
        if (!page.isRunning()) {
            toldTheEnd.countDown();
        }
        return view(shown).data(page);
    }

    private String shown(@Nullable String source) {
        if (source != null && names.contains(source)) {
            return source;
        }
        List<Run> runs = newest.get();
        String shown = "";
        for (Run run : runs) {
            if (underWay(run.source().name()) == run) {
                shown = run.source().name();
            }
        }
        Optional<String> last = views.entrySet().stream()
                .filter(view -> view.getValue().page() != null)
                .max(Comparator.comparing(view -> view.getValue().endedAt()))
                .map(Map.Entry::getKey);
        return shown.isEmpty() ? last.orElse(names.get(0)) : shown;
    }

    /** How the runs under way do, and how those that are over have ended. */
    public Health health() {
        List<Health.Check> checks = new ArrayList<>();
        for (String name : names) {
            Run run = underWay(name);
            if (run != null) {
                checks.add(underWay(run));
            }
        }
        for (Map.Entry<String, View> view : new TreeMap<>(views).entrySet()) {
            Health.Check check = view.getValue().check(named("last-run", view.getKey()));
            if (check != null) {
                checks.add(check);
            }
        }
        return Health.of(checks);
    }

    private Health.Check underWay(Run run) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("run", run.name());
        data.put("since", run.sessionStarted().toString());
        data.put("pages.expected", run.plan().expected());
        StopReason stop = run.stop();
        if (stop != null) {
            data.put("stopped", Secrets.redact(stop.message()));
        }
        return new Health.Check(named("run", run.source().name()), stop == null, data);
    }

    private String named(String check, String source) {
        return names.size() > 1 && !source.isEmpty() ? check + " " + source : check;
    }

    /** The newest run of a source; null when it is over, or before the first. */
    private @Nullable Run underWay(String source) {
        View view = view(source);
        return newest.get().stream()
                .filter(run -> run.source().name().equals(source) && !view.isOver(run))
                .findFirst()
                .orElse(null);
    }

    /** What is shown of one source. */
    private static final class View {
        private @Nullable Ended last;
        private Instant at = Instant.MIN;
        private @Nullable ReportPage lastPage;
        private @Nullable Run drawnRun;
        private @Nullable ReportPage drawn;
        private @Nullable ReportPage htmlOf;
        private @Nullable String html;
        private @Nullable ReportPage dataOf;
        private @Nullable String data;
        private Instant goodUntil = Instant.MIN;

        synchronized void ended(Ended end, Instant now) {
            last = end;
            at = now;
            // Of one that could not begin there is none: that of the one before stays.
            lastPage = end.page() == null ? lastPage : end.page();
        }

        synchronized boolean isOver(Run run) {
            return last != null && last.run() == run;
        }

        synchronized Instant endedAt() {
            return at;
        }

        synchronized @Nullable ReportPage page() {
            return lastPage;
        }

        synchronized Health.@Nullable Check check(String name) {
            Ended end = last;
            if (end == null) {
                return null;
            }
            Map<String, Object> facts = new LinkedHashMap<>();
            if (end.run() != null) {
                facts.put("run", end.run().name());
            }
            facts.put("outcome", end.outcome().text());
            facts.put("exit.code", end.outcome().exitCode());
            facts.put("ended", at.toString());
            return new Health.Check(name, end.outcome() == Outcome.COMPLETE, facts);
        }

        /** Drawn once, however many look at it. */
        synchronized String html(ReportPage page, List<String> names) {
            String text = html;
            if (text == null || page != htmlOf) {
                text = page.html(names);
                html = text;
                htmlOf = page;
            }
            return text;
        }

        synchronized String data(ReportPage page) {
            String text = data;
            if (text == null || page != dataOf) {
                text = page.data();
                data = text;
                dataOf = page;
            }
            return text;
        }

        /** The page of the run under way, else of the last one that is over. */
        synchronized @Nullable ReportPage current(@Nullable Run run, Live live) throws IOException {
            if (run == null) {
                return lastPage;
            }
            Instant now = live.clock.instant();
            if (run == drawnRun && now.isBefore(goodUntil)) {
                return drawn;
            }
            try {
                drawn = ReportPage.underWay(
                        run, live.logins.applyAsInt(run.source().name()), now);
                drawnRun = run;
            } catch (IOException e) {
                // For a moment, while its files are put in order, they cannot be read.
                if (run != drawnRun) {
                    throw e;
                }
            }
            Instant after = live.clock.instant();
            Duration good = Duration.between(now, after).multipliedBy(COST);
            goodUntil = after.plus(good.compareTo(FRESH) > 0 ? good : FRESH);
            return drawn;
        }
    }
}
