package caravan.report;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.report.PageCells.State;
import caravan.store.LedgerLine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 125, 10_000})
    void hasACellForEveryPageAndStaysSmall(int pages) {
        for (ReportPage page : List.of(SampleReports.complete(pages), SampleReports.partial(pages))) {
            String html = page.html();
            assertThat(between(html, "<div id=\"cells\"", "</div>").split("<i", -1))
                    .hasSize(pages + 1);
            assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "\"><svg onload=alert(1)>",
                "' onmouseover='alert(1)",
                "<!--",
                "{{script}}$1\\",
                "a\u202eb\u0000c\ud800"
            })
    void showsWhatComesFromOutsideAsText(String hostile) throws Exception {
        ReportPage page = SampleReports.hostile(hostile);
        String text = shown(hostile, null);
        assertThat(text).doesNotContain("<", ">", "\u202e", "\u0000", "\ud800");
        assertThat(shown(hostile, "title")).doesNotContain("<", "\"", "'", "\u202e", "\u0000", "\ud800");
        String harmless = page.html(List.of()).replace(text, "");
        assertThat(harmless)
                .as("the same page without the text, wherever it stands")
                .isNotEqualTo(page.html(List.of()))
                .doesNotContain("alert(1)", "<!--", "{{", "\u202e")
                .containsOnlyOnce("</main>");
        assertThat(harmless.split("<script", -1)).hasSize(3);
        assertThat(harmless.split("<img", -1)).hasSize(1);
        for (JsonNode part : JSON.readTree(page.data()).get("parts")) {
            assertThat(part.asText().replace(text, "")).doesNotContain("alert(1)", "<!--", "\u202e");
        }
    }

    @Test
    void lastsWhateverLongTextAnApiSends() {
        assertThat(shown("<".repeat(5000), null)).isEqualTo("&lt;".repeat(400) + "…");
        assertThat(shown("😀".repeat(400), null)).isEqualTo("😀".repeat(400));
        assertThat(shown("😀".repeat(401), null)).isEqualTo("😀".repeat(400) + "…");
    }

    /**
     * The pages are in {@code src/test/resources/caravan/report}, without what is the same in all. To write them anew:
     * {@code ./mvnw test -Dtest=ReportPageTest -Dcaravan.golden=write}; then look at what git says has changed.
     */
    @ParameterizedTest
    @EnumSource(Outcome.class)
    void pageOfEachOutcomeIsAsInItsFile(Outcome outcome) throws Exception {
        assertIsAsInFile(SampleReports.of(outcome), outcome.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void pageOfARunningRunIsAsInItsFile() throws Exception {
        assertIsAsInFile(SampleReports.running(125, 57), "running");
    }

    @Test
    void pageWithHostileTextIsAsInItsFile() throws Exception {
        assertIsAsInFile(SampleReports.hostile("</td><b a='1' b=\"2\">\u202e&amp;"), "hostile");
    }

    private static void assertIsAsInFile(ReportPage page, String name) throws IOException {
        String html = page.html()
                .replaceAll("(?s)(<style>).*?(</style>)", "$1$2")
                .replaceAll("(?s)(<script data-live=\"false\">).*?(</script>)", "$1$2")
                .replaceAll("sha256-[^']+", "sha256-");
        Path file = Path.of("src/test/resources/caravan/report", name + ".html");
        if ("write".equals(System.getProperty("caravan.golden"))) {
            Files.writeString(file, html);
        }
        assertThat(html).isEqualToNormalizingWhitespace(Files.readString(file));
    }

    @Test
    void allowsOnlyItsOwnStyleAndScript() throws Exception {
        String html = SampleReports.complete(5).html();
        String policy = between(html, "Content-Security-Policy\" content=\"", "\"");
        assertThat(policy)
                .startsWith("default-src 'none'")
                .contains("style-src 'sha256-" + sha256(between(html, "<style>", "</style>")) + "'")
                .contains("script-src 'sha256-" + sha256(between(html, "<script data-live=\"false\">", "</script>"))
                        + "'")
                .doesNotContain("unsafe", "connect-src");
        assertThat(SampleReports.complete(5).html(List.of())).contains("connect-src 'self'", "data-live=\"true\"");
        assertThat(html).doesNotContain("http://crm", "https://", " style=");
    }

    @Test
    void tellsTheSameWhenItIsLive() throws Exception {
        ReportPage running = SampleReports.running(125, 57);
        assertThat(running.isRunning()).isTrue();
        String html = running.html(List.of());
        JsonNode data = JSON.readTree(running.data());
        assertThat(data.get("running").asBoolean()).isTrue();
        assertThat(data.get("parts")).isNotEmpty();
        data.get("parts")
                .properties()
                .forEach(part -> assertThat(html)
                        .containsPattern("id=\"" + part.getKey() + "\"[^>]*>"
                                + Pattern.quote(part.getValue().asText())));
        assertThat(data.get("pages").get("states").asText()).matches("[srd]{57}aaaam{64}");
        assertThat(html)
                .contains("Running: 57 of 125 pages are stored so far.", "4 in progress", "64 not requested yet")
                .doesNotContain("Exit code", "were not requested");
        assertThat(JSON.readTree(SampleReports.complete(5).data())
                        .get("running")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void saysInOneSentenceHowItEndedAndWhatToDo() {
        assertThat(SampleReports.complete(125).html())
                .contains("Complete: all 125 pages are stored, and the checked file is on S3.", "<b>Exit code 0.</b>");
        assertThat(SampleReports.partial(125).html())
                .contains("Partial: 122 of 125 pages are stored and delivered", "<b>Exit code 3.</b>", "Run again");
        assertThat(SampleReports.stopped(125).html())
                .contains(
                        "Stopped: the API refused the requests or could not be reached.",
                        "<b>Exit code 4.</b>",
                        "last answer: no connection",
                        "81 pages were not requested. Run again to fetch them.",
                        "nothing delivered");
    }

    @Test
    void knowsWhatBecameOfEachPage() {
        PageCells.Reader reader = new PageCells.Reader();
        reader.accept(new LedgerLine.Begun("r", "customers", "", "", Map.of(), 0));
        reader.accept(stored(0, 0, 0));
        reader.accept(stored(1, 10, 1));
        reader.accept(stored(3, 10, 3));
        reader.accept(new LedgerLine.Failed(4, "503", "503", 6, 6, Map.of()));
        reader.accept(stored(4, 10, 1));
        reader.accept(new LedgerLine.Failed(5, "503", "503", 6, 6, Map.of()));
        reader.accept(stored(6, 9, 1));
        reader.accept(stored(7, 10, 1, "odd"));
        reader.accept(stored(8, 3, 1));
        reader.accept(new LedgerLine.Failed(9, "404", "404", 1, 1, Map.of()));
        reader.accept(new LedgerLine.Ended(9, -1, -1, 1, Map.of()));
        PageCells cells = reader.cells(8, page -> false);
        assertThat(cells.cells().stream().map(PageCells.Cell::state))
                .as("page 2 was not requested, page 8 is the last and may be short")
                .containsExactly(
                        State.STORED,
                        State.MISSING,
                        State.RETRIED,
                        State.RETRIED,
                        State.FAILED,
                        State.DOUBTFUL,
                        State.DOUBTFUL,
                        State.STORED);
        assertThat(cells.page(4).attempts()).isEqualTo(7);
        assertThat(reader.cells(1, page -> true).page(2).state()).isEqualTo(State.ASKED);
    }

    @Test
    void drawsNoGridOfMorePagesThanAnyoneLooksAt() {
        String html = SampleReports.complete(PageCells.MOST + 1).html();
        assertThat(html)
                .hasSizeLessThan(100_000)
                .contains("all 50,001 pages are stored", "50,001 pages are too many to draw");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1.1, 2", "3, 5", "9.5, 10", "10, 10", "11, 20", "999, 1000"})
    void scalesChartsToARoundNumber(double value, double top) {
        assertThat(TimeCharts.top(value)).isEqualTo(top);
    }

    private static LedgerLine.Stored stored(int page, int rows, int attempts, String... problems) {
        return SampleReports.stored(page, rows, attempts, 5, Map.of(), List.of(problems));
    }

    /** As it stands in the page: in an element, or in an attribute of this name. */
    private static String shown(String text, String attribute) {
        StringOutput html = new StringOutput();
        PageOutput page = new PageOutput(html);
        page.setContext("p", attribute);
        page.writeUserContent(text);
        return html.toString();
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static String sha256(String text) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
