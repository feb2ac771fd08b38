package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import caravan.report.ReportPage;
import caravan.report.SampleReports;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as a page, in a real browser. */
class ReportPageIT {
    private static final int PHONE = 375;
    private static final int DESK = 1440;

    private static Chromium chromium;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Chromium.program().isPresent(), "No chromium on the PATH: the tests of the report page are skipped");
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void tellsOfARealRunWhatItsJsonTells() throws Exception {
        try (Rehearsal rehearsal =
                Rehearsal.small(folder, 30, "404=always@17,503=2@4,429@9,cut@12,empty=always@21,late-field")) {
            Caravan caravan = rehearsal.caravan();
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
            JsonNode json = caravan.output().report();
            URI page = caravan.output().files(".report.html").get(0).toUri();
            try (Chromium.Tab tab = check(page, 30)) {
                assertThat(tab.text("h1")).startsWith("Partial: 28 of 30 pages");
                assertNumber(tab, "records", json.get("records_ingested"));
                assertNumber(tab, "stored", json.get("successful_pages"));
                assertNumber(tab, "retries", json.get("total_retries"));
                assertNumber(tab, "requests", json.get("requests"));
                assertNumber(tab, "seconds", json.get("execution_seconds"));
                assertNumber(tab, "bytes", json.get("bytes"));
                assertThat(tab.text(".where"))
                        .contains(json.get("file").asText(), json.get("object").asText());
                assertThat(tab.count("#cells .f"))
                        .isEqualTo(json.get("failed_pages").size());
                assertThat(tab.count("#cells .d")).as("the empty page").isEqualTo(1);
                assertThat(tab.count("#cells .r")).isEqualTo(3);
                assertThat(tab.count("#causes tr"))
                        .isEqualTo(json.get("retries_by_cause").size());
                assertThat(tab.count("#fields tbody tr"))
                        .isEqualTo(json.get("missing_fields").size());
                assertThat(tab.count("#attention tbody tr")).isEqualTo(2);
                assertThat(json.get("requests_over_time").get("max_millis"))
                        .hasSameSizeAs(json.get("requests_over_time").get("counts"))
                        .anyMatch(max -> max.asInt() > 0);
            }
        }
    }

    @Test
    void opensWithTenThousandPages() throws Exception {
        check(written(SampleReports.partial(10_000)), 10_000).close();
        check(written(SampleReports.complete(1)), 1).close();
    }

    @Test
    void runsNothingThatAnApiSends() throws Exception {
        String hostile =
                "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";
        try (Chromium.Tab tab = check(written(SampleReports.hostile(hostile)), 3)) {
            assertThat(tab.evaluate("document.title").asText()).startsWith("partial · </script>");
            assertThat(tab.count("img")).isZero();
        }
    }

    @Test
    void tellsOfEachPageByPointerTapAndKey() throws Exception {
        try (Chromium.Tab tab = chromium.open(written(SampleReports.partial(125)), DESK, false)) {
            JsonNode box = tab.evaluate(
                    "(({x, y, width}) => [x + width / 2, y + 5])(document.querySelector('#cells .f').getBoundingClientRect())");
            tab.pointAt(box.get(0).asDouble(), box.get(1).asDouble());
            assertThat(tab.text("#tip")).isEqualTo("Page 17: failed after 12 attempts, see below");
            tab.evaluate("document.querySelector('#cells').focus()");
            tab.press("Home");
            assertThat(tab.text("#tip")).matches("Page 1: stored · 1,000 rows · 1 attempt · [0-9]+ ms");
            tab.press("ArrowRight");
            assertThat(tab.text("#tip")).startsWith("Page 2: ");
            tab.press("ArrowDown");
            assertThat(tab.text("#tip")).startsWith("Page 39: ");
            tab.press("End");
            assertThat(tab.text("#tip")).startsWith("Page 125: ");
            tab.press("Escape");
            assertThat(tab.evaluate("document.querySelector('#tip').hidden").asBoolean())
                    .isTrue();
            tab.evaluate("document.querySelector('#cells').children[8].click()");
            assertThat(tab.text("#tip")).startsWith("Page 9: doubtful, see below · 400 rows");
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void followsARunByItself() throws Exception {
        AtomicReference<ReportPage> page = new AtomicReference<>(SampleReports.running(125, 57));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/", exchange -> answer(exchange, "text/html", page.get().html(java.util.List.of())));
        server.createContext(
                "/data",
                exchange -> answer(exchange, "application/json", page.get().data()));
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try (Chromium.Tab tab = chromium.open(address, DESK, false)) {
            assertThat(tab.text("h1")).isEqualTo("Running: 57 of 125 pages are stored so far.");
            tab.evaluate("document.querySelector('#cells').focus()");
            tab.press("End");
            assertThat(tab.text("#tip")).isEqualTo("Page 125: not requested");
            page.set(SampleReports.running(125, 90));
            await("it draws the next state", tab, "document.querySelector('#stored').value == 90");
            assertThat(tab.count("#cells .m")).isEqualTo(31);
            page.set(SampleReports.complete(125));
            await("it draws the end", tab, "document.querySelector('h1').textContent.startsWith('Complete')");
            assertThat(tab.text("#tip")).startsWith("Page 125: stored");
            tab.press("Home");
            assertThat(tab.text("#tip")).as("the focus has stayed").startsWith("Page 1: ");
            assertThat(tab.evaluate("document.title").asText()).startsWith("complete · ");
            assertThat(tab.complaints()).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysSoWhenTheProgramIsGone() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> answer(
                        exchange, "text/html", SampleReports.running(125, 57).html(java.util.List.of())));
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try (Chromium.Tab tab = chromium.open(address, DESK, false)) {
            server.stop(0);
            await("it says that nothing answers", tab, "!document.querySelector('#lost').hidden");
            assertThat(tab.text("h1")).startsWith("Running");
        }
    }

    /** What holds for every page, on a phone and on a desk, by day and by night. Returns it as it is on a desk. */
    private static Chromium.Tab check(URI page, int cells) {
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {PHONE, DESK}) {
                Chromium.Tab tab = chromium.open(page, width, dark);
                String where = width + (dark ? " dark" : " light");
                assertThat(tab.complaints()).as(where).isEmpty();
                assertThat(tab.count("#cells > i")).as(where).isEqualTo(cells);
                assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
                        .as("%s: no scrolling to the side", where)
                        .isEqualTo(width);
                assertThat(tab.evaluate("getComputedStyle(document.body).backgroundColor")
                                .asText())
                        .as(where)
                        .isEqualTo(dark ? "rgb(18, 23, 26)" : "rgb(255, 255, 255)");
                if (dark && width == DESK) {
                    return tab;
                }
                tab.close();
            }
        }
        throw new AssertionError();
    }

    private static void assertNumber(Chromium.Tab tab, String id, JsonNode expected) {
        assertThat(tab.evaluate("document.querySelector('#%s').value".formatted(id))
                        .asText())
                .as(id)
                .isEqualTo(expected.asText());
        if (expected.isIntegralNumber() && !id.equals("bytes")) {
            assertThat(tab.text("#" + id).replace(",", "")).as(id).isEqualTo(expected.asText());
        }
    }

    private URI written(ReportPage page) throws IOException {
        return Files.writeString(folder.resolve("a report.html"), page.html()).toUri();
    }

    private static void await(String what, Chromium.Tab tab, String condition) throws Exception {
        Await.until(what, Running.PATIENCE, () -> tab.evaluate(condition).asBoolean(), () -> tab.text("main"));
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
