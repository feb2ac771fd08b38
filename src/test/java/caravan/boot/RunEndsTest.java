package caravan.boot;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.report.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run ends, with its report, wherever in the routes a step of the user fails, breaks, or stops the exchange. */
class RunEndsTest {
    private static final String WHERE = "Step (?:fails|breaks) of route %s \\(%s.camel.yaml, line \\d+\\) failed: ";

    @TempDir
    private static Path s3Folder;

    private static EditedRoutes edited;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        edited = new EditedRoutes(s3Folder);
    }

    @AfterAll
    static void stop() {
        edited.close();
    }

    /** A step of a user that breaks in a way that nobody foresees. */
    public static final class Overflow {
        private Overflow() {}

        public static int go() {
            return deeper(0);
        }

        private static int deeper(int depth) {
            return depth < 0 ? depth : deeper(depth + 1) + 1;
        }
    }

    /**
     * @param page the one with which the trouble comes; 0 for a step that is passed once a run
     * @param failing the outcome when the step throws, be it an exception or an error
     * @param stopping the outcome when it ends the exchange's way
     */
    @ParameterizedTest(name = "{0} before {1}, page {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            source                 | - to: direct:extract                    | 0 | customers  | BUG           | COMPLETE
            pipeline/10-extract    | - doTry:                                | 0 | extract    | BUG           | COMPLETE
            pipeline/10-extract    | # Takes `source`. Leaves                | 0 | extract    | BUG           | COMPLETE
            pipeline/10-extract    | # Looked up once                        | 0 | extract    | BUG           | BUG
            pipeline/10-extract    | - to: direct:carry-page                 | 0 | extract    | BUG           | BUG
            pipeline/10-extract    | # Each lane carries                     | 0 | extract    | BUG           | BUG
            pipeline/10-extract    | - split:@2                              | 0 | extract    | BUG           | PARTIAL
            pipeline/10-extract    | - to: direct:carry-page@2               | 3 | extract    | BUG           | BUG
            pipeline/10-extract    | # Takes `run`. Puts                     | 0 | extract    | BUG           | BUG
            pipeline/10-extract    | - to: direct:deliver                    | 0 | extract    | BUG           | NOT_DELIVERED
            pipeline/10-extract    | - to: direct:report                     | 0 | extract    | BUG           | COMPLETE
            pipeline/10-extract    | # Takes the task. Property `page`       | 3 | carry-page | BUG           | BUG
            pipeline/10-extract    | - doTry:@2                              | 1 | carry-page | BUG           | BUG
            pipeline/10-extract    | - doTry:@2                              | 3 | carry-page | BUG           | BUG
            pipeline/10-extract    | - to: direct:store-page                 | 3 | carry-page | BUG           | BUG
            pipeline/20-fetch-page | # Once a page                           | 3 | fetch-page | BUG           | BUG
            pipeline/20-fetch-page | # Takes properties `run`, `page`. Waits | 3 | attempt-page | BUG         | BUG
            pipeline/20-fetch-page | # Takes `run`, `page` and the page      | 3 | attempt-page | BUG         | BUG
            pipeline/25-get-page   | - to: direct:ask-page                   | 1 | get-page   | BUG           | BUG
            pipeline/25-get-page   | # Takes `request` and the page          | 3 | get-page   | BUG           | BUG
            pipeline/30-store-page | # Takes `run`, `page` and the records   | 3 | store-page | BUG           | BUG
            pipeline/30-store-page | # The CSV format is yours               | 3 | store-page | BUG           | BUG
            pipeline/30-store-page | # Takes `run`, `page`, `rows` and       | 3 | store-page | BUG           | BUG
            pipeline/40-deliver    | - to:@3                                 | 0 | deliver    | NOT_DELIVERED | NOT_DELIVERED
            pipeline/40-deliver    | # Takes `run`; counts an attempt. Prope | 0 | upload     | NOT_DELIVERED | NOT_DELIVERED
            pipeline/40-deliver    | # The manifest: written last            | 0 | upload     | NOT_DELIVERED | NOT_DELIVERED
            pipeline/50-report     | # Takes `run` and `error`               | 0 | report     | BUG           | COMPLETE
            """)
    void runEnds(String file, String line, int page, String route, Outcome failing, Outcome stopping) throws Exception {
        String when = "'{{TROUBLE}}' == '%s'";
        if (page > 0) {
            when += " && ${exchangeProperty.page.number} == " + page;
        }
        if (line.startsWith("- to: direct:carry-page@") || line.startsWith("# Takes the task")) {
            when = when.replace("exchangeProperty.page.number", "body.page");
        }
        edited.in(folder);
        String filter = "- filter: {simple: \"" + when + "\", steps: [{%s}]}";
        edited.before(file, line, filter.formatted("stop", "stop: {}"));
        edited.before(
                file,
                line,
                filter.formatted(
                        "fail",
                        "throwException: {id: fails, exceptionType: java.lang.IllegalStateException, message: boom}"));
        edited.before(
                file,
                line,
                filter.formatted(
                        "break",
                        "bean: {id: breaks, beanType: \"%s\", method: go}".formatted(Overflow.class.getName())));
        String where = "(?s).*" + WHERE.formatted(route, file);

        ends("stop", stopping);
        ends("fail", failing);
        assertThat(edited.said() + reports()).matches(where + "java.lang.IllegalStateException: boom.*");
        ends("break", failing);
        assertThat(edited.said() + reports()).matches(where + "java.lang.StackOverflowError.*");
        ends("none", Outcome.COMPLETE);
    }

    /** What one run leaves, the next one takes up or leaves alone: every run there is has its report. */
    private void ends(String trouble, Outcome expected) throws Exception {
        assertThat(edited.run(Map.of("TROUBLE", trouble)))
                .as("%s: %s", trouble, edited.said())
                .isEqualTo(expected);
        for (Path ledger : edited.files(".ledger.jsonl")) {
            String run = ledger.getFileName().toString().replace(".ledger.jsonl", "");
            assertThat(ledger.resolveSibling(run + ".report.json")).exists();
            assertThat(ledger.resolveSibling(run + ".report.html")).exists();
        }
        if (expected != Outcome.COMPLETE && !edited.files(".csv").isEmpty()) {
            assertThat(reports()).contains("\"outcome\" : \"" + expected.text());
        }
    }

    private String reports() throws Exception {
        StringBuilder all = new StringBuilder();
        for (Path report : edited.files(".report.json")) {
            all.append(Files.readString(report));
        }
        return all.toString();
    }
}
