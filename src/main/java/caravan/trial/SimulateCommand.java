package caravan.trial;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Serves an unstable CRM until it is stopped. Wrong options and a port that is taken end it with exit code 2. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves an unstable CRM on 127.0.0.1, to try routes and settings against. Stop it with Ctrl-C.",
        footerHeading = "%nFaults:%n",
        footer = {
            "  --faults 500=5%%,503=2@3,reset@7,404=always@17,dirty",
            "  Each is NAME[=HOW][@PAGES].",
            "  HOW: 5%% of the requests, a number of first attempts (default 1), or always.",
            "  PAGES: 7, 3-5, 20- or 2+9+20-. --list-faults shows all names.",
            "",
            "What it serves:",
            "  GET /api/v1/customers?page=N&limit=M   with Authorization: Bearer TOKEN; other --style,",
            "                                         other parameters: the source file is printed at the start",
            "  POST /login                            {\"username\": …, \"password\": …}",
            "  GET /__stats                           what it has served so far, as JSON",
            "  GET /__truth                           the CSV of a perfect extraction"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8089",
            description = "Port; 0 takes a free one." + DEFAULT)
    private int port;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            defaultValue = "/api/v1/customers",
            description = "Path of the pages." + DEFAULT)
    private String path;

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            defaultValue = "page-number",
            converter = Styles.class,
            description =
                    "How pages are asked for: page-number, offset, cursor, last-record, next-link, link-header or none."
                            + DEFAULT)
    private Style style;

    @Option(
            names = "--records-path",
            paramLabel = "PATH",
            defaultValue = "data",
            description = "Where the list of records is, as in result.items; empty: the answer is the list."
                    + " Default: data.")
    private String recordsPath;

    @Option(
            names = "--record",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Member of each item that holds the record. Default: none.")
    private String record;

    @Option(names = "--post", description = "Pages are asked for by POST, with the parameters in a JSON body.")
    private boolean post;

    @Option(names = "--pages", paramLabel = "N", description = "Full pages of the default size. Default: 125.")
    private Long pages;

    @Option(names = "--records", paramLabel = "N", description = "Records, instead of --pages.")
    private Long records;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Records a page where the client names no limit; the pages of --pages and --faults are of this size."
                            + DEFAULT)
    private int limit;

    @Option(names = "--max-limit", paramLabel = "N", description = "Most records a page, whatever the client asks for.")
    private Integer maxLimit;

    @Option(names = "--first-page-short", description = "Page 1 holds only four fifths of a page.")
    private boolean firstPageShort;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed gives the same records and faults." + DEFAULT)
    private long seed;

    @Option(names = "--faults", paramLabel = "SCRIPT", defaultValue = "", description = "What goes wrong; see below.")
    private String faults;

    @Option(names = "--list-faults", description = "Shows all faults and ends.")
    private boolean listFaults;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "demo-token",
            description = "Bearer token that is accepted without a login." + DEFAULT)
    private String token;

    @Option(names = "--username", paramLabel = "NAME", defaultValue = "demo", description = "Who may log in." + DEFAULT)
    private String username;

    @Option(
            names = "--password",
            paramLabel = "WORD",
            defaultValue = "demo-password",
            description = "With which password." + DEFAULT)
    private String password;

    @Option(
            names = "--token-lifetime",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long a token from a login is valid." + DEFAULT)
    private long tokenLifetime;

    @Option(
            names = "--latency",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Least time a page takes." + DEFAULT)
    private long latency;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Pages a second, beyond which it answers 429; 0 for no limit." + DEFAULT)
    private double rate;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "10",
            description = "Pages at once that --rate allows." + DEFAULT)
    private int burst;

    @Option(
            names = "--retry-after",
            paramLabel = "FORM",
            defaultValue = "seconds",
            converter = SmallLetters.class,
            description = "What the 429 of --rate says about when to come back: none, seconds or date." + DEFAULT)
    private SimulatorOptions.RetryAfter retryAfter;

    @Option(names = "--rate-headers", description = "Tells the rate in RateLimit-* and X-RateLimit-* headers.")
    private boolean rateHeaders;

    @Option(names = "--gzip", description = "Gzips bodies for a client that accepts it.")
    private boolean gzip;

    @Option(
            names = "--premade",
            description = "Makes all pages before the start; for benchmarks. Takes 240 kB of heap a page.")
    private boolean premade;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (listFaults) {
            out.print(FaultScript.listing());
            out.flush();
            return 0;
        }
        SimulatorOptions options = options();
        try (CrmSimulator crm = CrmSimulator.start(options)) {
            // SIGTERM and Ctrl-C would end with 143 and 130; to stop it so is the ordinary way.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0), "simulate-stop"));
            greet(crm, out);
            new CountDownLatch(1).await();
        } catch (UncheckedIOException e) {
            throw new ParameterException(spec.commandLine(), "--port: " + e.getMessage());
        }
        return 0;
    }

    private SimulatorOptions options() {
        check(port >= 0 && port <= 65_535, "--port goes from 0 to 65535, not " + port);
        check(path.startsWith("/"), "--path starts with a slash, unlike " + path);
        check(pages == null || records == null, "--pages and --records exclude each other");
        check(pages == null || pages >= 0, "--pages is not negative");
        check(records == null || records >= 0, "--records is not negative");
        check(limit >= 1, "--limit is at least 1, not " + limit);
        check(maxLimit == null || maxLimit >= 1, "--max-limit is at least 1, not " + maxLimit);
        check(tokenLifetime >= 1, "--token-lifetime is at least 1 second, not " + tokenLifetime);
        check(latency >= 0, "--latency is not negative");
        check(rate >= 0, "--rate is not negative");
        check(burst >= 1, "--burst is at least 1, not " + burst);
        check(
                recordsPath.matches("([^.]+(\\.[^.]+)*)?"),
                "--records-path is names with dots between, unlike " + recordsPath);
        check(record.indexOf('.') < 0, "--record is one name, unlike " + record);
        check(
                !post || (style != Style.NEXT_LINK && style != Style.LINK_HEADER),
                "--post has no links: a style that can be had with it is cursor");
        SimulatorOptions options = new SimulatorOptions()
                .style(style)
                .recordsPath(recordsPath)
                .record(record)
                .post(post)
                .port(port)
                .path(path)
                .limit(limit)
                .maxLimit(maxLimit == null ? Integer.MAX_VALUE : maxLimit)
                .firstPageShort(firstPageShort)
                .seed(seed)
                .token(token)
                .login(username, password)
                .tokenLifetime(Duration.ofSeconds(tokenLifetime))
                .latency(Duration.ofMillis(latency))
                .rate(rate, burst)
                .retryAfter(retryAfter)
                .rateHeaders(rateHeaders)
                .gzip(gzip)
                .premade(premade);
        if (records != null) {
            options.records(records);
        } else if (pages != null) {
            options.pages(pages);
        }
        try {
            return options.faults(faults);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--faults: " + e.getMessage());
        }
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private void greet(CrmSimulator crm, PrintWriter out) {
        out.println("The CRM serves at " + crm.baseUrl() + path);
        out.println("To try it, put this into .env:");
        out.println();
        out.println("API_BASE_URL=" + crm.baseUrl());
        if (isCustomers()) {
            out.println("API_ENDPOINT=" + path);
        }
        out.println("API_TOKEN=" + token);
        out.println("# or, to log in:");
        out.println("# API_USERNAME=" + username);
        out.println("# API_PASSWORD=" + password);
        out.println();
        if (!isCustomers()) {
            out.println("And this into sources/customers.yaml:");
            out.println();
            out.println(crm.source());
        }
        out.println(
                "What it served: " + crm.baseUrl() + "/__stats   what should arrive: " + crm.baseUrl() + "/__truth");
        out.flush();
    }

    /** Whether the shipped source knows how to ask it. */
    private boolean isCustomers() {
        return style == Style.PAGE_NUMBER && recordsPath.equals("data") && record.isEmpty() && !post;
    }

    /** Takes the names of pagination.type. */
    public static final class Styles implements ITypeConverter<Style> {
        @Override
        public Style convert(String value) {
            try {
                return Style.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Takes the values in small letters, as the help shows them. */
    static final class SmallLetters implements ITypeConverter<SimulatorOptions.RetryAfter> {
        @Override
        public SimulatorOptions.RetryAfter convert(String value) {
            try {
                return SimulatorOptions.RetryAfter.valueOf(value.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is none of none, seconds, date");
            }
        }
    }
}
