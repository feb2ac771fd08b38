package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.boot.FailedSteps;
import caravan.fixture.Pages;
import caravan.fixture.TestRuns;
import caravan.page.Announced;
import caravan.page.Page;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.run.PageAttempts;
import caravan.run.PageOutcomes;
import caravan.run.Run;
import caravan.run.RunRefusedException;
import caravan.run.Runs;
import caravan.run.StopReason;
import caravan.store.PageWriter;
import caravan.store.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a run, with pages that are not fetched; they are stored, since the check reads what is in the file. */
class ExtractRouteTest extends RouteTest {
    private static final int PAGES = 5;

    @TempDir
    static Path folder;

    private Run run;

    ExtractRouteTest() {
        super("pipeline/10-extract.camel.yaml", "direct:fetch-page", "direct:deliver", "direct:report");
    }

    @Override
    Map<String, String> properties() {
        return Map.of("caravan.lanes", "3", "OUTPUT_DIR", folder.toString(), "MISSING_VALUE", "N/A");
    }

    @Override
    void bind(Registry registry) {
        RowWriter rowWriter = new RowWriter();
        registry.bind("runs", TestRuns.in(folder, Runs.Choice.RUN, rowWriter, System::nanoTime));
        registry.bind("pageWriter", new PageWriter(rowWriter, Clock.systemUTC()));
        registry.bind("rowWriter", rowWriter);
        registry.bind("pageOutcomes", new PageOutcomes(System::nanoTime));
        registry.bind("failedSteps", new FailedSteps());
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.withRoutesIncludePattern(
                file("pipeline/10-extract.camel.yaml") + "," + file("pipeline/30-store-page.camel.yaml"));
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        created.getExecutorServiceManager()
                .registerThreadPoolProfile(new ThreadPoolProfileBuilder("lanes")
                        .poolSize(3)
                        .maxPoolSize(3)
                        .maxQueueSize(3)
                        .build());
        return created;
    }

    @BeforeEach
    void everyPageComesAndNothingFollowsTheLast() throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        answersWith(task -> task.page() <= PAGES ? page(task.page()) : null);
    }

    /** Null ends the page's way, as an error handler of Camel does that has handled an exception. */
    private void answersWith(Function<PageTask, Page> answers) {
        mock("fetch-page").whenAnyExchangeReceived(exchange -> {
            PageTask task = exchange.getMessage().getBody(PageTask.class);
            Page page = answers.apply(task);
            exchange.getMessage().setBody(page);
            exchange.getExchangeExtension().setErrorHandlerHandled(page == null);
            if (task.purpose() == Purpose.PROBE && page != null) {
                exchange.getExchangeExtension().setErrorHandlerHandled(true);
                exchange.setProperty(
                        "outcome", new PageOutcome.Probed(task.page(), PageOutcome.Change.SAME, page.announced()));
            } else if (task.isPastEnd()) {
                exchange.setProperty("outcome", new PageOutcome.Ended(task.page(), Announced.NOTHING));
            }
        });
    }

    private static Page page(int number) {
        try {
            String records = "[{\"id\":%d},{\"id\":-%d}]".formatted(number, number);
            return Pages.read(Pages.json(number, PAGES, 2 * PAGES, records));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        if (run != null) {
            run.close();
        }
    }

    private MockEndpoint mock(String route) {
        return getMockEndpoint("mock:direct:" + route);
    }

    /** What the report is given. */
    private Exchange extract() {
        send("direct:extract", null, Map.of("source", TestRuns.source(2)));
        assertThat(mock("report").getExchanges()).as("always, and once").hasSize(1);
        Exchange reported = mock("report").getExchanges().get(0);
        run = reported.getProperty("run", Run.class);
        return reported;
    }

    private List<Integer> pages(String route) {
        return mock(route).getExchanges().stream()
                .map(exchange ->
                        exchange.getProperty("page", PageAttempts.class).number())
                .toList();
    }

    @Test
    void pageOneComesFirstThenTheOthersThenTheCheckAndTheDelivery() throws Exception {
        Exchange reported = extract();
        assertThat(reported.getProperty("error")).isNull();
        assertThat(pages("fetch-page")).startsWith(1).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 1, 3, 5);
        assertThat(run.plan().isStored()).isTrue();
        assertThat(Files.readString(run.files().csv()))
                .isEqualTo("id\r\n1\r\n-1\r\n2\r\n-2\r\n3\r\n-3\r\n4\r\n-4\r\n5\r\n-5\r\n");
        assertThat(mock("deliver").getExchanges()).hasSize(1);
        assertThat(run.reconciliation().isExact()).isTrue();
    }

    @Test
    void aPageThatCannotBeStoredEndsTheRunWithoutADelivery() {
        answersWith(task -> {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path csv :
                        all.filter(file -> file.toString().endsWith(".csv")).toList()) {
                    Files.delete(csv);
                    Files.createDirectory(csv);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return page(task.page());
        });
        Exchange reported = extract();
        assertThat(reported.getProperty("error")).as("the page's own affair").isNull();
        assertThat(run.stop().reason()).isEqualTo(StopReason.Reason.STORAGE);
        assertThat(pages("fetch-page")).containsExactly(1);
        assertThat(mock("deliver").getExchanges()).isEmpty();
    }

    @Test
    void aPageThatVanishesEndsTheRun() {
        answersWith(task -> null);
        extract();
        assertThat(run.stop().message()).contains("Page 1 was neither stored nor given up");
        assertThat(mock("deliver").getExchanges()).isEmpty();
    }

    @Test
    void theOutcomeOfThePageBeforeIsNotTakenForAPagesOwn() {
        answersWith(task -> task.page() == 1 ? page(1) : null);
        extract();
        assertThat(run.stop().message()).contains("was neither stored nor given up");
        assertThat(run.plan().extent().stored()).isEqualTo(1);
        assertThat(mock("deliver").getExchanges()).isEmpty();
    }

    @Test
    void aDeliveryThatBreaksIsReported() {
        IllegalStateException broken = new IllegalStateException("a step of a test");
        mock("deliver").whenAnyExchangeReceived(exchange -> {
            throw broken;
        });
        assertThat(extract().getProperty("error")).isSameAs(broken);
    }

    @Test
    void aRunThatCannotBeginIsReported() throws Exception {
        try (Run other = TestRuns.begin(folder)) {
            Exchange reported = extract();
            assertThat(reported.getProperty("error")).isInstanceOf(RunRefusedException.class);
            assertThat(run).isNull();
            assertThat(mock("fetch-page").getExchanges()).isEmpty();
            assertThat(mock("deliver").getExchanges()).isEmpty();
            assertThat(other.stop()).isNull();
        }
    }
}
