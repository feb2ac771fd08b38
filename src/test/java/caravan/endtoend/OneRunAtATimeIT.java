package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process works on a folder; an unfinished run is resumed only with the settings that it was begun with. */
class OneRunAtATimeIT {
    @TempDir
    Path folder;

    @Test
    void aSecondProcessIsRefusedAndALockOfADeadOneIsNot() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 5, "hang=always@2-")) {
            Caravan caravan = rehearsal.caravan().with("REQUEST_TIMEOUT", 300);
            try (Running first = caravan.start("run")) {
                first.await(
                        "the first one is at work",
                        () -> rehearsal.stats().byFault().containsKey("hang"));
                Caravan.Ended second = caravan.run();
                assertThat(second.exitCode()).as("%s", second).isEqualTo(2);
                assertThat(second.err()).contains("process " + first.pid());
                Caravan.Ended fresh = caravan.start("run", "--fresh").end();
                assertThat(fresh.exitCode()).as("%s", fresh).isEqualTo(2);
                // Whoever begins a run requests page 1.
                assertThat(rehearsal.stats().byPage()).containsEntry(1L, 1L);
                assertThat(first.isAlive()).isTrue();
                first.kill();
            }
            rehearsal.becomes("");
            Caravan.Ended resumed = caravan.run();
            assertThat(resumed.exitCode()).as("%s", resumed).isZero();
            assertThat(resumed.err()).contains("Resuming");
            rehearsal.assertDelivered(resumed);
            // Only the metadata, at the end.
            assertThat(rehearsal.stats().byPage().getOrDefault(1L, 0L)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void otherSettingsAreRefusedAndFreshBeginsAnew() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 6, "404=always@4")) {
            Caravan.Ended partial = rehearsal.caravan().run();
            assertThat(partial.exitCode()).as("%s", partial).isEqualTo(3);
            rehearsal.becomes("");

            Caravan.Ended size =
                    rehearsal.caravan().with("RECORDS_PER_PAGE", 20).run();
            assertThat(size.exitCode()).as("%s", size).isEqualTo(2);
            assertThat(size.err()).contains("records per page was 10, is now 20", "--fresh");
            String elsewhere = "http://localhost:" + rehearsal.crm().baseUrl().getPort();
            Caravan.Ended url =
                    rehearsal.caravan().with("API_BASE_URL", elsewhere).run();
            assertThat(url.exitCode()).as("%s", url).isEqualTo(2);
            assertThat(url.err()).contains("http://127.0.0.1:", elsewhere, "--fresh");
            assertThat(rehearsal.stats().pageRequests()).isZero();

            Caravan twenty = rehearsal.caravan().with("RECORDS_PER_PAGE", 20);
            Caravan.Ended fresh = twenty.start("run", "--fresh").end();
            assertThat(fresh.exitCode()).as("%s", fresh).isZero();
            List<Path> files = twenty.output().files(".csv");
            assertThat(files).hasSize(2);
            Rehearsal.assertSame(Files.readAllBytes(files.get(1)), rehearsal.truth(), "the new file", fresh);
        }
    }
}
