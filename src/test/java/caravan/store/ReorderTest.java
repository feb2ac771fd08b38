package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.Pipeline;
import caravan.page.PageTask;
import caravan.run.Run;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30) // a plan that waits for what never comes
class ReorderTest {
    @Test
    void leavesAFileThatIsInOrderAlone() throws Exception {
        Pipeline pipeline = Pipeline.of("[{\"a\":1}]", "[{\"a\":2}]", "[]");
        try (Run run = pipeline.extract()) {
            byte[] ledger = Files.readAllBytes(run.files().ledger());
            arrange(pipeline, run);
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
        assertThat(arranged(List.of("[{}]", "[]", "[{},{}]"), 3, 2)).isEqualTo("\r\n\r\n\r\n");
    }

    @Test
    void canBeDoneAgainForAPageThatCameEvenLater() throws Exception {
        List<String> pages = List.of("[{\"a\":1}]", "[{\"a\":2,\"b\":3}]", "[{\"c\":4}]");
        Pipeline pipeline = Pipeline.of(pages).without(2);
        try (Run run = pipeline.begin()) {
            List<PageTask> tasks = tasks(pipeline, run, 2);
            pipeline.carry(run, tasks.get(1));
            pipeline.carry(run, tasks.get(0));
            arrange(pipeline, run);
            assertThat(Files.readString(run.files().csv())).isEqualTo("a,c\r\n1,N/A\r\nN/A,4\r\n");
            assertThat(RunStats.of(run.files().ledger()).failed()).containsOnlyKeys(2);
            pipeline.heals();
            pipeline.carry(run, tasks.get(0));
            arrange(pipeline, run);
            assertThat(Files.readString(run.files().csv())).isEqualTo("a,b,c\r\n1,N/A,N/A\r\n2,3,N/A\r\nN/A,N/A,4\r\n");
            RunStats stats = RunStats.of(run.files().ledger());
            assertThat(stats.failed()).isEmpty();
            assertThat(stats.requests()).as("page 2 was not there, twice").isEqualTo(5);
            assertThat(run.store().begun().generation()).isEqualTo(2);
        }
    }

    /** Whatever the order of arrival: the same file, and the same is told of it before as after. */
    @Test
    void comesToTheSameInAnyOrderOfArrival() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            List<String> pages = randomPages(random);
            String straight;
            try (Run run = Pipeline.of(pages).extract()) {
                straight = Files.readString(run.files().csv());
            }
            Pipeline pipeline = Pipeline.of(pages);
            try (Run run = pipeline.begin()) {
                List<PageTask> tasks = tasks(pipeline, run, pages.size() - 1);
                Collections.shuffle(tasks, random);
                for (PageTask task : tasks) {
                    pipeline.carry(run, task);
                }
                RunStats before = RunStats.of(run.files().ledger());
                arrange(pipeline, run);
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
            for (int record = 2 + random.nextInt(2); record > 0; record--) {
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
        Pipeline pipeline = Pipeline.of(pages);
        try (Run run = pipeline.begin()) {
            List<PageTask> tasks = tasks(pipeline, run, pages.size() - 1);
            for (int page : order) {
                pipeline.carry(run, tasks.get(page - 2));
            }
            arrange(pipeline, run);
            return Files.readString(run.files().csv());
        }
    }

    /** Stores page 1 and returns so many of the others, to be carried in any order. */
    private static List<PageTask> tasks(Pipeline pipeline, Run run, int others) throws Exception {
        pipeline.carry(run, run.plan().first());
        List<PageTask> tasks = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            tasks.add(run.plan().next());
        }
        return tasks;
    }

    private static void arrange(Pipeline pipeline, Run run) throws Exception {
        Reorder.arrange(run.store(), pipeline.rowWriter().dialect());
    }
}
