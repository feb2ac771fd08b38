package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fixture.Pipeline;
import caravan.fixture.TestRuns;
import caravan.page.PageTask;
import caravan.run.Run;
import caravan.run.RunRefusedException;
import caravan.run.Runs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a run was stopped: what it comes to in the end is the file of a run that never stopped, to the byte. */
@Timeout(60) // a plan that waits for what never comes
class ResumeTest {
    private static final List<String> PAGES = List.of(
            "[{\"id\":1,\"name\":\"Ann, \\\"A\\\"\"},{\"id\":2,\"name\":null}]",
            "[{\"id\":3,\"name\":\"line\\r\\nbreak\",\"late\":\"x\"},{\"id\":4}]",
            "[{\"id\":5,\"name\":\"é😀\",\"other\":{\"a\":[1.10]}},{\"id\":50}]",
            "[{\"other\":\"\",\"late\":\"\",\"id\":6},{\"id\":7,\"name\":\"N/A\"}]",
            "[{\"id\":8,\"name\":\"last\",\"zz\":1E+2},{\"id\":9}]");
    private static final String WHOLE = """
            id,name,late,other,zz
            1,"Ann, ""A""\",N/A,N/A,N/A
            2,N/A,N/A,N/A,N/A
            3,"line
            break",x,N/A,N/A
            4,N/A,N/A,N/A,N/A
            5,é😀,N/A,"{""a"":[1.10]}",N/A
            50,N/A,N/A,N/A,N/A
            6,N/A,,,N/A
            7,N/A,N/A,N/A,N/A
            8,last,N/A,N/A,1E+2
            9,N/A,N/A,N/A,N/A
            """.replace("\n", "\r\n");
    private static final Map<String, String> MISSING =
            Map.of("name", "[4, 1, 0, 1]", "late", "[8, 0, 1, 0]", "other", "[8, 0, 1, 0]", "zz", "[9, 0, 0, 0]");

    private final Set<String> finished = new HashSet<>();
    /** A run of which page 3 overtook page 2, and page 4 failed at first, just before its file is put in order. */
    private Left outOfOrder;
    /** One whose file was put in order without page 4, which came later. */
    private Left inOrderOnce;

    @BeforeEach
    void record() throws Exception {
        Pipeline pipeline = Pipeline.of(PAGES);
        try (Run run = pipeline.begin()) {
            beginOutOfOrder(pipeline, run);
            carryRest(pipeline, run);
            outOfOrder = Left.of(run.files());
        }
        pipeline.empty();
        try (Run run = pipeline.begin()) {
            beginOutOfOrder(pipeline, run);
            arrange(pipeline, run);
        }
        try (Run run = pipeline.begin()) {
            assertThat(run.resumedPages()).isEqualTo(4);
            carryRest(pipeline, run);
            inOrderOnce = Left.of(run.files());
        }
        assertThat(outOfOrder.csv()).asString(StandardCharsets.UTF_8).isNotEqualTo(WHOLE);
        assertThat(inOrderOnce.csv()).asString(StandardCharsets.UTF_8).isNotEqualTo(WHOLE);
    }

    private static void beginOutOfOrder(Pipeline pipeline, Run run) throws Exception {
        List<PageTask> tasks = tasks(pipeline, run, 4);
        pipeline.without(4);
        for (int page : new int[] {3, 2, 4, 5}) {
            pipeline.carry(run, tasks.get(page - 2));
        }
        pipeline.heals();
    }

    /** Page 1, unless it is stored, and so many others that are only handed out. */
    private static List<PageTask> tasks(Pipeline pipeline, Run run, int others) throws Exception {
        PageTask first = run.plan().first();
        if (first != null) {
            pipeline.carry(run, first);
        }
        List<PageTask> tasks = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            tasks.add(run.plan().next());
        }
        return tasks;
    }

    /** What is missing, and what follows the last page; the file is left as it is. */
    private static void carryRest(Pipeline pipeline, Run run) throws Exception {
        for (PageTask next = run.plan().next(); next != null; next = run.plan().next()) {
            pipeline.carry(run, next);
        }
    }

    private static void arrange(Pipeline pipeline, Run run) throws IOException {
        Reorder.arrange(run.store(), pipeline.rowWriter().dialect());
    }

    @Test
    void isPutInOrder() throws Exception {
        finish(outOfOrder, 5);
        finish(inOrderOnce, 5);
    }

    @Test
    void resumesAfterAStopAtAnyPlaceInTheLedger() throws Exception {
        for (Left files : List.of(outOfOrder, inOrderOnce)) {
            for (int length = 0; length <= files.ledger().length; length++) {
                // Around the ends of lines each byte, between them one here and there.
                if (length % 29 == 0 || files.endsLineNear(length)) {
                    finish(files.cut(Math.min(files.csv().length, files.noted(length) + 20), length), -1);
                }
            }
        }
    }

    @Test
    void resumesAfterAStopAtAnyByteOfTheFile() throws Exception {
        for (Left files : List.of(outOfOrder, inOrderOnce)) {
            for (int length = 0; length <= files.csv().length; length++) {
                finish(files.cut(length, files.ledger().length), -1);
            }
        }
    }

    @Test
    void resumesAfterAnyStopsWithAnythingAtTheEndOfEither() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 150; i++) {
            Left files = damaged(random.nextBoolean() ? outOfOrder : inOrderOnce, random);
            String trace = files.shown();
            for (int stops = random.nextInt(3); stops > 0; stops--) {
                Pipeline pipeline = files.isAllThatIsLeft();
                goOn(pipeline, random);
                files = damaged(Left.of(newest(pipeline.folder())), random);
                trace += "\nthen " + files.shown();
            }
            finish(files, -1, trace);
        }
    }

    /** A session that stores or loses some pages in some order, and perhaps puts the file in order. */
    private static void goOn(Pipeline pipeline, Random random) throws Exception {
        try (Run run = pipeline.begin()) {
            int missing = PAGES.size() - Math.max(1, run.resumedPages());
            List<PageTask> tasks = tasks(pipeline, run, missing);
            Collections.shuffle(tasks, random);
            boolean inOrder = random.nextBoolean();
            for (PageTask task : tasks) {
                // A file that is put in order without a page that brings a column has that column further behind for
                // ever: page 4 brings none.
                if (random.nextInt(4) == 0 && (!inOrder || task.page() == 4)) {
                    pipeline.without(task.page());
                }
                pipeline.carry(run, task);
            }
            if (inOrder) {
                arrange(pipeline, run);
            }
        }
        pipeline.heals();
    }

    private static Left damaged(Left files, Random random) {
        int ledger = cut(files.ledger().length, random);
        // A page at a time is written before its line: what the ledger knows, a little more, or less.
        int csv = random.nextInt(3) == 0 ? cut(files.csv().length, random) : files.noted(ledger) + random.nextInt(20);
        return files.cut(Math.min(csv, files.noted(ledger) + 20), ledger).with(new byte[0], tail(random));
    }

    /** Often nothing is lost of one of the two. */
    private static int cut(int length, Random random) {
        return random.nextInt(3) == 0 ? length : random.nextInt(length + 1);
    }

    private static byte[] tail(Random random) {
        // Zeros: a file system may have grown a file whose bytes were never written.
        byte[] tail = new byte[random.nextInt(3) == 0 ? random.nextInt(5000) : random.nextInt(20)];
        if (random.nextBoolean()) {
            Arrays.fill(tail, (byte) 'x');
        }
        return tail;
    }

    @Test
    void resumesAfterACrashBetweenTheTwoRenames() throws Exception {
        for (Left before : List.of(outOfOrder, inOrderOnce)) {
            Pipeline pipeline = before.isAllThatIsLeft();
            assertFinishes(pipeline, 5, "arranged");
            Left after = Left.of(newest(pipeline.folder()));
            String csv = before.name() + ".csv";
            String ledger = before.name() + ".ledger.jsonl";
            String next = "." + (before.generation() + 1);

            // The new ledger is in its place, the new file is not.
            new Left(before.name(), before.csv(), after.ledger()).isAllThatIsLeft();
            Files.write(pipeline.folder().resolve(csv + next), after.csv());
            assertFinishes(pipeline, 5, "between the renames");
            assertNoLeftovers(pipeline.folder());

            // Both are whole, but neither is in its place: the old ones count.
            before.isAllThatIsLeft();
            Files.write(pipeline.folder().resolve(csv + next), after.csv());
            Files.write(pipeline.folder().resolve(ledger + next), after.ledger());
            assertFinishes(pipeline, 5, "before the renames");
            assertNoLeftovers(pipeline.folder());

            // They were still being written.
            before.isAllThatIsLeft();
            Files.write(pipeline.folder().resolve(csv + next), Arrays.copyOf(after.csv(), 50));
            Files.write(pipeline.folder().resolve(ledger + next), Arrays.copyOf(after.ledger(), 300));
            assertFinishes(pipeline, 5, "while writing");
            assertNoLeftovers(pipeline.folder());
        }
    }

    @Test
    void dropsAPageWhoseBytesWereAltered() throws Exception {
        for (int at = 0; at < outOfOrder.csv().length; at += 3) {
            byte[] csv = outOfOrder.csv().clone();
            csv[at] ^= 1;
            finish(new Left(outOfOrder.name(), csv, outOfOrder.ledger()), -1);
        }
    }

    @Test
    void startsAtTheFirstPageWithoutAnEarlierRunAndGoesOnWithTheNewest() throws Exception {
        Pipeline pipeline = Pipeline.of(PAGES);
        try (Run run = pipeline.begin()) {
            assertThat(run.name()).isEqualTo(TestRuns.FIRST);
            assertThat(run.resumedPages()).isZero();
            pipeline.carry(run, run.plan().first());
        }
        try (Run run = pipeline.begin(Runs.Choice.FRESH, 2)) {
            assertThat(run.name()).as("fresh").isEqualTo("customers_extract_20261122_100001");
            pipeline.carry(run, run.plan().first());
        }
        try (Run run = pipeline.extract()) {
            assertThat(run.name()).isEqualTo("customers_extract_20261122_100001");
            run.store().note(new LedgerLine.Delivered("s3://b/k", false, "partial", 1, "x"));
        }
        try (Run run = pipeline.begin()) {
            assertThat(run.resumedPages()).as("delivered in part is not over").isEqualTo(5);
            run.store().note(new LedgerLine.Delivered("s3://b/k", true, "complete", 1, "x"));
        }
        try (Run run = pipeline.begin()) {
            assertThat(run.name()).as("the one before is over").isEqualTo("customers_extract_20261122_100002");
            assertThat(run.started()).isEqualTo(TestRuns.START);
        }
    }

    @Test
    void refusesToGoOnWithOtherSettingsAndNamesThem() throws Exception {
        Pipeline pipeline = Pipeline.of(PAGES);
        pipeline.begin().close();
        try (Run run = pipeline.begin(Runs.Choice.RUN, 500)) {
            assertThat(run.name()).as("nothing was stored").isEqualTo(TestRuns.FIRST);
        }
        try (Run run = pipeline.begin()) {
            pipeline.carry(run, run.plan().first());
        }
        assertThatThrownBy(() -> pipeline.begin(Runs.Choice.RUN, 500))
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("The unfinished run customers_extract_20261122_100000 was started with other settings:"
                        + " records per page was 2, is now 500. Set them back to finish it, or give --fresh to start"
                        + " a new one; its files stay.");
        pipeline.begin().close();
        pipeline.begin(Runs.Choice.FRESH, 500).close();
    }

    private void finish(Left files, int resumedPages) throws Exception {
        finish(files, resumedPages, files.shown());
    }

    /** What a run comes to depends on its files as they are once it is resumed: what was seen before is not carried again. */
    private void finish(Left files, int resumedPages, String trace) throws Exception {
        Pipeline pipeline = files.isAllThatIsLeft();
        String resumed;
        try (Run run = pipeline.begin()) {
            resumed =
                    Left.of(run.files()).shown() + Files.readString(run.files().csv(), StandardCharsets.ISO_8859_1);
        }
        if (finished.add(resumed)) {
            assertFinishes(pipeline, resumedPages, trace);
        }
    }

    private static void assertFinishes(Pipeline pipeline, int resumedPages, String trace) throws Exception {
        try (Run run = pipeline.extract()) {
            if (resumedPages >= 0) {
                assertThat(run.resumedPages()).as(trace).isEqualTo(resumedPages);
            }
            assertThat(Files.readString(run.files().csv())).as(trace).isEqualTo(WHOLE);
            RunStats stats = RunStats.of(run.files().ledger());
            assertThat(stats.pages()).as(trace).isEqualTo(5);
            assertThat(stats.rows()).as(trace).isEqualTo(10);
            assertThat(stats.bytes()).as(trace).isEqualTo(Files.size(run.files().csv()));
            assertThat(stats.failed()).as(trace).isEmpty();
            assertThat(stats.columns()).as(trace).containsExactly("id", "name", "late", "other", "zz");
            Map<String, String> missing = new TreeMap<>();
            stats.missing().forEach((field, counts) -> missing.put(field, Arrays.toString(counts)));
            assertThat(missing).as(trace).isEqualTo(MISSING);
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(trace, e);
        }
    }

    private static void assertNoLeftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "customers_extract_20261122_100000.csv",
                            "customers_extract_20261122_100000.ledger.jsonl",
                            ".customers.lock");
        }
    }

    private static RunFiles newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            String name = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".ledger.jsonl"))
                    .max(String::compareTo)
                    .orElseThrow();
            return new RunFiles(folder, name.replace(".ledger.jsonl", ""));
        }
    }

    /** What a stopped run leaves. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Left(String name, byte[] csv, byte[] ledger) {
        private static final Pattern SECTION = Pattern.compile("\"offset\":([0-9]+),\"length\":([0-9]+)");

        static Left of(RunFiles files) throws IOException {
            return new Left(files.run(), Files.readAllBytes(files.csv()), Files.readAllBytes(files.ledger()));
        }

        Left cut(int csvLength, int ledgerLength) {
            return new Left(name, Arrays.copyOf(csv, csvLength), Arrays.copyOf(ledger, ledgerLength));
        }

        Left with(byte[] csvTail, byte[] ledgerTail) {
            return new Left(name, joined(csv, csvTail), joined(ledger, ledgerTail));
        }

        /** There is nothing else in the folder. */
        Pipeline isAllThatIsLeft() throws Exception {
            Pipeline pipeline = Pipeline.of(PAGES);
            Files.write(pipeline.folder().resolve(name + ".csv"), csv);
            Files.write(pipeline.folder().resolve(name + ".ledger.jsonl"), ledger);
            return pipeline;
        }

        /** How many bytes of the file a ledger that is cut after so many bytes vouches for. */
        int noted(int ledgerLength) {
            int end = 0;
            Matcher section = SECTION.matcher(new String(ledger, 0, ledgerLength, StandardCharsets.UTF_8));
            while (section.find()) {
                if (new String(ledger, 0, ledgerLength, StandardCharsets.UTF_8).indexOf('\n', section.end()) >= 0) {
                    end = Math.max(end, Integer.parseInt(section.group(1)) + Integer.parseInt(section.group(2)));
                }
            }
            return end;
        }

        boolean endsLineNear(int at) {
            return IntStream.rangeClosed(at - 2, at + 1)
                    .anyMatch(i -> i >= 0 && i < ledger.length && ledger[i] == '\n');
        }

        int generation() {
            return new String(ledger, StandardCharsets.UTF_8).contains("\"generation\":1") ? 1 : 0;
        }

        String shown() {
            return "%s: %d bytes, and a ledger of %d:%n%s"
                    .formatted(name, csv.length, ledger.length, new String(ledger, StandardCharsets.UTF_8));
        }

        private static byte[] joined(byte[] bytes, byte[] tail) {
            byte[] both = Arrays.copyOf(bytes, bytes.length + tail.length);
            System.arraycopy(tail, 0, both, bytes.length, tail.length);
            return both;
        }
    }
}
