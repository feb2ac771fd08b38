package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example files in docs/sources, each extracted exactly by the packaged program. */
@Timeout(120)
class SourcesIT {
    private static final Path EXAMPLES = Path.of("docs", "sources");

    @TempDir
    private Path folder;

    private StyleApi api;

    @BeforeEach
    void start() throws IOException {
        api = new StyleApi();
        Files.createDirectory(folder.resolve("sources"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Caravan caravan() {
        return Caravan.in(folder)
                .with("API_BASE_URL", api.url())
                .with("INITIAL_BACKOFF", "0.01")
                .with("MAX_BACKOFF", "0.05")
                .with("DOUBT_PAUSE", "0.05")
                .with("MAX_REQUESTS_PER_SECOND", "1000");
    }

    private void example(String name) throws IOException {
        Files.copy(EXAMPLES.resolve(name + ".yaml"), folder.resolve("sources").resolve(name + ".yaml"));
    }

    private void source(String name, String yaml) throws IOException {
        Files.writeString(folder.resolve("sources").resolve(name + ".yaml"), yaml);
    }

    static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
    }

    private String csv() throws IOException {
        return Files.readString(caravan().output().csv());
    }

    private static String expected(String name) {
        return name.equals("single") ? StyleApi.csv().replace("id,name", "0,1") : StyleApi.csv();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleIsExtractedExactly(String name) throws Exception {
        example(name);
        Caravan.Ended run = caravan().start("run", "--local").end();
        assertThat(run.exitCode()).as(run::toString).isZero();
        assertThat(csv()).isEqualTo(expected(name));
        assertThat(run.reported("Outcome")).isEqualTo("complete");
    }

    /** A scroll is not among them: its retried request moves on. */
    @ParameterizedTest
    @MethodSource("examples")
    void exampleSurvivesARefusalOfEachTenthRequest(String name) throws Exception {
        example(name);
        api.failing = name.equals("scroll") ? 0 : name.equals("single") ? 2 : 10;
        Caravan.Ended run = caravan().start("run", "--local").end();
        assertThat(run.exitCode()).as(run::toString).isZero();
        assertThat(csv()).isEqualTo(expected(name));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"cursor", "next-link", "last-record", "offset"})
    void aRunThatIsKilledGoesOnWhereItWas(String name) throws Exception {
        example(name);
        api.millis = 100;
        Running running = caravan().start("run", "--local");
        Await.until("requests", java.time.Duration.ofSeconds(60), () -> api.requests() >= 5, () -> api.seen.toString());
        running.kill();
        running.end();
        api.millis = 0;
        int before = api.requests();
        Caravan.Ended run = caravan().start("run", "--local").end();
        assertThat(run.exitCode()).as(run::toString).isZero();
        assertThat(run.err()).contains("already stored");
        assertThat(csv()).isEqualTo(expected(name));
        assertThat(api.requests() - before).isLessThan(15);
    }

    @Test
    void severalSourcesRunAndOneThatFailsStopsNoOther() throws Exception {
        example("cursor");
        example("page-number");
        source("broken", "url: '{{API_BASE_URL}}/nothing'\nrecords: a\n");
        Caravan.Ended run = caravan().start("run", "--local").end();
        assertThat(run.exitCode()).as(run::toString).isEqualTo(4);
        assertThat(run.out()).contains("Outcome: complete", "Outcome: API refused or unreachable");
        assertThat(caravan().output().files(".csv").stream()
                        .filter(file -> file.toString().matches(".*(cursor|page-number)_extract.*")))
                .hasSize(2)
                .allSatisfy(file -> assertThat(Files.readString(file)).isEqualTo(StyleApi.csv()));
        Caravan.Ended one = caravan().start("run", "--local", "cursor").end();
        assertThat(one.exitCode()).as(one::toString).isZero();
        Caravan.Ended none = caravan().start("run", "--local", "curser").end();
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("there is no source curser", "did you mean cursor?");
    }

    @Test
    void sourcesRunAtOnceAndStopTogetherAndGoOn() throws Exception {
        example("cursor");
        example("next-link");
        api.millis = 100;
        Running running = caravan().start("run", "--local");
        Await.until(
                "both",
                java.time.Duration.ofSeconds(60),
                () -> api.seen.stream().filter(line -> line.contains("/cursor")).count() >= 3
                        && api.seen.stream()
                                        .filter(line -> line.contains("/links"))
                                        .count()
                                >= 3,
                () -> api.seen.toString());
        running.terminate();
        Caravan.Ended stopped = running.end();
        assertThat(stopped.out())
                .as(stopped::toString)
                .contains("cursor_extract_", "next-link_extract_", "Outcome: interrupted");
        api.millis = 0;
        Caravan.Ended run = caravan().start("run", "--local").end();
        assertThat(run.exitCode()).as(run::toString).isZero();
        assertThat(run.err()).contains("Resuming cursor_extract_", "Resuming next-link_extract_", "cursor: Page 12: ");
        assertThat(run.out())
                .containsPattern("--- Sources ---\\Rcursor +complete +2,345 records")
                .contains("2 of 2 complete (exit 0)");
        for (Path file : caravan().output().files(".csv")) {
            assertThat(Files.readString(file)).isEqualTo(StyleApi.csv());
        }
        assertThat(caravan().start("runs").end().out()).contains("source", "cursor     2", "next-link  2");
        assertThat(caravan().start("runs", "cursor").end().out())
                .contains("cursor_extract_")
                .doesNotContain("next-link");
        Caravan.Ended report = caravan().start("report", "next-link").end();
        assertThat(report.out()).contains("next-link_extract_");
    }

    @Test
    void sourcesOfOneHostShareItsPace() throws Exception {
        example("offset");
        example("page-number");
        api.millis = 20;
        Caravan.Ended run =
                caravan().with("PARALLEL_PAGES", 2).start("run", "--local").end();
        assertThat(run.exitCode()).as(run::toString).isZero();
        assertThat(run.out()).contains("2 of 2 complete");
        assertThat(api.highest.get()).as("requests at once").isLessThanOrEqualTo(2);
    }

    @Test
    void aChainThatLeadsBackIsRefused() throws Exception {
        source(
                "loop",
                "url: '{{API_BASE_URL}}/loop'\nrecords: value\nid: id\npagination: {type: next-link, next: next}\n");
        Caravan.Ended run = caravan().start("run", "--local").end();
        assertThat(run.exitCode()).as(run::toString).isEqualTo(4);
        assertThat(run.err()).contains("the link of page 3 leads back to page 2");
        assertThat(api.requests()).isLessThan(10);
    }

    @Test
    void aLinkToAnotherHostIsNotFollowed() throws Exception {
        source(
                "away",
                "url: '{{API_BASE_URL}}/elsewhere'\nrecords: value\npagination: {type: next-link, next: next}\nlogin: {type: api-key}\n");
        Caravan.Ended run = caravan()
                .with("API_TOKEN", "token-of-sources-it")
                .start("run", "--local")
                .end();
        assertThat(run.exitCode()).as(run::toString).isEqualTo(4);
        assertThat(run.err())
                .contains("the next link leads to http://other.example", "pagination.trustHost: true")
                .doesNotContain("secret=1", "token-of-sources-it");
        assertThat(api.seen).allSatisfy(line -> assertThat(line).contains("token-of-sources-it"));
    }

    @Test
    void aPathThatIsNotThereIsToldWithThoseThatAre() throws Exception {
        source("wrong", "url: '{{API_BASE_URL}}/cursor'\nrecords: rows\n");
        Caravan.Ended run =
                caravan().with("MAX_RETRIES", 1).start("run", "--local").end();
        assertThat(run.exitCode()).as(run::toString).isEqualTo(4);
        assertThat(run.err()).contains("there is no rows in it: the lists in it are items");
    }

    @Test
    void keysAndPasswordsGoWhereTheyBelongAndNowhereElse() throws Exception {
        source(
                "key",
                "url: '{{API_BASE_URL}}/page'\nrecords: results\npagination: {type: page-number}\nlogin: {type: api-key, param: key}\n");
        Caravan.Ended run = caravan()
                .with("KEY_API_TOKEN", "key-of-sources-it")
                .start("run", "--local")
                .end();
        assertThat(run.exitCode()).as(run::toString).isZero();
        assertThat(api.seen).allSatisfy(line -> assertThat(line).contains("key=key-of-sources-it"));
        assertThat(run.all()).doesNotContain("key-of-sources-it");
        for (Path file : caravan().output().files()) {
            assertThat(Files.readString(file)).doesNotContain("key-of-sources-it");
        }
        Files.delete(folder.resolve("sources").resolve("key.yaml"));
        api.seen.clear();
        source(
                "basic",
                "url: '{{API_BASE_URL}}/page'\nrecords: results\npagination: {type: page-number}\nlogin: {type: basic}\n");
        Caravan.Ended missing = caravan().start("run", "--local").end();
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err())
                .contains("API_USERNAME and API_PASSWORD are missing; for basic alone: BASIC_API_USERNAME");
        Caravan.Ended basic = caravan()
                .with("API_USERNAME", "ann")
                .with("API_PASSWORD", "pass-of-it")
                .start("run", "--local")
                .end();
        assertThat(basic.exitCode()).as(basic::toString).isZero();
        assertThat(api.seen).allSatisfy(line -> assertThat(line).contains("Basic YW5uOnBhc3Mtb2YtaXQ="));
    }

    @Test
    void checkAndPreviewKnowSources() throws Exception {
        example("cursor");
        example("offset");
        Caravan.Ended check = caravan().start("check", "--local").end();
        assertThat(check.exitCode()).as(check::toString).isZero();
        assertThat(check.out()).contains("cursor:", "offset:", "2,345 records, 10 pages in all");
        Caravan.Ended preview =
                caravan().start("preview", "offset", "--rows", "2").end();
        assertThat(preview.exitCode()).as(preview::toString).isZero();
        assertThat(preview.out()).contains("Name 1", "All: 2,345 records on 10 pages");
        assertThat(caravan().start("preview").end().exitCode()).isEqualTo(2);
    }
}
