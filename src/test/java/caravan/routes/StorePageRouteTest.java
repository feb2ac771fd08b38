package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.Pages;
import caravan.fixture.TestRuns;
import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageTask.Purpose;
import caravan.run.PageAttempts;
import caravan.run.Run;
import caravan.run.Runs;
import caravan.store.PageWriter;
import caravan.store.RowWriter;
import caravan.store.RunStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorePageRouteTest extends RouteTest {
    @TempDir
    static Path folder;

    private final RowWriter rowWriter = new RowWriter();
    private Run run;

    StorePageRouteTest() {
        super("pipeline/30-store-page.camel.yaml");
    }

    @Override
    Map<String, String> properties() {
        return Map.of("OUTPUT_DIR", folder.toString(), "MISSING_VALUE", "N/A");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("pageWriter", new PageWriter(rowWriter, Clock.systemUTC()));
        registry.bind("rowWriter", rowWriter);
    }

    @BeforeEach
    void begin() throws Exception {
        run = TestRuns.in(folder, Runs.Choice.FRESH, rowWriter, System::nanoTime)
                .beginOrResume(TestRuns.source(2));
    }

    @AfterEach
    void close() throws Exception {
        run.close();
    }

    private Exchange store(int number, String records) throws Exception {
        return send(
                "direct:store-page",
                Pages.read(Pages.json(number, 3, 6, records)),
                Map.of(
                        "run",
                        run,
                        "csvName",
                        run.csvName(),
                        "page",
                        new PageAttempts(run.source().page(number, Purpose.RECORDS), System::nanoTime)));
    }

    @Test
    void aPageIsInTheFileTheLedgerVouchesForItAndTheOutcomeSaysSo() throws Exception {
        Exchange exchange = store(1, "[{\"id\":1,\"name\":\"Ann, \\\"A\\\"\"},{\"id\":2,\"name\":null}]");
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getProperty("outcome")).isInstanceOfSatisfying(PageOutcome.Stored.class, stored -> {
            assertThat(stored.rows()).isEqualTo(2);
            assertThat(stored.announced()).isEqualTo(new Announced(1, 2, 3, 6));
        });
        store(2, "[{\"name\":\"x\",\"id\":1.10}]");
        assertThat(run.files().csv()).hasContent("id,name\r\n1,\"Ann, \"\"A\"\"\"\r\n2,N/A\r\n1.10,x\r\n");
        RunStats stats = RunStats.of(run.files().ledger());
        assertThat(stats.pages()).isEqualTo(2);
        assertThat(stats.rows()).isEqualTo(3);
        assertThat(stats.bytes()).isEqualTo(Files.size(run.files().csv()));
    }

    @Test
    void whatCannotBeAppendedIsNotInTheLedgerAndTheNextPageHasItsTurn() throws Exception {
        Path csv = run.files().csv();
        Files.delete(csv);
        Files.createDirectory(csv);
        Exchange exchange = store(1, "[{\"id\":1}]");
        assertThat(exchange.getException()).isNotNull();
        assertThat(exchange.getProperty("outcome")).isNull();
        assertThat(RunStats.of(run.files().ledger()).pages()).isZero();
        Files.delete(csv);
        Files.createFile(csv);
        assertThat(store(1, "[{\"id\":1}]").getProperty("outcome")).isInstanceOf(PageOutcome.Stored.class);
    }

    @Test
    void aFileToWhichAnotherProgramWritesIsNoticed() throws Exception {
        store(1, "[{\"id\":1}]");
        Files.writeString(run.files().csv(), "x", StandardOpenOption.APPEND);
        Exchange exchange = store(2, "[{\"id\":2}]");
        assertThat(exchange.getException())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another program writes to it");
        assertThat(exchange.getProperty("outcome")).isNull();
        assertThat(RunStats.of(run.files().ledger()).pages()).isEqualTo(1);
    }
}
