package caravan.boot;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.live.LiveAddress;
import caravan.run.Runs;
import caravan.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that the shipped routes name is there. */
class RouteReferencesTest {
    @TempDir
    private static Path folder;

    private static Beans wiring;
    private static Function<String, Object> beans;
    private static List<String> files;

    @BeforeAll
    static void wireWithoutRoutes() throws Exception {
        Settings settings = Settings.of(
                List.of(Map.of(
                        "API_BASE_URL", "http://localhost:1",
                        "API_TOKEN", "token-of-references-test",
                        "S3_BUCKET", "b",
                        "AWS_REGION", "eu-central-1",
                        "OUTPUT_DIR", folder.resolve("data").toString())),
                List.of());
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        wiring = new Beans(
                settings,
                Files.createDirectory(folder.resolve("none")),
                Beans.Trigger.ONCE,
                Runs.Choice.RUN,
                LiveAddress.anywhere().free(),
                nowhere,
                outcome -> {});
        wiring.camel().start();
        CamelContext context = wiring.camel().getCamelContext();
        beans = name -> {
            Object bean = context.getRegistry().lookupByName(name);
            return bean != null ? bean : context.getExecutorServiceManager().getThreadPoolProfile(name);
        };
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            files = all.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .map(RouteReferencesTest::read)
                    .toList();
        }
    }

    @AfterAll
    static void close() {
        wiring.close();
    }

    /** {@code direct:login} is called by the token source. */
    @Test
    void allResolve() {
        assertThat(files).hasSizeGreaterThanOrEqualTo(6);
        assertThat(RouteReferences.problems(files, beans)).containsExactly("nobody calls direct:login");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ref: storing                       | ref: storng                        | no bean storng
            onExceptionOccurredRef: retryDelay | onExceptionOccurredRef: retryDely  | no bean retryDely
            marshallerFactoryRef: rowWriter    | marshallerFactoryRef: rowWritr     | no bean rowWritr
            objectMapper: pageMapper           | objectMapper: pageMaper            | no bean pageMaper
            executorService: lanes             | executorService: lane              | no bean lane
            "#deadline"                        | "#deadlin"                         | no bean deadlin
            amazonS3Client=#s3                 | amazonS3Client=#s4                 | no bean s4
            ${ref:customers}                   | ${ref:customer}                    | no bean customer
            bean:retryDelay?                   | bean:retryDelai?                   | no bean retryDelai
            method=classify                    | method=clasify                     | caravan.fetch.Retry has no method clasify
            "again(${exchangeProperty.page}, {{MAX_RETRIES}})" | "again({{MAX_RETRIES}})" | caravan.fetch.Retry has no method again({{MAX_RETRIES}})
            method: settled                    | method: setled                     | caravan.store.PageWriter has no method setled
            run.plan.first                     | run.plan.frst                      | caravan.plan.NumberedPlan has no frst
            run.isExtracted                    | run.isExtract                      | caravan.run.Run has no isExtract
            routeConfigurationId: retry        | routeConfigurationId: retries      | no route configuration retries
            to: direct:fetch-page              | to: direct:fetch-pages             | no route is from direct:fetch-pages
            uri: direct:get-page               | uri: direct:got-page               | no route is from direct:get-page
            throwExceptionOnFailure            | throwExceptionOnFailur             | http has no option throwExceptionOnFailur
            followRedirects                    | followRedirect                     | http has no option followRedirect
            fileExist:                         | fileExists:                        | file has no option fileExists
            repeatCount:                       | repeatsCount:                      | timer has no option repeatsCount
            multiPartUpload=                   | multipartUpload=                   | aws2-s3 has no option multipartUpload
            idField: id                        | idFeld: id                         | caravan.source.Source has no property idFeld
            unmarshalType: caravan.page.Page  | unmarshalType: caravan.fetch.Pag   | no class caravan.fetch.Pag
            unmarshalType: caravan             | unmarshalType: karavan             | no class karavan.page.Page
            """)
    void findsOneThatIsMisspelt(String right, String wrong, String problem) {
        List<String> edited = new ArrayList<>();
        boolean found = false;
        for (String file : files) {
            // The first place only: the others are right and hide nothing.
            int at = found ? -1 : file.lastIndexOf(right);
            found |= at >= 0;
            edited.add(at < 0 ? file : file.substring(0, at) + wrong + file.substring(at + right.length()));
        }
        assertThat(found).as("%s stands in the routes", right).isTrue();
        Set<String> problems = RouteReferences.problems(edited, beans);
        assertThat(problems).contains(problem).hasSizeBetween(2, 3);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
