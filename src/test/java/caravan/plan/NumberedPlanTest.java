package caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fixture.TestSources;
import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageOutcome.Change;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.source.Source;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NumberedPlanTest {
    private NumberedPlan plan;
    private int redoneFrom;

    @BeforeEach
    void create() {
        Source source = TestSources.customers("http://crm.example", 1000);
        plan = new NumberedPlan(source, 2, 3, 1, from -> redoneFrom = from);
    }

    @Test
    void asksForPageOneThenTheOthersThenWhetherAnythingFollows() {
        assertThat(plan.isUnderWay()).isFalse();
        assertThat(plan.first().page()).isEqualTo(1);
        stored(1, 3);
        assertThat(plan.isUnderWay()).isTrue();
        assertThat(plan.first()).isNull();
        fetch(2, 3);
        PageTask past = plan.next();
        assertThat(past.page()).isEqualTo(4);
        assertThat(past.purpose()).isEqualTo(Purpose.END);
        plan.settle(new PageOutcome.Ended(4, announced(3)));
        assertThat(plan.next()).isNull();
        assertThat(plan.isEndProven()).isTrue();
        assertThat(plan.expected()).isEqualTo(3);
    }

    @Test
    void sharesThePagesAmongItsLanes() {
        plan.first();
        stored(1, 3);
        List<Iterator<PageTask>> lanes = plan.lanes(2);
        assertThat(lanes.get(0).next().page()).isEqualTo(2);
        assertThat(lanes.get(1).next().page()).isEqualTo(3);
        stored(2, 3);
        stored(3, 3);
        assertThat(lanes.get(0).next().page()).isEqualTo(4);
        plan.settle(new PageOutcome.Ended(4, announced(3)));
        for (Iterator<PageTask> lane : lanes) {
            assertThat(lane.hasNext()).isTrue();
            assertThat(lane.next()).isNull();
            assertThat(lane.hasNext()).isFalse();
            assertThatThrownBy(lane::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void asksOnceMoreForWhatFailed() {
        plan.first();
        stored(1, 3);
        plan.next();
        plan.next();
        assertThat(failed(2, false)).isFalse();
        stored(3, 3);
        assertThat(plan.next().page()).isEqualTo(2);
        assertThat(failed(2, false)).isFalse();
        assertThat(plan.next().page()).as("the page past the end").isEqualTo(4);
    }

    @Test
    void anApiIsGoneOnlyIfAPageThatCameBeforeDoesNotComeEither() {
        plan.first();
        stored(1, 9);
        for (int page = 2; page <= 4; page++) {
            plan.next();
        }
        for (int page = 2; page <= 4; page++) {
            assertThat(failed(page, true)).isFalse();
        }
        PageTask good = plan.next();
        assertThat(good.page()).isEqualTo(1);
        assertThat(good.purpose()).isEqualTo(Purpose.PROBE);
        plan.settle(new PageOutcome.Probed(1, Change.SAME, announced(9)));
        for (int page = 5; page <= 7; page++) {
            assertThat(plan.next().page()).isEqualTo(page);
        }
        for (int page = 5; page <= 7; page++) {
            assertThat(failed(page, true)).isFalse();
        }
        assertThat(plan.next().page()).isEqualTo(1);
        assertThat(failed(1, true)).isTrue();
    }

    @Test
    void aSampleIsAskedOnceMoreAndNothingElseWhereItIsTheSame() {
        complete(10);
        assertThat(plan.examine(Set.of())).isFalse();
        for (int page : List.of(1, 5, 10)) {
            PageTask probe = plan.next();
            assertThat(probe.page()).isEqualTo(page);
            assertThat(probe.purpose()).isEqualTo(Purpose.PROBE);
            plan.settle(new PageOutcome.Probed(page, Change.SAME, announced(10)));
        }
        assertThat(plan.next()).isNull();
        assertThat(plan.examine(Set.of())).isTrue();
        assertThat(plan.probed()).isEqualTo(new PagePlan.Probed(3, 3));
        assertThat(plan.differences()).isEmpty();
    }

    @Test
    void fromTheFirstPageThatHasShiftedOnAllAreAskedAgainOnce() {
        complete(10);
        plan.examine(Set.of());
        PageTask task = probe(4, 6);
        assertThat(redoneFrom).as("found by halving").isEqualTo(4);
        for (int page = 4; page <= 10; page++) {
            assertThat(task.page()).isEqualTo(page);
            assertThat(task.purpose()).isEqualTo(Purpose.AGAIN);
            plan.settle(new PageOutcome.Stored(page, 2, 100 + page, announced(10)));
            task = plan.next();
        }
        assertThat(task.purpose()).as("the end is proven anew").isEqualTo(Purpose.END);
        plan.settle(new PageOutcome.Ended(11, announced(10)));
        assertThat(plan.next()).isNull();
        assertThat(plan.examine(Set.of())).isFalse();
        assertThat(probe(4, 6)).as("not once more").isNull();
        assertThat(plan.examine(Set.of())).isTrue();
        assertThat(plan.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.kind()).isEqualTo(Difference.Kind.SHIFT));
    }

    /** Answers all probes, as if these pages had other records now; returns what is asked for then. */
    private PageTask probe(int firstShifted, int lastShifted) {
        PageTask task = plan.next();
        while (task != null && task.purpose() == Purpose.PROBE) {
            boolean shifted = task.page() >= firstShifted && task.page() <= lastShifted;
            plan.settle(new PageOutcome.Probed(task.page(), shifted ? Change.SHIFTED : Change.SAME, announced(10)));
            task = plan.next();
        }
        return task;
    }

    private void refused(int page) {
        plan.settle(new PageOutcome.Failed(page, "400", "400 Bad Request", false));
    }

    @Test
    void threeRefusedInARowAndTheLastPageAreALimit() {
        plan.first();
        stored(1, 20);
        for (int page = 2; page <= 3; page++) {
            plan.next();
            stored(page, 20);
        }
        PageTask early = null;
        for (int page = 4; page <= 7; page++) {
            early = plan.next();
        }
        for (int page = 4; page <= 6; page++) {
            assertThat(plan.limit()).isNull();
            refused(page);
        }
        assertThat(plan.limit()).contains("refuses page 4 and all after it (400 Bad Request)", "6 records", "slices");
        assertThat(plan.isPastLimit(early)).isTrue();
        plan.settle(new PageOutcome.Dropped(7));
        PageTask last = plan.next();
        assertThat(last.page()).isEqualTo(20);
        assertThat(plan.isPastLimit(last)).isFalse();
        refused(20);
        assertThat(plan.next()).isNull();
        assertThat(plan.isStored()).isFalse();
        assertThat(plan.expected()).isEqualTo(20);
    }

    @Test
    void whereTheLastPageComesThereIsNoLimitAndNoPageIsLeftOut() {
        plan.first();
        stored(1, 9);
        for (int page = 2; page <= 6; page++) {
            plan.next();
        }
        for (int page = 2; page <= 4; page++) {
            refused(page);
        }
        plan.settle(new PageOutcome.Dropped(6));
        PageTask last = plan.next();
        assertThat(last.page()).isEqualTo(9);
        stored(5, 9);
        for (int page = 6; page <= 8; page++) {
            assertThat(plan.next().page()).isEqualTo(page);
            stored(page, 9);
        }
        assertThat(plan.isReady()).as("page 9 is on its way").isFalse();
        stored(9, 9);
        assertThat(plan.limit()).isNull();
        assertThat(plan.next().page()).as("once more").isEqualTo(2);
    }

    @Test
    void theLimitOfAnEarlierSessionIsSeenByItsFirstPage() {
        for (int page = 4; page <= 6; page++) {
            plan.resumeFailed(new PageOutcome.Failed(page, "400", "400 Bad Request", false));
        }
        plan.first();
        stored(1, 20);
        fetch(2, 4);
        assertThat(plan.limit()).as("it is gone").isNull();
        assertThat(plan.next().page()).isEqualTo(5);
    }

    @Test
    void whoIsRefusedAndWhatIsNotThereIsNoLimit() {
        plan.first();
        stored(1, 20);
        for (int page = 2; page <= 4; page++) {
            plan.next();
            plan.settle(new PageOutcome.Failed(page, "403", "403 Forbidden", false));
        }
        assertThat(plan.limit()).isNull();
        assertThat(plan.next().page()).isEqualTo(5);
    }

    @Test
    void wakesWhoWaitsWhenItIsStopped() throws Exception {
        plan.first();
        Thread waiting = new Thread(() -> plan.next(), "waiting");
        stored(1, 2);
        plan.next();
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        plan.stop();
        waiting.join();
        assertThat(plan.next()).isNull();
        assertThat(plan.isUnderWay()).isFalse();
    }

    private void complete(int pages) {
        plan.first();
        stored(1, pages);
        fetch(2, pages);
        plan.next();
        plan.settle(new PageOutcome.Ended(pages + 1, announced(pages)));
        assertThat(plan.next()).isNull();
    }

    private void fetch(int first, int last) {
        for (int page = first; page <= last; page++) {
            assertThat(plan.next().page()).isEqualTo(page);
            stored(page, last);
        }
    }

    private void stored(int page, int totalPages) {
        plan.settle(new PageOutcome.Stored(page, 2, page, announced(totalPages)));
    }

    private boolean failed(int page, boolean unreachable) {
        return plan.settle(new PageOutcome.Failed(page, "500", "500 instead of a page", unreachable));
    }

    private static Announced announced(int totalPages) {
        return new Announced(Announced.UNKNOWN, 2, totalPages, 2L * totalPages);
    }
}
