package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FailureKind;
import caravan.fetch.PageAttempts;
import caravan.fetch.Pages;
import caravan.page.PageTask;
import caravan.run.Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page's way through the routes has ended: well or not, or without a word. */
class SettledTest {
    @TempDir
    private Path folder;

    @Test
    void aPageThatFailedMayBeUnderWayOnceMore() throws Exception {
        Carrying carrying = new Carrying(folder, List.of("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]"));
        try (Run run = carrying.begin()) {
            PageTask second = carrying.requests(run, 1).get(0);
            PageAttempts page = Pages.failed(second, FailureKind.TRANSIENT, "500");
            carrying.storing().failed(run, page);
            assertThat(run.plan().next().page()).as("the second round").isEqualTo(2);
            carrying.storing().settled(run, page);
            assertThat(run.stop()).isNull();
        }
    }

    @Test
    void aPageThatVanishedEndsTheRun() throws Exception {
        Carrying carrying = new Carrying(folder, List.of("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]"));
        try (Run run = carrying.begin()) {
            carrying.storing()
                    .settled(run, Pages.asked(carrying.requests(run, 1).get(0)));
            assertThat(run.stop().message()).contains("Page 2 was neither stored nor given up");
        }
    }
}
