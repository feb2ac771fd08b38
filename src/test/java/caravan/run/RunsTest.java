package caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fixture.TestRuns;
import caravan.fixture.TestSources;
import caravan.plan.ChainedPlan;
import caravan.source.Source;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    private static final Source CHAIN = TestSources.read(
            "chain.yaml", "url: http://x/c\npagination: {type: cursor, next: n, cursorParam: after}", Map.of());

    @TempDir
    private Path folder;

    private Runs runs(Runs.Choice choice) throws Exception {
        return TestRuns.in(folder, choice, TestRuns.rowWriter(), System::nanoTime);
    }

    @Test
    void whatIsNotUnfinishedIsNotTakenUpAgain() throws Exception {
        for (Runs.Choice choice : new Runs.Choice[] {Runs.Choice.RETRY, Runs.Choice.DELIVER}) {
            assertThatThrownBy(() -> runs(choice).beginOrResume(TestRuns.source(2)))
                    .isInstanceOf(RunRefusedException.class)
                    .isNotInstanceOf(RunBusyException.class)
                    .hasMessageContaining("is unfinished in");
        }
    }

    @Test
    void aSourceHasOneRunAtATimeAndSeveralHaveEachTheirs() throws Exception {
        Runs runs = runs(Runs.Choice.RUN);
        try (Run customers = runs.beginOrResume(TestRuns.source(2));
                Run chain = runs.beginOrResume(CHAIN)) {
            assertThat(chain.plan()).isInstanceOf(ChainedPlan.class);
            assertThat(runs.newest()).containsExactly(customers, chain);
            assertThatThrownBy(() -> runs.beginOrResume(CHAIN))
                    .isInstanceOf(RunBusyException.class)
                    .hasMessageContaining("Another run of chain");
            StopReason stop = new StopReason(StopReason.Reason.INTERRUPTED, "Stopped");
            runs.stop(stop);
            assertThat(customers.stop()).isEqualTo(stop);
            assertThat(chain.stop()).isEqualTo(stop);
        }
        try (Run later = runs.beginOrResume(CHAIN)) {
            assertThat(later.stop()).as("the process is ending").isNotNull();
            assertThat(runs.newest()).endsWith(later).hasSize(2);
        }
    }
}
