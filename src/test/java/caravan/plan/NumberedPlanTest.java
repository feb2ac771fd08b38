package caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.source.Source;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NumberedPlanTest {
    private NumberedPlan plan;

    @BeforeEach
    void create() {
        Source source = new Source();
        source.setUrl("http://crm.example/c");
        plan = new NumberedPlan(source, 2, 3);
    }

    @Test
    void asksForPageOneThenTheOthersThenWhetherAnythingFollows() {
        assertThat(plan.isUnderWay()).isFalse();
        assertThat(plan.first().page()).isEqualTo(1);
        stored(1, 3);
        assertThat(plan.isUnderWay()).isTrue();
        assertThat(plan.first()).isNull();
        for (int page = 2; page <= 3; page++) {
            assertThat(plan.next().page()).isEqualTo(page);
            stored(page, 3);
        }
        PageTask past = plan.next();
        assertThat(past.page()).isEqualTo(4);
        assertThat(past.pastEnd()).isTrue();
        plan.settle(new PageOutcome.Ended(4, announced(3)));
        assertThat(plan.next()).isNull();
        assertThat(plan.isEndConfirmed()).isTrue();
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
    void takesThreeLostInARowForAnApiThatIsGone() {
        plan.first();
        stored(1, 9);
        for (int page = 2; page <= 6; page++) {
            plan.next();
        }
        assertThat(failed(2, true)).isFalse();
        assertThat(failed(3, true)).isFalse();
        stored(4, 9);
        assertThat(failed(5, true)).isFalse();
        assertThat(failed(6, false)).isFalse();
        for (int page = 7; page <= 9; page++) {
            plan.next();
        }
        assertThat(failed(7, true)).isFalse();
        assertThat(failed(8, true)).isFalse();
        assertThat(failed(9, true)).isTrue();
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

    private void stored(int page, int totalPages) {
        plan.settle(new PageOutcome.Stored(page, 2, announced(totalPages)));
    }

    private boolean failed(int page, boolean unreachable) {
        return plan.settle(new PageOutcome.Failed(page, "500", "500 instead of a page", unreachable));
    }

    private static Announced announced(int totalPages) {
        return new Announced(Announced.UNKNOWN, 2, totalPages, 2L * totalPages);
    }
}
