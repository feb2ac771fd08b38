package caravan.boot;

import caravan.auth.Secrets;
import caravan.auth.Token;
import caravan.auth.TokenSource;
import caravan.console.Console;
import caravan.deliver.Delivery;
import caravan.deliver.S3Clients;
import caravan.fetch.Access;
import caravan.fetch.ApiClient;
import caravan.fetch.FetchException;
import caravan.fetch.GetPage;
import caravan.fetch.LoginAnswer;
import caravan.fetch.LoginRequest;
import caravan.fetch.PageFormat;
import caravan.fetch.RequestDeadline;
import caravan.fetch.ResponseHead;
import caravan.fetch.StatusTable;
import caravan.live.Live;
import caravan.live.LiveAddress;
import caravan.live.Metrics;
import caravan.net.Certificates;
import caravan.net.Proxies;
import caravan.pace.Backoff;
import caravan.pace.Pace;
import caravan.report.Ended;
import caravan.report.Reporting;
import caravan.run.Acceptance;
import caravan.run.Events;
import caravan.run.PageCheck;
import caravan.run.PageOutcomes;
import caravan.run.Retry;
import caravan.run.Run;
import caravan.run.RunIdentity;
import caravan.run.RunRules;
import caravan.run.Runs;
import caravan.run.StopReason;
import caravan.run.Turn;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.source.Login;
import caravan.source.Source;
import caravan.store.PageWriter;
import caravan.store.RowWriter;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.spi.AsyncProcessorAwaitManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.function.Suppliers;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Every bean that the routes call, on one screen. */
public final class Beans implements AutoCloseable {
    /** What begins a run. */
    enum Trigger {
        /** The route's timer, at once and no more. */
        ONCE("1"),
        /** The route's timer, as often as it says. */
        SCHEDULE("0"),
        /** Nothing: the routes stand by. */
        NONE("1");

        final String runs;

        Trigger(String runs) {
            this.runs = runs;
        }
    }

    private static final String STATUS_TABLE = "statusTable";
    private static final long MAX_BODY_BYTES = 256L << 20;
    /** So long may steps behind the report take: an alert, say. */
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** So long may it take until another thread has what an exchange handed on to it: through a wireTap, say. */
    private static final Duration HANDED_ON = Duration.ofMillis(1500);

    private static final int MAX_LOST_IN_A_ROW = 3;
    private static final long PART_BYTES = 16L << 20;

    /** The time in nanoseconds, of an origin of its own: not for telling the time of day. */
    static final LongSupplier NANOS = System::nanoTime;

    /** Those that are bound here, and those that are made when the routes need them. */
    private final Map<String, Class<?>> types = new HashMap<>(Map.of(
            "s3", S3Client.class, "lanes", ThreadPoolProfile.class, "live", Live.class, "metrics", Metrics.class));

    private final Settings settings;
    private final Path routes;
    private final Clock clock = Clock.systemUTC();
    private final Main camel = new Main();
    private final AtomicReference<S3Client> s3Client = new AtomicReference<>();
    private final RequestDeadline deadline;
    private final ApiClient apiClient;
    private final Sources sources;
    private final Map<String, TokenSource> tokens = new LinkedHashMap<>();
    private final RowWriter rowWriter = new RowWriter();
    private final Paces paces;
    private final Runs runs;
    private final RunEnds ends;
    private final Reporting reporting;
    private final @Nullable Live live;
    private final RunListener listener;
    /** Those of the runs before, by source. */
    private final Map<String, Integer> earlierLogins = new ConcurrentHashMap<>();

    /**
     * @param routes the folder with the route files
     * @param isLocal whether the file is kept on this machine, and not delivered
     * @param address where the live page is served; null for nowhere
     */
    Beans(
            Settings settings,
            Sources sources,
            Path routes,
            Trigger trigger,
            Runs.Choice choice,
            boolean isLocal,
            @Nullable LiveAddress address,
            PrintStream out,
            RunListener listener) {
        this.settings = settings;
        this.sources = sources;
        this.routes = routes;
        this.listener = listener;
        // Of the sources that run at once, those that ask most.
        int slots = sources.all().stream()
                .map(source -> source.settings().get(Setting.PARALLEL_PAGES))
                .sorted(Comparator.reverseOrder())
                .limit(settings.get(Setting.PARALLEL_SOURCES))
                .mapToInt(Integer::intValue)
                .sum();
        // A page in backoff keeps its lane and asks for nothing: enough lanes that the others go on.
        int lanes = 4 * slots;

        deadline = new RequestDeadline(settings.get(Setting.REQUEST_TIMEOUT));
        apiClient = new ApiClient(
                sources.all().stream()
                        .flatMap(one -> Stream.of(
                                URI.create(one.source()
                                        .url()
                                        .replaceFirst("[?].*", "")
                                        .replaceAll("\\$\\{\\w+}", "x")),
                                LoginRequest.of(one.source(), "", "").url(),
                                LoginRequest.refreshing(one.source(), "").url()))
                        .toList(),
                deadline,
                Proxies.of(settings.all(), System::getProperty),
                Certificates.context(settings.find(Setting.CA_CERTIFICATES), System::getProperty),
                lanes);
        sources.all().forEach(one -> tokens.put(one.source().name(), tokens(one)));
        Supplier<S3Client> s3 = Suppliers.memorize(() -> {
            s3Client.set(S3Clients.create(settings.all(), settings.find(Setting.CA_CERTIFICATES), System::getProperty));
            return s3Client.get();
        });
        paces = new Paces(sources, memoryForPages(Runtime.getRuntime().maxMemory()), NANOS);
        ToIntFunction<String> logins = source -> tokens(source).logins() - earlierLogins.getOrDefault(source, 0);
        Metrics metrics = address == null ? null : new Metrics(this::logins);
        Function<String, Events> events = source -> metrics == null ? Events.NONE : metrics.of(source);
        Backoff backoff = new Backoff(settings.get(Setting.INITIAL_BACKOFF), settings.get(Setting.MAX_BACKOFF));

        bind("parameters", new BeanParameters());
        PageWriter pageWriter = new PageWriter(rowWriter, clock);
        runs = new Runs(
                settings.get(Setting.OUTPUT_DIR),
                choice,
                this::rules,
                this::identity,
                rowWriter,
                pageWriter,
                paces::of,
                events,
                clock,
                NANOS,
                () -> "%08x".formatted(ThreadLocalRandom.current().nextInt()));
        bind("runs", runs);
        bind(
                "getPage",
                new GetPage(
                        name -> new Access(sources.named(name), tokens(name)),
                        this::statusTable,
                        clock,
                        NANOS,
                        MAX_BODY_BYTES,
                        settings.get(Setting.MAX_RETRY_AFTER)));
        bind("apiClient", apiClient);
        bind("pageFormat", new PageFormat());
        bind("sources", sources);
        bind("turn", new Turn());
        bind("pageCheck", new PageCheck(rowWriter));
        bind(
                "retry",
                new Retry(
                        backoff,
                        settings.get(Setting.DOUBT_PAUSE),
                        () -> ThreadLocalRandom.current().nextDouble()));
        bind("pageOutcomes", new PageOutcomes(NANOS));
        bind("pageWriter", pageWriter);
        bind("rowWriter", rowWriter);
        bind(
                "delivery",
                new Delivery(
                        settings.get(Setting.S3_BUCKET, RouteProperties.NO_BUCKET),
                        name -> sources.of(name)
                                .settings()
                                .get(Setting.S3_PREFIX)
                                .replace("{source}", name),
                        PART_BYTES,
                        s3,
                        clock,
                        events));
        FailedSteps steps = new FailedSteps();
        bind("failedSteps", steps);
        ends = new RunEnds(
                runs::newest,
                steps,
                this::ended,
                listener::nothingToDo,
                tell -> new Reporting(out, logins, clock, tell));
        reporting = ends.reporting();
        bind("reporting", reporting);
        if (address != null && metrics != null) {
            live = new Live(address, runs::newest, sources.names(), logins, metrics, clock);
            bind("live", live);
            bind("metrics", metrics);
        } else {
            live = null;
        }
        camel.configure().addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                // Made when the first file is delivered: extraction does not depend on S3.
                context.getRegistry().bind("s3", S3Client.class, s3::get);
                context.getCamelContextExtension().addInterceptStrategy(steps);
                context.addRoutePolicyFactory(ends);
                context.getExecutorServiceManager()
                        .registerThreadPoolProfile(new ThreadPoolProfileBuilder("lanes")
                                .poolSize(lanes)
                                .maxPoolSize(lanes)
                                .maxQueueSize(2 * lanes)
                                .build());
            }
        });
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.setRoutesCollector(RouteFiles.collector(routes, sources));
        camel.setOverrideProperties(
                RouteProperties.of(settings, sources, trigger, isLocal, lanes, PART_BYTES, address));
    }

    private RunRules rules(Source source) {
        Settings own = sources.of(source.name()).settings();
        Acceptance accept = switch (own.get(Setting.ACCEPT_DIFFERENCES)) {
            case "counts" -> Acceptance.COUNTS;
            case "true" -> Acceptance.ALL;
            default -> Acceptance.NONE;
        };
        return new RunRules(
                own.get(Setting.PARALLEL_PAGES),
                MAX_LOST_IN_A_ROW,
                own.get(Setting.PROBE_PERCENT),
                accept,
                own.get(Setting.MAX_SHRINK),
                own.get(Setting.RESUME_HOURS));
    }

    /** What pages may take of the heap: Camel and its libraries take some 40 MiB. */
    private static long memoryForPages(long heap) {
        return Math.max(heap / 4, heap - (64L << 20));
    }

    /** Who asks, through which routes. */
    private RunIdentity identity(Source source) {
        Sources.Configured one = sources.of(source.name());
        return new RunIdentity(
                RouteFiles.touchingRecords(routes),
                one.user(),
                one.settings().has(Setting.API_TOKEN) ? one.settings().get(Setting.API_TOKEN) : "");
    }

    /** How many runs a process that stays for one of each begins. */
    int triggers() {
        return sources.all().size();
    }

    private int logins() {
        return tokens.values().stream().mapToInt(TokenSource::logins).sum();
    }

    /** Lets the console look at the run that is under way. */
    void showOn(Console console) {
        console.watch(runs::newest, sources.all().size() > 1, NANOS);
    }

    public Main camel() {
        return camel;
    }

    /**
     * Starts Camel, and with it what its timers begin.
     *
     * @throws Exception that says what is wrong with the routes; nothing was requested then
     */
    void start() throws Exception {
        List<String> problems = RouteReferences.problems(
                RouteFiles.read(routes),
                this::type,
                Map.of(
                        "caravan.upload", "direct:upload",
                        "API_BASE_URL", RouteProperties.api(sources),
                        "caravan.api", RouteProperties.api(sources)),
                Map.of(STATUS_TABLE, StatusTable.class));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        camel.start();
    }

    /** What is served while runs go on. */
    @Nullable
    Live live() {
        return live;
    }

    private void ended(Ended end) {
        Run run = end.run();
        if (run != null) {
            earlierLogins.put(run.source().name(), tokens(run.source().name()).logins());
        }
        if (live != null) {
            live.ended(end);
        }
        listener.ended(end);
    }

    /** Of the source of this name. */
    public TokenSource tokens(String name) {
        return Objects.requireNonNull(tokens.get(name), name);
    }

    public RowWriter rowWriter() {
        return rowWriter;
    }

    Pace pace(Source source) {
        return paces.of(source);
    }

    /** From now on no trigger begins a run. */
    void noMore() {
        ends.noMore();
    }

    /** Whether all exchanges are over, also those that another one has just handed on, and no run is going on. Waits for that a little. */
    boolean isIdle() {
        awaitIdle();
        LockSupport.parkNanos(HANDED_ON.toNanos());
        awaitIdle();
        return !ends.isGoing();
    }

    /** Waits a little until the exchange whose report has just been told is over: Camel would wait longer to stop. */
    void awaitIdle() {
        long until = System.nanoTime() + IDLE.toNanos();
        AsyncProcessorAwaitManager timers = PluginHelper.getAsyncProcessorAwaitManager(camel.getCamelContext());
        while ((camel.getCamelContext().getInflightRepository().size() > 0 || timers.size() > 0)
                && System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Ends the run that is under way so that it can be resumed: its report comes, then Camel stops. */
    void interrupt() {
        ends.noMore();
        sources.close();
        runs.stop(new StopReason(StopReason.Reason.INTERRUPTED, "The process was asked to stop"));
        deadline.close();
        closeClients();
        close();
    }

    /** Stops Camel, and what it does not know of. A run that is still open then, since a step hangs, has its report now. */
    @Override
    public void close() {
        deadline.close();
        camel.stop();
        closeClients();
        List<Run> open = runs.newest().stream().filter(run -> !run.isOver()).toList();
        if (!open.isEmpty()) {
            runs.stop(new StopReason(StopReason.Reason.INTERRUPTED, "The process ended"));
            open.forEach(run -> reporting.report(run, null));
        }
    }

    private void closeClients() {
        apiClient.close();
        if (s3Client.get() != null) {
            s3Client.get().close();
        }
    }

    /** The one that the routes declare. */
    private StatusTable statusTable() {
        return camel.getCamelContext().getRegistry().lookupByNameAndType(STATUS_TABLE, StatusTable.class);
    }

    private void bind(String name, Object bean) {
        types.put(name, bean.getClass());
        camel.bind(name, bean);
    }

    /** The type of what the routes can refer to by this name. */
    @Nullable
    Class<?> type(String name) {
        if (types.containsKey(name)) {
            return types.get(name);
        }
        // A user's own, declared in conf/application.properties; of a thread pool it is not known under which name.
        boolean own = settings.all().keySet().stream()
                .anyMatch(key -> key.startsWith("camel.threadpool") || key.startsWith("camel.beans." + name));
        return own ? Object.class : null;
    }

    private TokenSource tokens(Sources.Configured one) {
        Source source = one.source();
        Settings own = one.settings();
        String scheme = source.login().cookie() == null ? source.login().scheme() : "";
        String token = own.has(Setting.API_TOKEN) ? own.get(Setting.API_TOKEN) : null;
        return switch (source.login().type()) {
            case NONE -> TokenSource.none();
            case BEARER, API_KEY -> new TokenSource(scheme, token, null, clock);
            case BASIC -> {
                String basic = LoginRequest.basic(own.get(Setting.API_USERNAME), own.get(Setting.API_PASSWORD));
                Secrets.hide(basic.replaceFirst("Basic ", ""));
                yield new TokenSource("", basic, null, clock);
            }
            case PASSWORD, BEARER_OR_PASSWORD -> {
                boolean canLogin = own.has(Setting.API_USERNAME) && own.has(Setting.API_PASSWORD);
                yield new TokenSource(
                        scheme,
                        source.login().type() == Login.Type.PASSWORD ? null : token,
                        canLogin ? login(source, own.get(Setting.API_USERNAME), own.get(Setting.API_PASSWORD)) : null,
                        clock);
            }
            case CLIENT_CREDENTIALS ->
                new TokenSource(
                        scheme,
                        null,
                        login(source, own.get(Setting.API_CLIENT_ID), own.get(Setting.API_CLIENT_SECRET)),
                        clock);
        };
    }

    /** Logs in through the route {@code login}; where an earlier answer has brought a refresh token, first with that. */
    private Callable<Token> login(Source source, String user, String secret) {
        LoginRequest login = LoginRequest.of(source, user, secret);
        AtomicReference<@Nullable String> refresh = new AtomicReference<>();
        return () -> {
            String known = refresh.getAndSet(null);
            if (known != null) {
                try {
                    return token(source, LoginRequest.refreshing(source, known), refresh, known);
                } catch (FetchException e) {
                    // It does not serve any more, or not now: user and password do.
                }
            }
            return token(source, login, refresh, null);
        };
    }

    private Token token(
            Source source, LoginRequest login, AtomicReference<@Nullable String> refresh, @Nullable String known)
            throws Exception {
        Exchange answer =
                camel.getCamelTemplate().request("direct:login", exchange -> exchange.setProperty("login", login));
        if (answer.getException() != null) {
            throw answer.getException();
        }
        ResponseHead head = new ResponseHead(
                answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class),
                answer.getMessage().getHeaders());
        byte[] body = Objects.requireNonNullElse(answer.getMessage().getBody(byte[].class), new byte[0]);
        Token token = LoginAnswer.token(source.login(), head, body, login.url(), clock.instant());
        Secrets.hideToken(token.value());
        String next = LoginAnswer.refreshToken(source.login(), body);
        if (next != null) {
            Secrets.hideToken(next);
        }
        refresh.set(next == null ? known : next);
        return token;
    }
}
