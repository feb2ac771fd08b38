package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fetch.FailureKind;
import caravan.page.PageTask;
import caravan.run.Run;
import caravan.run.RunRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However a run was stopped: what it comes to in the end is the file of a run that never stopped, to the byte. */
@Timeout(30) // a plan that waits for what never comes
class ResumeTest {
    private static final List<String> PAGES = List.of(
            "[{\"id\":1,\"name\":\"Ann, \\\"A\\\"\"},{\"id\":2,\"name\":null}]",
            "[{\"id\":3,\"name\":\"line\\r\\nbreak\",\"late\":\"x\"},{\"id\":4}]",
            "[{\"id\":5,\"name\":\"é😀\",\"other\":{\"a\":[1.10]}}]",
            "[{\"other\":\"\",\"late\":\"\",\"id\":6},{\"id\":7,\"name\":\"N/A\"}]",
            "[{\"id\":8,\"name\":\"last\",\"zz\":1E+2}]");
    private static final String WHOLE = """
            id,name,late,other,zz
            1,"Ann, ""A""\",N/A,N/A,N/A
            2,N/A,N/A,N/A,N/A
            3,"line
            break",x,N/A,N/A
            4,N/A,N/A,N/A,N/A
            5,é😀,N/A,"{""a"":[1.10]}",N/A
            6,N/A,,,N/A
            7,N/A,N/A,N/A,N/A
            8,last,N/A,N/A,1E+2
            """.replace("\n", "\r\n");
    private static final Map<String, String> MISSING =
            Map.of("name", "[2, 1, 0]", "late", "[6, 0, 1]", "other", "[6, 0, 1]", "zz", "[7, 0, 0]");

    @TempDir
    private Path temp;

    /** A run of which page 3 overtook page 2, and page 4 failed at first, just before its file is put in order. */
    private Left outOfOrder;
    /** One whose file was put in order without page 4, which came later. */
    private Left inOrderOnce;

    @BeforeEach
    void record() throws Exception {
        Path folder = temp.resolve("recorded");
        Carrying carrying = new Carrying(folder, PAGES);
        try (Run run = carrying.begin()) {
            beginOutOfOrder(carrying, run);
            carrying.rest(run);
            outOfOrder = Left.of(run.files());
        }
        Path other = temp.resolve("recorded-in-order-once");
        carrying = new Carrying(other, PAGES);
        try (Run run = carrying.begin()) {
            beginOutOfOrder(carrying, run);
            carrying.arrange(run);
        }
        try (Run run = carrying.begin()) {
            assertThat(run.resumedPages()).isEqualTo(4);
            carrying.rest(run);
            inOrderOnce = Left.of(run.files());
        }
        assertThat(outOfOrder.csv()).asString(StandardCharsets.UTF_8).isNotEqualTo(WHOLE);
        assertThat(inOrderOnce.csv()).asString(StandardCharsets.UTF_8).isNotEqualTo(WHOLE);
    }

    private static void beginOutOfOrder(Carrying carrying, Run run) throws Exception {
        List<PageTask> requests = carrying.requests(run, 4);
        carrying.store(run, requests.get(1));
        carrying.store(run, requests.get(0));
        carrying.fail(run, requests.get(2), FailureKind.PERMANENT, "404");
        carrying.store(run, requests.get(3));
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
                    finish(files.cut(files.csv().length, length), -1);
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
            Path folder = temp.resolve("any-" + i);
            Left files = damaged(random.nextBoolean() ? outOfOrder : inOrderOnce, random);
            String trace = files.shown();
            for (int stops = random.nextInt(3); stops > 0; stops--) {
                files.writeTo(folder);
                goOn(folder, random);
                files = damaged(Left.of(newest(folder)), random);
                trace += "\nthen " + files.shown();
            }
            files.writeTo(folder);
            assertFinishes(folder, -1, trace);
        }
    }

    /** A session that stores or loses some pages in some order, and perhaps puts the file in order. */
    private static void goOn(Path folder, Random random) throws Exception {
        Carrying carrying = new Carrying(folder, PAGES);
        try (Run run = carrying.begin()) {
            int missing = PAGES.size() - Math.max(1, run.resumedPages());
            List<PageTask> requests = carrying.requests(run, missing);
            Collections.shuffle(requests, random);
            boolean inOrder = random.nextBoolean();
            for (PageTask request : requests) {
                // A file that is put in order without a page that brings a column has that column further behind for
                // ever:
                // page 4 brings none.
                if (random.nextInt(4) == 0 && (!inOrder || request.page() == 4)) {
                    carrying.fail(run, request, FailureKind.PERMANENT, "404");
                } else {
                    carrying.store(run, request);
                }
            }
            if (inOrder) {
                carrying.arrange(run);
            }
        }
    }

    private static Left damaged(Left files, Random random) {
        return files.cut(cut(files.csv().length, random), cut(files.ledger().length, random))
                .with(tail(random), tail(random));
    }

    /** Often nothing is lost of one of the two. */
    private static int cut(int length, Random random) {
        return random.nextInt(3) == 0 ? length : random.nextInt(length + 1);
    }

    private static byte[] tail(Random random) {
        byte[] tail = new byte[random.nextInt(3) == 0 ? random.nextInt(5000) : random.nextInt(20)];
        switch (random.nextInt(5)) {
            case 0 -> random.nextBytes(tail);
            case 1 -> Arrays.fill(tail, (byte) '\n');
            case 2 ->
                tail = "{\"page\":2,\"rows\":2,\"offset\":3,\"length\":4,\"crc32c\":\"00000000\"}\n"
                        .getBytes(StandardCharsets.UTF_8);
            case 3 -> tail = new byte[0];
            default -> {
                // Zeros: a file system may have grown a file whose bytes were never written.
            }
        }
        return tail;
    }

    @Test
    void resumesAfterACrashBetweenTheTwoRenames() throws Exception {
        for (Left before : List.of(outOfOrder, inOrderOnce)) {
            Path arranged = temp.resolve("arranged-" + before.generation());
            before.writeTo(arranged);
            assertFinishes(arranged, 5, "arranged");
            Left after = Left.of(newest(arranged));
            int next = before.generation() + 1;

            // The new ledger is in its place, the new file is not.
            Path between = temp.resolve("between-" + next);
            new Left(before.name(), before.csv(), after.ledger()).writeTo(between);
            Files.write(between.resolve(before.name() + ".csv." + next), after.csv());
            assertFinishes(between, 5, "between the renames");
            assertNoLeftovers(between);

            // Both are whole, but neither is in its place: the old ones count.
            Path early = temp.resolve("early-" + next);
            before.writeTo(early);
            Files.write(early.resolve(before.name() + ".csv." + next), after.csv());
            Files.write(early.resolve(before.name() + ".ledger.jsonl." + next), after.ledger());
            assertFinishes(early, 5, "before the renames");
            assertNoLeftovers(early);

            // They were still being written.
            Path writing = temp.resolve("writing-" + next);
            before.writeTo(writing);
            Files.write(writing.resolve(before.name() + ".csv." + next), Arrays.copyOf(after.csv(), 50));
            Files.write(writing.resolve(before.name() + ".ledger.jsonl." + next), Arrays.copyOf(after.ledger(), 300));
            assertFinishes(writing, 5, "while writing");
            assertNoLeftovers(writing);
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
        Path folder = temp.resolve("one-after-the-other");
        Carrying carrying = new Carrying(folder, PAGES);
        try (Run run = carrying.begin()) {
            assertThat(run.name()).isEqualTo("customers_extract_20261122_100000");
            assertThat(run.resumedPages()).isZero();
            carrying.requests(run, 0);
        }
        try (Run run = carrying.begin(true, 2)) {
            assertThat(run.name()).as("fresh").isEqualTo("customers_extract_20261122_100001");
            carrying.requests(run, 0);
        }
        try (Run run = carrying.begin()) {
            assertThat(run.name()).isEqualTo("customers_extract_20261122_100001");
            carrying.rest(run);
            run.store().note(new LedgerLine.Delivered("s3://b/k", false, 1, "x"));
        }
        try (Run run = carrying.begin()) {
            assertThat(run.resumedPages()).as("delivered in part is not over").isEqualTo(5);
            run.store().note(new LedgerLine.Delivered("s3://b/k", true, 1, "x"));
        }
        try (Run run = carrying.begin()) {
            assertThat(run.name()).as("the one before is over").isEqualTo("customers_extract_20261122_100002");
            assertThat(run.started()).isEqualTo(Carrying.START);
        }
    }

    @Test
    void refusesToGoOnWithOtherSettingsAndNamesThem() throws Exception {
        Path folder = temp.resolve("other-settings");
        Carrying carrying = new Carrying(folder, PAGES);
        carrying.begin().close();
        try (Run run = carrying.begin(false, 500)) {
            assertThat(run.name()).as("nothing was stored").isEqualTo("customers_extract_20261122_100000");
        }
        try (Run run = carrying.begin()) {
            carrying.requests(run, 0);
        }
        assertThatThrownBy(() -> carrying.begin(false, 500))
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("The unfinished run customers_extract_20261122_100000 was begun with other settings:"
                        + " records per page was 2, is now 500. Set them back to finish it, or give --fresh to begin"
                        + " anew; its files stay.");
        carrying.begin().close();
        carrying.begin(true, 500).close();
    }

    private void finish(Left files, int resumedPages) throws Exception {
        // The same folder again and again: a new one for each of thousands would take longer than what is tested.
        Path folder = temp.resolve("again");
        files.writeTo(folder);
        assertFinishes(folder, resumedPages, files.shown());
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void assertFinishes(Path folder, int resumedPages, String trace) throws Exception {
        Carrying carrying = new Carrying(folder, PAGES);
        try (Run run = carrying.begin()) {
            if (resumedPages >= 0) {
                assertThat(run.resumedPages()).as(trace).isEqualTo(resumedPages);
            }
            carrying.rest(run);
            carrying.arrange(run);
            assertThat(Files.readString(run.files().csv())).as(trace).isEqualTo(WHOLE);
            RunStats stats = RunStats.of(run.files().ledger());
            assertThat(stats.pages()).as(trace).isEqualTo(5);
            assertThat(stats.rows()).as(trace).isEqualTo(8);
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
        static Left of(RunFiles files) throws IOException {
            return new Left(files.run(), Files.readAllBytes(files.csv()), Files.readAllBytes(files.ledger()));
        }

        Left cut(int csvLength, int ledgerLength) {
            return new Left(name, Arrays.copyOf(csv, csvLength), Arrays.copyOf(ledger, ledgerLength));
        }

        Left with(byte[] csvTail, byte[] ledgerTail) {
            return new Left(name, joined(csv, csvTail), joined(ledger, ledgerTail));
        }

        void writeTo(Path folder) throws IOException {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name + ".csv"), csv);
            Files.write(folder.resolve(name + ".ledger.jsonl"), ledger);
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
