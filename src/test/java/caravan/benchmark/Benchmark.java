package caravan.benchmark;

import static caravan.trial.EmbeddedS3.ACCESS_KEY;
import static caravan.trial.EmbeddedS3.SECRET_KEY;

import caravan.trial.CrmSimulator;
import caravan.trial.EmbeddedS3;
import caravan.trial.SimulatorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the packaged program and the bare one in turn, in one session on one machine, and writes a table. Ratios of one
 * session mean something; seconds of a shared machine hardly do.
 *
 * <p>Argument: how many times a million records are carried for each figure, 3 if not given. Needs Linux and
 * {@code target/caravan}.
 */
public final class Benchmark {
    private static final int MILLION = 1_000_000 / PageServer.PAGE;
    private static final String HEAP = "-Xmx64m";
    private static final String BUCKET = "benchmark";
    private static final Path CARAVAN = Path.of("target/caravan/bin/caravan").toAbsolutePath();
    private static final Path RESULT = Path.of("target/benchmark.md").toAbsolutePath();

    private final PageServer server;
    private final EmbeddedS3 s3;
    private final Path folder;
    private final int rounds;
    private final StringBuilder report = new StringBuilder();

    private Benchmark(PageServer server, EmbeddedS3 s3, Path folder, int rounds) {
        this.server = server;
        this.s3 = s3;
        this.folder = folder;
        this.rounds = rounds;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("benchmark");
        try (PageServer server = new PageServer();
                EmbeddedS3 s3 = EmbeddedS3.start(0, folder.resolve("s3"), BUCKET)) {
            new Benchmark(server, s3, folder, args.length > 0 ? Integer.parseInt(args[0]) : 3).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws IOException, InterruptedException {
        say("%s, %d processors, Java %s%n%n", System.getProperty("os.name"), cores(), Runtime.version());
        warmUp();
        cost();
        memory();
        pace();
        start();
        Files.writeString(RESULT, report);
        System.out.println("Written to " + RESULT);
    }

    /** The first start of an installation makes its class-data archive: not what is measured here. */
    private void warmUp() throws IOException, InterruptedException {
        server.serve(5, Duration.ZERO);
        caravan(server.uri(), 4, BUCKET, Map.of());
    }

    private void cost() throws IOException, InterruptedException {
        say("1,000,000 records without upload; a = bare Java, b = Caravan, both with %s%n%n", HEAP);
        say(
                "| pages in flight | latency | wall a, s | wall b, s | b/a | CPU a, s | CPU b, s | b/a | RSS a, MB | RSS b, MB |%n");
        say("|---|---|---|---|---|---|---|---|---|---|%n");
        for (int millis : List.of(0, 50)) {
            for (int inFlight : List.of(1, 4, 8)) {
                server.serve(MILLION, Duration.ofMillis(millis));
                List<Measured> bare = new ArrayList<>();
                List<Measured> caravan = new ArrayList<>();
                // Where the latency is what takes the time, once is enough.
                for (int round = 0; round < (millis == 0 ? rounds : 1); round++) {
                    bare.add(bare(inFlight));
                    caravan.add(expect(5, caravan(server.uri(), inFlight, "no-such-bucket", Map.of())));
                }
                Measured a = Measured.median(bare);
                Measured b = Measured.median(caravan);
                say(
                        "| %d | %d ms | %.1f | %.1f | **%.2f** | %.1f | %.1f | **%.2f** | %.0f | %.0f |%n",
                        inFlight,
                        millis,
                        a.wall(),
                        b.wall(),
                        b.wall() / a.wall(),
                        a.cpu(),
                        b.cpu(),
                        b.cpu() / a.cpu(),
                        a.peakMegabytes(),
                        b.peakMegabytes());
            }
        }
    }

    private void memory() throws IOException, InterruptedException {
        say(
                "%nPeak memory with %s, upload included%n%n| records | wall, s | CPU, s | RSS, MB |%n|---|---|---|---|%n",
                HEAP);
        for (int millions : List.of(1, 10)) {
            server.serve(millions * MILLION, Duration.ZERO);
            Measured run = expect(0, caravan(server.uri(), 4, BUCKET, Map.of()));
            say("| %,d | %.1f | %.1f | %.0f |%n", millions * 1_000_000, run.wall(), run.cpu(), run.peakMegabytes());
        }
    }

    private void pace() throws IOException, InterruptedException {
        say(
                "%n| pace | requests | refused | first to last request, s | of what is possible |%n|---|---|---|---|---|%n");
        double ideal = 200.0 / 8 * 0.050;
        server.serve(200, Duration.ofMillis(50));
        bare(8);
        paced("200 pages of 50 ms, 8 in flight, bare Java", ideal / seconds(server.firstToLast()));
        server.serve(200, Duration.ofMillis(50));
        expect(0, caravan(server.uri(), 8, BUCKET, Map.of()));
        paced("the same, Caravan", ideal / seconds(server.firstToLast()));

        int pages = 60;
        int burst = 10;
        // The burst comes for nothing, and the first request is at the time 0.
        double least = (pages - burst) / 10.0;
        for (boolean hint : new boolean[] {true, false}) {
            server.serve(pages, Duration.ofMillis(20)).limited(10, burst, hint);
            expect(0, caravan(server.uri(), 4, BUCKET, Map.of()));
            paced(
                    "60 pages, 10 a second allowed, burst 10, %s Retry-After".formatted(hint ? "with" : "without"),
                    least / seconds(server.firstToLast()));
        }

        try (CrmSimulator crm = CrmSimulator.start(
                new SimulatorOptions().pages(125).latency(Duration.ofMillis(20)).faults("500=5%,503=5%,429=5%"))) {
            Measured run = expect(0, caravan(crm.baseUrl(), 4, BUCKET, Map.of()));
            say("%n125 pages of 20 ms with 5 %% each of 500, 503 and 429: %.1f s in all%n", run.wall());
        }
    }

    private void start() throws IOException, InterruptedException {
        List<Double> waits = new ArrayList<>();
        List<Measured> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            server.serve(1, Duration.ZERO);
            Measured run = expect(5, caravan(server.uri(), 4, "no-such-bucket", Map.of()));
            waits.add((server.first() - run.startedNanos()) / 1e9);
            runs.add(run);
        }
        waits.sort(Comparator.naturalOrder());
        say(
                "%nFrom the start of the program to its first request: %.2f s; a whole run of one page, without upload: %.1f CPU-seconds (medians of 5)%n",
                waits.get(2), Measured.median(runs).cpu());
    }

    private void paced(String what, double share) {
        say(
                "| %s | %d | %d | %.2f | %.0f %% |%n",
                what, server.requests(), server.refused(), seconds(server.firstToLast()), 100 * share);
    }

    private Measured bare(int inFlight) throws IOException, InterruptedException {
        Path csv = folder.resolve("bare.csv");
        try {
            return expect(
                    0,
                    Measured.of(quiet(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            HEAP,
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BareJava.class.getName(),
                            server.uri() + "/api/v1/customers",
                            Integer.toString(inFlight),
                            csv.toString()))));
        } finally {
            Files.deleteIfExists(csv);
        }
    }

    private Measured caravan(URI api, int inFlight, String bucket, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(folder, "run");
        ProcessBuilder builder = quiet(new ProcessBuilder(CARAVAN.toString(), "run").directory(work.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS",
                        HEAP,
                        "API_BASE_URL",
                        api.toString(),
                        "API_TOKEN",
                        "demo-token",
                        "S3_BUCKET",
                        bucket,
                        "AWS_ENDPOINT_URL_S3",
                        s3.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID",
                        ACCESS_KEY,
                        "AWS_SECRET_ACCESS_KEY",
                        SECRET_KEY,
                        "PARALLEL_PAGES",
                        Integer.toString(inFlight)));
        builder.environment().putAll(settings);
        try {
            return Measured.of(builder);
        } finally {
            delete(work);
            delete(folder.resolve("s3").resolve(BUCKET).resolve("raw"));
        }
    }

    private static ProcessBuilder quiet(ProcessBuilder builder) {
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    private static Measured expect(int exitCode, Measured run) {
        if (run.exitCode() != exitCode) {
            throw new IllegalStateException(
                    "exit code %d instead of %d: nothing was measured".formatted(run.exitCode(), exitCode));
        }
        return run;
    }

    private void say(String format, Object... values) {
        String text = String.format(Locale.ROOT, format, values);
        System.out.print(text);
        report.append(text);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
