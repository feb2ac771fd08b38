package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fixture.Pipeline;
import caravan.run.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AuditTest {
    @Test
    void findsAWholeFileExact() throws Exception {
        Reconciliation found = finished("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]");
        assertThat(found)
                .isEqualTo(new Reconciliation(
                        4, 4, 2, 2, true, Map.of(), List.of(), "id", 0, Map.of(), Set.of(), 2, 2, List.of(), false));
        assertThat(found.isExact()).isTrue();
    }

    @Test
    void findsShortPagesAndRepeatedIds() throws Exception {
        Reconciliation found = finished(
                "[{\"id\":1},{\"id\":\"a,b\"}]", "[{\"id\":1}]", "[{\"id\":\"a,b\"},{\"id\":9}]", "[{\"id\":null},{}]");
        assertThat(found.isExact()).isFalse();
        assertThat(found.recordsAnnounced()).isEqualTo(7);
        assertThat(found.recordsStored()).isEqualTo(7);
        assertThat(found.shortPages()).containsExactly(Map.entry(2, 1));
        assertThat(found.repeatedIds()).isEqualTo(2);
        assertThat(found.pagesSharingIds()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(found.repeatedIdExamples())
                .containsOnly(Map.entry("1", List.of(1, 2)), Map.entry("\"a,b\"", List.of(1, 3)));
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
        Pipeline pipeline = Pipeline.of("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]")
                .without(2);
        try (Run run = pipeline.extract()) {
            assertThat(run.reconciliation().pagesExpected()).isEqualTo(2);
            assertThat(run.reconciliation().pagesStored()).isEqualTo(1);
            assertThat(run.reconciliation().isExact()).isFalse();
        }
    }

    @Test
    void refusesAFileThatIsNotWhatItsLedgerSays() throws Exception {
        for (String altered : List.of("id,a\r\n1,2\r\n3;4\r\n", "id,a\r\n1,2\r\n3\r\n4", "id,a\r\n1,222222\r\n")) {
            Pipeline pipeline = Pipeline.of("[{\"id\":1,\"a\":2},{\"id\":3,\"a\":4}]");
            try (Run run = pipeline.begin()) {
                pipeline.carry(run, run.plan().first());
                Files.write(run.files().csv(), altered.getBytes(StandardCharsets.UTF_8));
                assertThatThrownBy(() -> new PageWriter(pipeline.rowWriter(), Clock.systemUTC())
                                .reconcile(run.store(), new Expected(2, 1, true, List.of(), "id")))
                        .as(altered)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    private Reconciliation finished(String... pages) throws Exception {
        try (Run run = Pipeline.of(pages).extract()) {
            return run.reconciliation();
        }
    }
}
