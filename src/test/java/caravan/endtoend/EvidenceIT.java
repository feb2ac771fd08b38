package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that ended means for the next one: whether it is resumed, refused, left alone, or held against. */
class EvidenceIT {
    private static final ManyRuns RUNS = new ManyRuns();

    @TempDir
    Path folder;

    private Rehearsal rehearsal;

    @AfterAll
    static void stop() {
        RUNS.close();
    }

    @AfterEach
    void close() {
        rehearsal.close();
    }

    private Caravan.Ended run(Object... more) throws Exception {
        Caravan caravan = rehearsal
                .caravan()
                .with("OUTPUT_DIR", folder.resolve("data"))
                .with("MAX_RETRIES", 1)
                .with("DOUBT_PAUSE", 0.1);
        for (int i = 0; i < more.length; i += 2) {
            caravan = caravan.with((String) more[i], more[i + 1]);
        }
        return RUNS.run(caravan.settings());
    }

    private void assertExit(int code, Caravan.Ended run) {
        assertThat(run.exitCode()).as("%s", run).isEqualTo(code);
    }

    private List<String> runs() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    private Map<String, String> contents() throws Exception {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            for (Path file : files.toList()) {
                if (!file.toString().endsWith(".lock")) {
                    contents.put(
                            file.getFileName().toString(),
                            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    @Test
    void aRunThatDiffersIsResumedOnceAndThenANewOneStarts() throws Exception {
        rehearsal = Rehearsal.small(folder, 6, "records-disagree");
        Caravan.Ended first = run();
        assertExit(6, first);
        assertThat(first.out()).contains("Outcome: differs (exit 6)", "67 records, 60 stored: 7 missing");
        assertThat(Bucket.manifest(rehearsal.prefix).get("complete").asBoolean())
                .isFalse();
        assertThat(Bucket.manifest(rehearsal.prefix).get("differences").toString())
                .contains("7 missing");
        long requests = rehearsal.stats().pageRequests();
        assertExit(6, run());
        assertThat(rehearsal.stats().pageRequests() - requests)
                .as("suspects, sample and end")
                .isLessThan(8);
        assertThat(runs()).hasSize(1);
        assertExit(6, run());
        assertThat(runs()).as("it is over").hasSize(2);
        assertExit(0, run("ACCEPT_DIFFERENCES", "counts"));
        assertThat(contents().keySet()).as("complete").anyMatch(name -> name.endsWith(".manifest.json"));
    }

    @Test
    void onePageThatIsNeverThereDoesNotFreezeASchedule() throws Exception {
        rehearsal = Rehearsal.small(folder, 6, "404=always@4");
        assertExit(3, run());
        assertExit(3, run());
        assertThat(runs()).hasSize(1);
        assertExit(3, run());
        assertThat(runs()).as("the page failed again in a later session").hasSize(2);
        assertExit(3, run("RESUME_HOURS", 0));
        assertThat(runs()).as("too old to be resumed").hasSize(3);
    }

    @Test
    void aDamagedLedgerIsRefusedAndNothingIsChanged() throws Exception {
        rehearsal = Rehearsal.small(folder, 6, "404=always@4");
        assertExit(3, run());
        Path ledger = rehearsal.caravan().output().ledger();
        byte[] whole = Files.readAllBytes(ledger);
        long requests = rehearsal.stats().pageRequests();
        for (int at : new int[] {0, 1, whole.length / 3, whole.length / 2, whole.length - 2}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(ledger, damaged);
            Map<String, String> before = contents();
            Caravan.Ended refused = run();
            assertExit(1, refused);
            assertThat(refused.err()).contains(ledger.getFileName() + " is damaged at byte", "Nothing was changed");
            assertThat(contents()).isEqualTo(before);
        }
        assertThat(rehearsal.stats().pageRequests()).isEqualTo(requests);
        // Three pages that the ledger does not know of.
        String[] lines = new String(whole, StandardCharsets.UTF_8).split("(?<=\n)", -1);
        Files.writeString(ledger, String.join("", List.of(lines).subList(0, 4)));
        Caravan.Ended refused = run();
        assertExit(1, refused);
        assertThat(refused.err()).contains("more than a page");
    }

    @Test
    void aRunThatWasDeliveredCompleteIsNeverOpenedAgain() throws Exception {
        rehearsal = Rehearsal.small(folder, 6, "");
        assertExit(0, run());
        Path ledger = rehearsal.caravan().output().ledger();
        Files.writeString(ledger, "nonsense\n");
        Map<String, String> before = contents();
        assertExit(0, run());
        assertThat(runs()).hasSize(2);
        assertThat(contents()).containsAllEntriesOf(before);
    }

    @Test
    void aPageWhoseBytesHaveChangedIsAskedForAgain() throws Exception {
        rehearsal = Rehearsal.small(folder, 6, "404=always@4");
        assertExit(3, run());
        Path csv = rehearsal.caravan().output().csv();
        byte[] bytes = Files.readAllBytes(csv);
        bytes[bytes.length - 100] ^= 1;
        Files.write(csv, bytes);
        rehearsal.becomes("");
        Caravan.Ended run = run();
        assertExit(0, run);
        rehearsal.assertDelivered(run);
    }

    @Test
    void anotherUserOrOtherRoutesAreRefusedAndAnotherTokenMustShowTheSame() throws Exception {
        rehearsal = Rehearsal.small(folder, 6, "404=always@4");
        assertExit(3, run());
        assertExit(2, run("API_USERNAME", "somebody", "API_PASSWORD", "else"));
        assertExit(2, run("API_ENDPOINT", "/api/v1/customers?country=fr"));
        Caravan.Ended same = run("API_TOKEN", rehearsal.anotherToken());
        assertExit(3, same);
        assertThat(same.out()).contains("Resumed: 5 pages");
    }

    @Test
    void farFewerRecordsThanLastTimeAreADifference() throws Exception {
        rehearsal = Rehearsal.small(folder, 6, "");
        assertExit(0, run());
        rehearsal.close();
        rehearsal = Rehearsal.with(folder, new SimulatorOptions().limit(10).pages(3));
        Caravan.Ended half = run();
        assertExit(6, half);
        assertThat(half.out()).contains("30 records, 50.0 % fewer than the 60 of customers_extract_");
        assertExit(0, run("MAX_SHRINK", 100));
        assertExit(0, run());
    }
}
