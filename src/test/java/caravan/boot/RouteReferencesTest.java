package caravan.boot;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.StatusTable;
import caravan.run.Runs;
import caravan.settings.Settings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that the shipped routes name is there. */
class RouteReferencesTest {
    @TempDir
    private static Path folder;

    private static Function<String, Class<?>> beans;
    private static Map<String, String> files;

    @BeforeAll
    static void bind() throws Exception {
        Settings settings = Settings.of(
                List.of(Map.of(
                        "API_BASE_URL",
                        "http://localhost:1",
                        "API_TOKEN",
                        "token-of-references-test",
                        "S3_BUCKET",
                        "b",
                        "AWS_REGION",
                        "eu-central-1",
                        "OUTPUT_DIR",
                        folder.resolve("data").toString())),
                List.of());
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        // Without the live page: its routes name beans that are not bound then.
        try (Beans bound = new Beans(
                settings,
                Sources.load(settings, Path.of("routes", "sources"), List.of()),
                folder,
                Beans.Trigger.ONCE,
                Runs.Choice.RUN,
                false,
                null,
                nowhere,
                RunListener.NONE)) {
            beans = bound::type;
        }
        files = RouteFiles.read(Path.of("routes"));
    }

    @Test
    void allOfTheShippedRoutesResolve() {
        assertThat(files).hasSizeGreaterThanOrEqualTo(7);
        assertThat(problems(files)).isEmpty();
    }

    @Test
    void lettingPassWhatItDoesNotKnow() {
        String own = """
                - beans:
                    - name: mine
                      type: java.util.Properties
                      properties: {gold: "1"}
                    - name: made
                      type: java.util.ArrayList
                    - name: from-a-factory
                      type: java.util.concurrent.Executors
                      factoryMethod: newCachedThreadPool
                    - name: by-constructor
                      type: "#class:java.io.File('x')"
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - setBody: {constant: "#fff ${ref:nobody} direct:nowhere"}
                        - setProperty: {name: answer, constant: 1}
                        - setBody: {simple: "${exchangeProperty.answer.length}"}
                        - to: https://hooks.example.com/x?token=1&page=2
                        - to: unheard-of:thing?option=1
                        - toD: "direct:${body}"
                        - bean: {ref: mine, method: size}
                        - bean: {ref: made, method: "add('a, b')"}
                        - bean: {ref: from-a-factory, method: anything}
                        - to: direct:alert
                        - to: "direct://mine"
                        - to: "direct:absent?failIfNoConsumers=false"
                        - to: {uri: "https://api.example/x", parameters: {ref: main, orderRef: A12}}
                        - to: {uri: log, parameters: {logger-name: x}}
                        - to: "aws2-s3:b?accessKey=RAW(a&b)"
                        - setBody: {constant: {expression: "write ${ref:foo} here"}}
                        - unmarshal: {custom: {ref: jackson}}
                        - unmarshal: {json: {unmarshalType: "java.lang.String[]"}}
                - route:
                    id: made
                    from: {uri: "direct:{{alert.in}}", steps: []}
                - route:
                    id: off
                    precondition: "{{mine.on}}"
                    from: {uri: timer:off, steps: [{bean: {ref: gone, method: x}}]}
                - templatedRoute: {routeTemplateRef: t, parameters: []}
                - interceptFrom: {uri: "direct:*", steps: []}
                """;
        assertThat(problems(Map.of("own.camel.yaml", own))).isEmpty();
    }

    @Test
    void unreadableFileIsLeftToCamel() {
        Map<String, String> edited = new TreeMap<>(files);
        edited.merge("pipeline/50-report.camel.yaml", "\n- route: [unclosed\n", String::concat);
        assertThat(edited).hasSameSizeAs(files);
        assertThat(problems(edited)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ref: pageOutcomes                   | ref: pageOutcome                   | there is no bean pageOutcome
            onExceptionOccurredRef: retry      | onExceptionOccurredRef: retri      | there is no bean retri
            marshallerFactoryRef: rowWriter    | marshallerFactoryRef: rowWritr     | there is no bean rowWritr
            executorService: lanes             | executorService: lane              | there is no bean lane
            "#apiClient"                       | "#apiClien"                        | there is no bean apiClien
            amazonS3Client=#s3                 | amazonS3Client=#s4                 | there is no bean s4
            ref: sources                       | ref: source                        | there is no bean source
            bean:retry?                        | bean:retri?                        | there is no bean retri
            method=kind                        | method=kindd                       | retry (caravan.run.Retry) has no method kindd
            "again(${exchangeProperty.page}, {{MAX_RETRIES}})" | "again({{MAX_RETRIES}})" | retry (caravan.run.Retry) has no method again({{MAX_RETRIES}})
            method: settle                      | method: setle                      | pageOutcomes (caravan.run.PageOutcomes) has no method setle
            run.firstPage                      | run.firstPag                       | caravan.run.Run has no firstPag
            run.isExtracted                    | run.isExtract                      | caravan.run.Run has no isExtract
            routeConfigurationId: retry        | routeConfigurationId: retries      | there is no route configuration retries
            to: direct:fetch-page              | to: direct:fetch-pages             | no route is from direct:fetch-pages
            uri: direct:ask-page               | uri: direct:asked-page             | no route is from direct:ask-page
            throwExceptionOnFailure            | throwExceptionOnFailur             | http has no option throwExceptionOnFailur
            copyHeaders                        | copyHeader                         | http has no option copyHeader
            fileExist:                         | fileExists:                        | file has no option fileExists
            repeatCount:                       | repeatsCount:                      | timer has no option repeatsCount
            multiPartUpload=                   | multipartUpload=                   | aws2-s3 has no option multipartUpload
            transient: "408                    | transiend: "408                    | caravan.fetch.StatusTable has no property transiend
            type: caravan.fetch.StatusTable    | type: caravan.fetch.StatusTabl     | there is no class caravan.fetch.StatusTabl
            """)
    void findsOneThatIsMisspelt(String right, String wrong, String problem) {
        Map<String, String> edited = new TreeMap<>();
        String in = null;
        int line = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            // The last place only: the others are right and hide nothing.
            int at = in != null ? -1 : file.getValue().lastIndexOf(right);
            String text = file.getValue();
            if (at >= 0) {
                in = file.getKey();
                line = (int) text.substring(0, at).lines().count();
                text = text.substring(0, at) + wrong + text.substring(at + right.length());
            }
            edited.put(file.getKey(), text);
        }
        assertThat(in).as("%s stands in the routes", right).isNotNull();
        assertThat(problems(edited))
                .anyMatch(found -> found.endsWith(": " + problem))
                .hasSizeBetween(1, 2);
        if (!problem.startsWith("no route is from")) {
            assertThat(problems(edited)).contains("%s, line %d: %s".formatted(in, line, problem));
        }
    }

    private static List<String> problems(Map<String, String> yamlFiles) {
        return RouteReferences.problems(
                yamlFiles,
                beans,
                Map.of(
                        "API_BASE_URL",
                        "http://localhost:1",
                        "caravan.api",
                        "http://localhost:1",
                        "caravan.upload",
                        "direct:upload"),
                Map.of());
    }

    @Test
    void saysHowASourceOfTheOldFormIsWrittenNow() {
        Map<String, String> edited = new java.util.TreeMap<>(files);
        edited.put("orders.camel.yaml", """
                - beans:
                    - name: orders
                      type: caravan.source.Source
                      properties:
                        url: "{{API_BASE_URL}}/orders"
                        idField: number
                """);
        assertThat(problems(edited))
                .singleElement()
                .asString()
                .contains(
                        "orders.camel.yaml, line 2: a source is a file of its own now", "sources/orders.yaml",
                        "url: \"{{API_BASE_URL}}/orders\"", "id: number");
    }

    @Test
    void takesASecondTriggerOfTheSameSource() {
        Map<String, String> edited = new TreeMap<>(files);
        edited.merge("source.camel.yaml", """

                - route:
                    id: at-once
                    from: {uri: "timer:at-once", steps: [{to: direct:extract}]}
                """, String::concat);
        assertThat(problems(edited)).isEmpty();
    }

    @Test
    void missesARouteThatBeginsARun() {
        Map<String, String> edited = new TreeMap<>(files);
        edited.computeIfPresent(
                "source.camel.yaml", (name, text) -> text.replace("- to: direct:extract", "- to: log:none"));
        assertThat(problems(edited)).containsExactly("no route goes to direct:extract: nothing would begin a run");
        edited.computeIfPresent("source.camel.yaml", (name, text) -> text.replace("log:none", "\"{{elsewhere}}\""));
        assertThat(problems(edited)).isEmpty();
    }

    @Test
    void missesWhatOnlyTheRoutesCanDeclare() {
        Map<String, Class<StatusTable>> required = Map.of("statusTable", StatusTable.class);
        assertThat(RouteReferences.problems(
                        files,
                        beans,
                        Map.of(
                                "API_BASE_URL",
                                "http://x",
                                "caravan.api",
                                "http://x",
                                "caravan.upload",
                                "direct:upload"),
                        required))
                .isEmpty();
        Map<String, String> edited = new TreeMap<>(files);
        edited.replaceAll((name, text) -> text.replace("name: statusTable", "name: statusTabel"));
        assertThat(RouteReferences.problems(
                        edited,
                        beans,
                        Map.of(
                                "API_BASE_URL",
                                "http://x",
                                "caravan.api",
                                "http://x",
                                "caravan.upload",
                                "direct:upload"),
                        required))
                .containsExactly("no route file declares the bean statusTable of type caravan.fetch.StatusTable");
    }
}
