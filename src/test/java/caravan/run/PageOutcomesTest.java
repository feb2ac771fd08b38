package caravan.run;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FailureKind;
import caravan.page.PageTask;
import caravan.store.Carrying;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page's way through the routes has ended: well or not, or without a word. */
class PageOutcomesTest {
    @TempDir
    private Path folder;

    private final PageOutcomes outcomes = new PageOutcomes(System::nanoTime);

    @Test
    void aPageThatFailedIsRequestedOnceMore() throws Exception {
        Carrying carrying = new Carrying(folder, List.of("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]"));
        try (Run run = carrying.begin()) {
            PageTask second = carrying.requests(run, 1).get(0);
            PageAttempts page = Attempted.failed(second, FailureKind.TRANSIENT, "500");
            outcomes.settle(run, page, outcomes.failed(run, page));
            assertThat(run.plan().next().page()).as("the second round").isEqualTo(2);
            assertThat(run.stop()).isNull();
        }
    }

    @Test
    void aPageThatVanishedEndsTheRun() throws Exception {
        Carrying carrying = new Carrying(folder, List.of("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]"));
        try (Run run = carrying.begin()) {
            outcomes.settle(run, Attempted.came(carrying.requests(run, 1).get(0)), null);
            assertThat(run.stop().message()).contains("Page 2 was neither stored nor given up");
        }
    }

    @Test
    void whatWasOnItsWayWhenTheRunStopsIsNoFailure() throws Exception {
        Carrying carrying = new Carrying(folder, List.of("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]"));
        try (Run run = carrying.begin()) {
            PageTask second = carrying.requests(run, 1).get(0);
            run.stop(new StopReason(StopReason.Reason.INTERRUPTED, "stop"));
            carrying.fail(run, second, FailureKind.STOPPED, "stopped");
            assertThat(run.progress().failedPages()).isZero();
            assertThat(run.plan().isOpen(2)).isFalse();
        }
    }
}
