package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code caravan discover} writes is extracted exactly, as it is. */
@Timeout(120)
class DiscoverIT {
    @TempDir
    private Path folder;

    private StyleApi api;

    @BeforeEach
    void start() throws IOException {
        api = new StyleApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /page                      | type: page-number | records: results
            /offset?$skip=0&$top=100   | type: offset      | totalRecords: header:x-total-count
            /entries?page=1&count=200  | type: page-number | absentIsEmpty: true
            /cursor?limit=200          | type: cursor      | more: meta.has_more
            /object-cursor             | type: cursor      | records: query.pages
            /links?limit=200           | type: next-link   | next: "['@odata.nextLink']"
            /header-links?_limit=200   | type: link-header | id: id
            """)
    void whatIsWrittenIsExtractedExactly(String path, String type, String also) throws Exception {
        Caravan caravan = Caravan.in(folder).with("DOUBT_PAUSE", "0.05");
        Caravan.Ended found = caravan.start("discover", api.url() + path, "--name", "found", "--write")
                .end();
        assertThat(found.exitCode()).as(found::toString).isZero();
        assertThat(api.requests()).isLessThanOrEqualTo(10);
        Path file = folder.resolve("sources").resolve("found.yaml");
        assertThat(Files.readString(file)).contains(type, also);
        Caravan.Ended run = caravan.start("run", "--local").end();
        assertThat(run.exitCode()).as(() -> found + "\n" + run).isZero();
        assertThat(Files.readString(caravan.output().csv())).isEqualTo(StyleApi.csv());
    }

    @Test
    void nothingIsWrittenWithoutRecordsAndNoSecretWithThem() throws Exception {
        Caravan.Ended nothing = Caravan.in(folder)
                .start("discover", api.url() + "/nowhere", "--write")
                .end();
        assertThat(nothing.exitCode()).isEqualTo(4);
        assertThat(nothing.out()).contains("404 Not Found");
        assertThat(folder.resolve("sources")).doesNotExist();
        Caravan.Ended key = Caravan.in(folder)
                .start("discover", api.url() + "/page", "--header", "X-Api-Key: key-of-discover-it", "--write")
                .end();
        assertThat(key.exitCode()).as(key::toString).isZero();
        assertThat(api.seen).last().asString().contains("key-of-discover-it");
        assertThat(key.all()).doesNotContain("key-of-discover-it");
        assertThat(Files.readString(folder.resolve("sources").resolve("page.yaml")))
                .contains("type: api-key", "header: X-Api-Key")
                .doesNotContain("key-of-discover-it");
        Caravan.Ended again = Caravan.in(folder)
                .start("discover", api.url() + "/page", "--write")
                .end();
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("exists already");
    }
}
