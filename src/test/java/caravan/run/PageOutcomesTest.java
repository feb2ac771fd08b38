package caravan.run;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FailureKind;
import caravan.fixture.Pipeline;
import caravan.page.PageTask;
import caravan.store.LedgerLine;
import org.junit.jupiter.api.Test;

/** A page's way through the routes has ended: well or not, or without a word. */
class PageOutcomesTest {
    private static final String[] PAGES = {"[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]"};

    @Test
    void aPageThatFailedIsRequestedOnceMore() throws Exception {
        Pipeline pipeline = Pipeline.of(PAGES).fails(2, FailureKind.TRANSIENT, "500");
        try (Run run = pipeline.begin()) {
            pipeline.carry(run, run.plan().first());
            pipeline.carry(run, run.plan().next());
            assertThat(run.plan().next().page()).as("the second round").isEqualTo(2);
            assertThat(run.stop()).isNull();
        }
    }

    @Test
    void aPageThatVanishedEndsTheRun() throws Exception {
        PageOutcomes outcomes = new PageOutcomes(System::nanoTime);
        try (Run run = Pipeline.of(PAGES).begin()) {
            outcomes.settle(run, outcomes.start(run.plan().first()), null);
            assertThat(run.stop().message()).contains("Page 1 was neither stored nor given up");
        }
    }

    @Test
    void whatWasOnItsWayWhenTheRunStopsIsNoFailure() throws Exception {
        Pipeline pipeline = Pipeline.of(PAGES);
        try (Run run = pipeline.begin()) {
            pipeline.carry(run, run.plan().first());
            PageTask second = run.plan().next();
            run.stop(new StopReason(StopReason.Reason.INTERRUPTED, "stop"));
            pipeline.carry(run, second);
            assertThat(run.progress().failedPages()).isZero();
            assertThat(run.plan().isOpen(2)).isFalse();
        }
    }

    @Test
    void anEndThatCouldNotBeSeenIsAskedForAgainByTheNextRun() throws Exception {
        Pipeline pipeline = Pipeline.of(PAGES).fails(3, FailureKind.TRANSIENT, "500");
        try (Run run = pipeline.extract()) {
            assertThat(run.reconciliation().endConfirmed()).isFalse();
            assertThat(run.progress().failedPages())
                    .as("it is none of the pages")
                    .isZero();
            assertThat(run.stop()).isNull();
            assertThat(run.reconciliation().differences())
                    .singleElement()
                    .asString()
                    .contains("could not be seen");
            run.store().note(new LedgerLine.Delivered("s3://b/k", false, "differs", 1, "x"));
        }
        try (Run run = pipeline.begin()) {
            assertThat(run.plan().isEndProven()).isFalse();
        }
        pipeline.heals();
        try (Run run = pipeline.extract()) {
            assertThat(run.reconciliation().endConfirmed()).isTrue();
            assertThat(run.plan().isStored()).isTrue();
        }
    }
}
