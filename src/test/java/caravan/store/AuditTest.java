package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fetch.FailureKind;
import caravan.page.PageTask;
import caravan.run.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AuditTest {
    @TempDir
    private Path folder;

    @Test
    void findsAWholeFileExact() throws Exception {
        Reconciliation found = finished("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]");
        assertThat(found).isEqualTo(new Reconciliation(4, 4, 2, 2, true, Map.of(), List.of(), "id", 0, Map.of()));
        assertThat(found.isExact()).isTrue();
    }

    @Test
    void findsShortPagesAndRepeatedIds() throws Exception {
        Reconciliation found = finished(
                "[{\"id\":1},{\"id\":\"a,b\"}]", "[{\"id\":1}]", "[{\"id\":\"a,b\"},{\"id\":1}]", "[{\"id\":null},{}]");
        assertThat(found.isExact()).isFalse();
        assertThat(found.recordsAnnounced()).isEqualTo(8);
        assertThat(found.recordsStored()).isEqualTo(7);
        assertThat(found.shortPages()).containsExactly(Map.entry(2, 1));
        assertThat(found.repeatedIds()).isEqualTo(3);
        assertThat(found.repeatedIdExamples())
                .containsOnly(Map.entry("1", List.of(1, 2, 3)), Map.entry("\"a,b\"", List.of(1, 3)));
    }

    @Test
    void doesWithoutAnIdAndWithoutColumns() throws Exception {
        assertThat(finished("[{\"x\":1},{\"x\":1}]").idField()).isNull();
    }

    @Test
    void bearsRecordsWithoutFields() throws Exception {
        Reconciliation found = finished("[{},{}]");
        assertThat(found.recordsStored()).isEqualTo(2);
        assertThat(found.idField()).isNull();
    }

    @Test
    void findsAPageMissing() throws Exception {
        Carrying carrying = new Carrying(folder, List.of("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]"));
        try (Run run = carrying.begin()) {
            PageTask second = carrying.requests(run, 1).get(0);
            carrying.fail(run, second, FailureKind.PERMANENT, "404");
            carrying.fail(run, run.plan().next(), FailureKind.PERMANENT, "404");
            carrying.finish(run);
            assertThat(run.reconciliation().pagesExpected()).isEqualTo(2);
            assertThat(run.reconciliation().pagesStored()).isEqualTo(1);
            assertThat(run.reconciliation().isExact()).isFalse();
        }
    }

    @Test
    void refusesAFileThatIsNotWhatItsLedgerSays() throws Exception {
        for (String altered : List.of("id,a\r\n1,2\r\n3;4\r\n", "id,a\r\n1,2\r\n3\r\n4", "id,a\r\n1,222222\r\n")) {
            Path own = Files.createTempDirectory(folder, "run");
            Carrying carrying = new Carrying(own, List.of("[{\"id\":1,\"a\":2},{\"id\":3,\"a\":4}]"));
            try (Run run = carrying.begin()) {
                carrying.rest(run);
                Files.write(run.files().csv(), altered.getBytes(StandardCharsets.UTF_8));
                assertThatThrownBy(() -> carrying.finish(run)).as(altered).isInstanceOf(IOException.class);
            }
        }
    }

    private Reconciliation finished(String... pages) throws Exception {
        Path own = Files.createTempDirectory(folder, "run");
        Carrying carrying = new Carrying(own, List.of(pages));
        try (Run run = carrying.begin()) {
            carrying.rest(run);
            carrying.finish(run);
            return run.reconciliation();
        }
    }
}
