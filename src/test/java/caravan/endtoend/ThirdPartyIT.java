package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged program against servers that others have written: every cell is what was put in. */
@Timeout(300)
class ThirdPartyIT {
    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        ThirdParty.stop();
    }

    private Caravan caravan(String url) {
        return Caravan.in(folder)
                .with("API_BASE_URL", url)
                .with("INITIAL_BACKOFF", "0.01")
                .with("MAX_BACKOFF", "0.05")
                .with("DOUBT_PAUSE", "0.05");
    }

    private void source(ThirdParty server) throws IOException {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        String yaml = server.yaml();
        assertThat(yaml.lines()).hasSizeLessThanOrEqualTo(25);
        Files.writeString(sources.resolve(server.source + ".yaml"), yaml);
    }

    private void assertExact(ThirdParty server, Caravan.Ended run) throws IOException {
        assertThat(run.exitCode()).as(run::toString).isZero();
        assertThat(run.reported("Outcome")).isEqualTo("complete");
        List<String> columns = server.columns();
        Map<String, List<String>> rows = new LinkedHashMap<>();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser csv =
                CSVParser.parse(Files.readString(caravan("").output().csv()), format)) {
            for (CSVRecord row : csv) {
                String again = columns.get(3).isEmpty() ? "" : row.get(columns.get(3));
                assertThat(rows.put(
                                row.get(columns.get(0)),
                                List.of(row.get(columns.get(1)), row.get(columns.get(2)), again)))
                        .as("twice")
                        .isNull();
            }
        }
        assertThat(rows).isEqualTo(server.expected());
    }

    @ParameterizedTest
    @EnumSource
    void isExtractedExactly(ThirdParty server) throws Exception {
        String url = server.url();
        source(server);
        assertExact(server, caravan(url).start("run", "--local").end());
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON_SERVER", "JSON_SERVER_1", "JSONAPI"})
    void whatDiscoverWritesExtractsIt(ThirdParty server) throws Exception {
        String paging = switch (server) {
            case JSON_SERVER -> "?_page=1&_limit=50";
            case JSON_SERVER_1 -> "?_page=1&_per_page=50";
            default -> "?sort=number";
        };
        Caravan.Ended discover = caravan(server.url())
                .start("discover", server.url() + "/people" + paging, "--name", "people", "--write")
                .end();
        assertThat(discover.exitCode()).as(discover::toString).isZero();
        Path written = folder.resolve("sources").resolve("people.yaml");
        if (server == ThirdParty.JSONAPI) {
            // The test looks into the records' own fields.
            Files.writeString(written, Files.readString(written) + "flatten: true\n");
        }
        assertExact(server, caravan(server.url()).start("run", "--local").end());
    }

    @ParameterizedTest
    @EnumSource
    void isExtractedExactlyThoughEachTenthRequestFailsAndTheRunIsKilled(ThirdParty server) throws Exception {
        source(server);
        try (Gateway gateway = new Gateway(server.url())) {
            gateway.failing = 10;
            gateway.millis = 120;
            Running running = caravan(gateway.url()).start("run", "--local");
            Await.until("requests", Duration.ofSeconds(60), () -> gateway.requests() >= 5, () -> "");
            running.kill();
            running.end();
            gateway.millis = 0;
            Caravan.Ended run = caravan(gateway.url()).start("run", "--local").end();
            assertExact(server, run);
            assertThat(run.err()).contains("already stored");
            assertThat(gateway.failed()).isPositive();
        }
    }
}
