package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FailureKind;
import caravan.page.PageTask;
import caravan.run.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30) // a plan that waits for what never comes
class ReorderTest {
    @TempDir
    private Path folder;

    @Test
    void leavesAFileThatIsInOrderAlone() throws Exception {
        Carrying carrying = new Carrying(folder, List.of("[{\"a\":1}]", "[{\"a\":2}]", "[]"));
        try (Run run = carrying.begin()) {
            carrying.rest(run);
            byte[] ledger = Files.readAllBytes(run.files().ledger());
            carrying.arrange(run);
            assertThat(Files.readString(run.files().csv())).isEqualTo("a\r\n1\r\n2\r\n");
            assertThat(run.files().ledger()).hasBinaryContent(ledger);
        }
    }

    @Test
    void putsPagesInOrder() throws Exception {
        assertThat(arranged(List.of("[{\"a\":1}]", "[{\"a\":2},{\"a\":3}]", "[{\"a\":4}]"), 3, 2))
                .isEqualTo("a\r\n1\r\n2\r\n3\r\n4\r\n");
    }

    @Test
    void givesEveryRowACellForAColumnThatCameLate() throws Exception {
        assertThat(arranged(List.of("[{\"a\":1}]", "[{\"b\":\"x,y\"},{\"a\":2}]", "[{\"a\":null,\"b\":\"\"}]"), 2, 3))
                .isEqualTo("a,b\r\n1,N/A\r\nN/A,\"x,y\"\r\n2,N/A\r\nN/A,\r\n");
    }

    @Test
    void ordersColumnsByPageAndNotByArrival() throws Exception {
        assertThat(arranged(List.of("[{\"a\":1}]", "[{\"c\":2,\"b\":3}]", "[{\"b\":4,\"d\":5}]"), 3, 2))
                .isEqualTo("a,c,b,d\r\n1,N/A,N/A,N/A\r\nN/A,2,3,N/A\r\nN/A,N/A,4,5\r\n");
    }

    /** A single column's empty cell is quoted, and stays so beside others. */
    @Test
    void bearsRowsOfOneColumnAndOfNone() throws Exception {
        assertThat(arranged(List.of("[{\"a\":\"\"}]", "[{\"b\":1}]"), 2)).isEqualTo("a,b\r\n\"\",N/A\r\nN/A,1\r\n");
        assertThat(arranged(List.of("[{},{}]", "[{\"b\":1}]"), 2)).isEqualTo("b\r\nN/A\r\nN/A\r\n1\r\n");
        assertThat(arranged(List.of("[]", "[{\"b\":1},{}]"), 2)).isEqualTo("b\r\n1\r\nN/A\r\n");
        assertThat(arranged(List.of("[{}]", "[]", "[{}]"), 3, 2)).isEqualTo("\r\n\r\n");
    }

    @Test
    void canBeDoneAgainForAPageThatCameEvenLater() throws Exception {
        List<String> pages = List.of("[{\"a\":1}]", "[{\"a\":2,\"b\":3}]", "[{\"c\":4}]");
        Carrying carrying = new Carrying(folder, pages);
        try (Run run = carrying.begin()) {
            List<PageTask> requests = carrying.requests(run, 2);
            carrying.store(run, requests.get(1));
            carrying.fail(run, requests.get(0), FailureKind.PERMANENT, "404");
            carrying.arrange(run);
            assertThat(Files.readString(run.files().csv())).isEqualTo("a,c\r\n1,N/A\r\nN/A,4\r\n");
            assertThat(RunStats.of(run.files().ledger()).failed()).containsOnlyKeys(2);
            carrying.store(run, requests.get(0));
            carrying.arrange(run);
            assertThat(Files.readString(run.files().csv())).isEqualTo("a,c,b\r\n1,N/A,N/A\r\n2,N/A,3\r\nN/A,4,N/A\r\n");
            RunStats stats = RunStats.of(run.files().ledger());
            assertThat(stats.failed()).isEmpty();
            assertThat(stats.requests()).isEqualTo(4);
            assertThat(run.store().begun().generation()).isEqualTo(2);
        }
    }

    /** Whatever the order of arrival: the same file, and the same is told of it before as after. */
    @Test
    void comesToTheSameInAnyOrderOfArrival() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            List<String> pages = randomPages(random);
            String straight;
            Carrying carrying = new Carrying(folder.resolve("straight-" + i), pages);
            try (Run run = carrying.begin()) {
                carrying.rest(run);
                carrying.arrange(run);
                straight = Files.readString(run.files().csv());
            }
            carrying = new Carrying(folder.resolve("any-" + i), pages);
            try (Run run = carrying.begin()) {
                List<PageTask> requests = carrying.requests(run, pages.size() - 1);
                Collections.shuffle(requests, random);
                for (PageTask request : requests) {
                    carrying.store(run, request);
                }
                RunStats before = RunStats.of(run.files().ledger());
                carrying.arrange(run);
                RunStats after = RunStats.of(run.files().ledger());
                assertThat(Files.readString(run.files().csv())).isEqualTo(straight);
                assertThat(missing(after)).isEqualTo(missing(before));
                assertThat(after.columns()).containsExactlyInAnyOrderElementsOf(before.columns());
                assertThat(after.rows()).isEqualTo(before.rows());
                assertThat(after.bytes()).isEqualTo(Files.size(run.files().csv()));
            }
        }
    }

    private static List<String> randomPages(Random random) {
        List<String> pages = new ArrayList<>();
        for (int page = 1; page <= 6; page++) {
            List<String> records = new ArrayList<>();
            for (int record = 1 + random.nextInt(3); record > 0; record--) {
                List<String> fields = new ArrayList<>();
                for (char name = 'a'; name < 'a' + 5; name++) {
                    if (random.nextInt(3) == 0) {
                        String[] values = {"null", "\"\"", "\"x\\ny\"", "\"a,b\"", "1.10", "\"\\\"\"", "{\"k\":[1]}"};
                        fields.add("\"" + name + "\":" + values[random.nextInt(values.length)]);
                    }
                }
                Collections.shuffle(fields, random);
                records.add("{" + String.join(",", fields) + "}");
            }
            pages.add("[" + String.join(",", records) + "]");
        }
        return pages;
    }

    private static Map<String, String> missing(RunStats stats) {
        Map<String, String> missing = new TreeMap<>();
        stats.missing().forEach((field, counts) -> missing.put(field, Arrays.toString(counts)));
        return missing;
    }

    /** The file after page 1 and then these pages were stored. */
    private String arranged(List<String> pages, int... order) throws Exception {
        Path own = Files.createTempDirectory(folder, "run");
        Carrying carrying = new Carrying(own, pages);
        try (Run run = carrying.begin()) {
            List<PageTask> requests = carrying.requests(run, pages.size() - 1);
            for (int page : order) {
                carrying.store(run, requests.get(page - 2));
            }
            carrying.arrange(run);
            return Files.readString(run.files().csv());
        }
    }
}
