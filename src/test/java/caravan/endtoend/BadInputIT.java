package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bad input gets: an exit code, and a line that names it. */
class BadInputIT {
    @TempDir
    Path folder;

    private Rehearsal rehearsal;

    @BeforeEach
    void start() {
        rehearsal = Rehearsal.small(folder, 3, "");
    }

    @AfterEach
    void stop() {
        rehearsal.close();
    }

    private void assertRefused(Caravan.Ended run, String... named) throws Exception {
        assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
        assertThat(run.err()).contains(named);
        assertThat(run.all()).doesNotContain("\tat ");
        assertThat(rehearsal.stats().pageRequests()).isZero();
        assertThat(rehearsal.stats().logins()).isZero();
    }

    @Test
    void allMissingSettingsAreNamedAtOnce() throws Exception {
        assertRefused(Caravan.in(folder).run(), "3 settings", "API_BASE_URL", "API_TOKEN", "API_USERNAME", "S3_BUCKET");
    }

    @Test
    void allMalformedSettingsAreNamedAtOnce() throws Exception {
        Caravan.Ended run = rehearsal
                .caravan()
                .with("MAX_RETRIES", "five")
                .with("RECORDS_PER_PAGE", 0)
                .with("INITIAL_BACKOFF", -1)
                .with("REQUEST_TIMEOUT", "soon")
                .with("PARALLEL_PAGES", "1.5")
                .with("API_ENDPOINT", "customers")
                .run();
        assertRefused(
                run,
                "6 settings",
                "MAX_RETRIES=five",
                "RECORDS_PER_PAGE=0",
                "INITIAL_BACKOFF=-1",
                "REQUEST_TIMEOUT=soon",
                "PARALLEL_PAGES=1.5",
                "API_ENDPOINT=customers");
    }

    @Test
    void unknownOptionsAndMisspelledSettingsAreNamed() throws Exception {
        assertRefused(rehearsal.caravan().arguments("--retries=7").run(), "--retries=7");
        assertRefused(Caravan.in(folder).start("fetch").end(), "fetch");
        Caravan misspelt = rehearsal.caravan().with("MAX_RETRYS", 7).inDotEnv();
        assertRefused(misspelt.run(), "MAX_RETRYS", "MAX_RETRIES");
        Files.writeString(folder.resolve(".env"), "API_TOKEN=secret-in-a-broken-file\nthis is no setting\n");
        Caravan.Ended run = rehearsal.caravan().run();
        assertRefused(run, ".env, line 2");
    }

    @Test
    void malformedUrlIsRefused() throws Exception {
        assertRefused(
                rehearsal.caravan().with("API_BASE_URL", "http://a b/").run(), "API_BASE_URL", "is not a valid URL");
    }

    @Test
    void aHostThatDoesNotResolveIsNamed() throws Exception {
        Caravan.Ended run = rehearsal
                .caravan()
                .with("API_BASE_URL", "http://no-such-host.invalid")
                .with("MAX_RETRIES", 2)
                .run();
        assertThat(run.exitCode()).as("%s", run).isEqualTo(4);
        assertThat(run.out()).contains("no-such-host.invalid does not resolve", "3 attempts");
        assertThat(run.err()).contains("retry 2/2");
    }

    @Test
    void aHostThatRefusesIsNamed() throws Exception {
        int port = Ports.closed();
        Caravan.Ended run = rehearsal
                .caravan()
                .with("API_BASE_URL", "http://127.0.0.1:" + port)
                .with("MAX_RETRIES", 1)
                .run();
        assertThat(run.exitCode()).as("%s", run).isEqualTo(4);
        assertThat(run.out()).contains("127.0.0.1:" + port, "refused", "2 attempts");
    }

    @Test
    void aFirstPageThatIsNoPageIsQuoted() throws Exception {
        rehearsal.becomes("html=always@1");
        Caravan.Ended html = rehearsal.caravan().with("MAX_RETRIES", 2).run();
        assertThat(html.exitCode()).as("%s", html).isEqualTo(4);
        assertThat(html.out()).contains("<!DOCTYPE html>", "<h1>Please sign in</h1>", "<input name=\"user\">");
        assertThat(rehearsal.stats().pageRequests()).isEqualTo(3);

        rehearsal.becomes("error-200=always@1");
        Caravan.Ended shape = rehearsal.caravan().with("MAX_RETRIES", 0).run();
        assertThat(shape.exitCode()).as("%s", shape).isEqualTo(4);
        assertThat(shape.out()).contains("{\"error\":{\"code\":1042,\"message\":\"internal failure\"}}");
        assertThat(rehearsal.stats().pageRequests()).isEqualTo(1);

        rehearsal.becomes("invalid-json=always@1");
        Caravan.Ended broken =
                rehearsal.caravan().with("MAX_RETRIES", 0).arguments("--fresh").run();
        assertThat(broken.exitCode()).as("%s", broken).isEqualTo(4);
        assertThat(broken.out())
                .contains("it is not valid JSON at line", "it began: JSON with the fields metadata, data");
    }

    @Test
    void anOutputFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        Caravan.Ended run =
                rehearsal.caravan().with("OUTPUT_DIR", file.resolve("data")).run();
        assertRefused(run, "OUTPUT_DIR=" + file.resolve("data"), "cannot be written");
    }

    @Test
    void aSyntaxErrorInARouteIsNamedWithFileLineAndColumn() throws Exception {
        Path routes = Routes.copy(folder.resolve("routes"));
        Path broken = routes.resolve("pipeline").resolve("50-report.camel.yaml");
        Files.writeString(broken, Files.readString(broken) + "\n- route: [unclosed\n  id: \"x\n");
        Caravan.Ended run =
                rehearsal.caravan().arguments("--routes", routes.toString()).run();
        assertRefused(run, "50-report.camel.yaml", "nothing was requested");
        assertThat(run.err()).containsPattern("line:? [0-9]+").containsPattern("col(umn)?:? [0-9]+");
    }

    @Test
    void aMisspeltRouteKeyIsNamedWithFileAndLine() throws Exception {
        Path routes = Routes.copy(folder.resolve("routes"));
        Routes.edit(routes.resolve("pipeline").resolve("40-deliver.camel.yaml"), "- toD:", "- toDD:");
        Caravan.Ended run =
                rehearsal.caravan().arguments("--routes", routes.toString()).run();
        assertRefused(run, "40-deliver.camel.yaml", "toDD");
        assertThat(run.err()).containsPattern("line:? [0-9]+");
    }

    /** Camel itself would start without complaint, and fail at the first page. */
    @Test
    void aMisspeltBeanMethodAndOptionAreNamedWithFileAndLine() throws Exception {
        Path routes = Routes.copy(folder.resolve("routes"));
        Path pipeline = routes.resolve("pipeline");
        Routes.edit(pipeline.resolve("20-fetch-page.camel.yaml"), "ref: pageCheck", "ref: pageChek");
        Routes.edit(pipeline.resolve("25-get-page.camel.yaml"), "copyHeaders: false", "copyHeader: false");
        Routes.edit(pipeline.resolve("30-store-page.camel.yaml"), "method: note", "method: noted");
        Caravan caravan = rehearsal.caravan().arguments("--routes", routes.toString());
        Caravan.Ended run = caravan.run();
        assertRefused(run, "there is no bean pageChek", "http has no option copyHeader", "has no method noted");
        assertThat(run.err())
                .containsPattern("20-fetch-page.camel.yaml, line [0-9]+: there is no bean")
                .containsPattern("25-get-page.camel.yaml, line [0-9]+: http has")
                .containsPattern("30-store-page.camel.yaml, line [0-9]+: pageWriter");
        Caravan.Ended check = caravan.start("check").end();
        assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
        assertThat(check.out()).contains("✗ routes", "pageChek", "– page 1    not checked");
        assertThat(rehearsal.stats().pageRequests()).isZero();
    }

    @Test
    void aRoutesFolderThatIsNotThereIsNamed() throws Exception {
        assertRefused(rehearsal.caravan().arguments("--routes", "nowhere").run(), "nowhere");
    }
}
