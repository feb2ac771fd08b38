package caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.TestSources;
import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageOutcome.Change;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.source.Source;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ChainedPlanTest {
    private static final Source SOURCE = TestSources.read(
            "c.yaml", "url: http://x/c\nid: id\npagination: {type: cursor, next: n, cursorParam: after}", Map.of());

    private ChainedPlan plan = new ChainedPlan(SOURCE, 1);

    private static Announced announced(@Nullable String next, long total) {
        return new Announced(-1, -1, -1, total, next == null ? null : "\"" + next + "\"");
    }

    private static Answer answer(int rows, long identity, Announced announced) {
        return new Answer(rows, identity, true, new long[0], false, announced);
    }

    private Judgement judge(PageTask task, int rows, long identity, @Nullable String next, long total) {
        return plan.judge(task, answer(rows, identity, announced(next, total)));
    }

    /** A page comes, is believed and stored. */
    private void carry(PageTask task, int rows, @Nullable String next, long total) {
        plan.believed(task, announced(next, total));
        plan.settle(new PageOutcome.Stored(task.page(), rows, 100 + task.page(), announced(next, total)));
    }

    @Test
    void followsWhatEachPageNames() {
        PageTask first = plan.first();
        assertThat(judge(first, 2, 101, "a", 5).doubt()).isNull();
        carry(first, 2, "a", 5);
        assertThat(plan.isUnderWay()).isTrue();
        PageTask second = plan.next();
        assertThat(second.uri()).hasToString("http://x/c?after=a");
        plan.believed(second, announced("b", 5));
        PageTask third = plan.next();
        assertThat(third.uri()).as("asked for while the second is stored").hasToString("http://x/c?after=b");
        plan.settle(new PageOutcome.Stored(2, 2, 102, announced("b", 5)));
        assertThat(judge(third, 1, 103, null, 5).doubt()).as("all is there").isNull();
        carry(third, 1, null, 5);
        assertThat(plan.next()).isNull();
        assertThat(plan.isStored()).isTrue();
        assertThat(plan.expected()).isEqualTo(3);
        assertThat(plan.examine(Set.of())).isFalse();
        PageTask probe = plan.next();
        assertThat(probe.purpose()).isEqualTo(Purpose.PROBE);
        plan.settle(new PageOutcome.Probed(1, Change.SAME, announced("a", 5)));
        for (int page = 2; page <= 3; page++) {
            PageTask other = plan.next();
            assertThat(other.page()).isEqualTo(page);
            assertThat(other.purpose()).isEqualTo(Purpose.PROBE);
            plan.settle(new PageOutcome.Probed(page, Change.SAME, announced("a", 5)));
        }
        assertThat(plan.next()).isNull();
        assertThat(plan.examine(Set.of())).isTrue();
        assertThat(plan.differences()).isEmpty();
        assertThat(plan.probed()).isEqualTo(new PagePlan.Probed(3, 3));
    }

    @Test
    void aPageThatIsAboutToBeStoredCounts() {
        carry(plan.first(), 2, "a", 5);
        PageTask second = plan.next();
        judge(second, 2, 102, "b", 5);
        plan.believed(second, announced("b", 5));
        PageTask third = plan.next();
        assertThat(judge(third, 1, 103, null, 5).doubt()).as("all is there").isNull();
        assertThat(judge(third, 0, 0, null, 5).doubt()).as("one is missing").isNotNull();
    }

    @Test
    void anEndThatNothingProvesIsDoubted() {
        PageTask first = plan.first();
        assertThat(judge(first, 2, 101, null, -1).doubt()).isEqualTo("names no next page");
        assertThat(judge(first, 2, 101, null, 7).doubt()).isEqualTo("names no next page");
        assertThat(judge(first, 7, 101, null, 7).doubt()).isNull();
    }

    @Test
    void aShortPageInTheMiddleIsDoubtedThreeTimes() {
        carry(plan.first(), 2, "a", -1);
        String[] cursors = {"b", "c", "d", "e", "f"};
        int doubted = 0;
        carry(plan.next(), 2, "a2", -1);
        for (String next : cursors) {
            PageTask task = plan.next();
            doubted += judge(task, 1, 100 + task.page(), next, -1).doubt() == null ? 0 : 1;
            carry(task, 1, next, -1);
        }
        assertThat(doubted).isEqualTo(3);
    }

    @Test
    void aChainThatLeadsBackIsRefusedWithBothPages() {
        carry(plan.first(), 2, "a", -1);
        carry(plan.next(), 2, "b", -1);
        carry(plan.next(), 2, "a", -1);
        PageTask again = plan.next();
        assertThat(again.uri()).hasToString("http://x/c?after=a");
        assertThat(judge(again, 2, 102, "b", -1).refusal()).contains("page 3 leads back to page 2");
    }

    @Test
    void anotherCursorWithTheSameRecordsIsACopy() {
        carry(plan.first(), 2, "a", -1);
        carry(plan.next(), 2, "b", -1);
        Judgement copy = judge(plan.next(), 2, 102, "c", -1);
        assertThat(copy.doubt()).contains("same records as page 2");
        assertThat(copy.outcome()).isInstanceOf(PageOutcome.Failed.class);
    }

    @Test
    void emptyPagesEndItUnlessTheyGoOn() {
        carry(plan.first(), 2, "a", -1);
        PageTask second = plan.next();
        assertThat(judge(second, 0, 0, "b", -1).doubt()).isEqualTo("holds no records, although another page follows");
        assertThat(judge(second, 0, 0, "a", -1).outcome())
                .as("its own cursor again")
                .isInstanceOf(PageOutcome.Ended.class);
        assertThat(judge(second, 0, 0, null, -1).doubt()).isEqualTo("holds no records");
        plan.settle(new PageOutcome.Ended(2, announced(null, -1)));
        assertThat(plan.next()).isNull();
        assertThat(plan.isStored()).isTrue();
    }

    @Test
    void emptyPagesAreBelievedWhereTheApiIsKnownToSendThem() {
        carry(plan.first(), 2, "0", -1);
        for (int i = 1; i <= 3; i++) {
            PageTask task = plan.next();
            assertThat(judge(task, 0, 0, "" + i, -1).doubt()).isNotNull();
            carry(task, 0, "" + i, -1);
        }
        for (int i = 4; i <= 10; i++) {
            PageTask task = plan.next();
            assertThat(judge(task, 0, 0, "" + i, -1)).isEqualTo(Judgement.ACCEPTED);
            carry(task, 0, "" + i, -1);
        }
        assertThat(judge(plan.next(), 0, 0, "11", -1).outcome()).as("endless").isInstanceOf(PageOutcome.Ended.class);
    }

    @Test
    void anOnlyPageThatIsFullAndSaysNothingOfANextOneIsNoProof() {
        Announced silent = new Announced(-1, -1, -1, -1, null);
        plan.believed(plan.first(), silent);
        plan.settle(new PageOutcome.Stored(1, 100, 101, silent));
        assertThat(plan.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.text())
                        .contains("page 1 holds 100 records", "there is no n in it", "pagination.type: none"));
        plan = new ChainedPlan(SOURCE, 1);
        Announced said = new Announced(-1, -1, -1, -1, Announced.NO_NEXT);
        plan.believed(plan.first(), said);
        plan.settle(new PageOutcome.Stored(1, 100, 101, said));
        assertThat(plan.differences()).isEmpty();
    }

    @Test
    void aPageThatSaysThatMoreFollowsButNotWhereIsNoEnd() {
        plan = new ChainedPlan(
                TestSources.read("c.yaml", "url: http://x/c\npagination: {type: none, more: m}", Map.of()), 1);
        Announced more = new Announced(-1, -1, -1, -1, Announced.MORE);
        plan.believed(plan.first(), more);
        plan.settle(new PageOutcome.Stored(1, 7, 101, more));
        assertThat(plan.isStored()).isTrue();
        assertThat(plan.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.text())
                        .isEqualTo("page 1 says that more follows, but not where: pagination.type is none"));
    }

    @Test
    void thePageBeforeACopyIsAskedForAgain() {
        carry(plan.first(), 2, "a", -1);
        PageTask second = plan.next();
        carry(second, 2, "b", -1);
        Judgement copy = judge(plan.next(), 2, 102, "c", -1);
        plan.settle(copy.outcome());
        PageTask again = plan.next();
        assertThat(again.uri()).isEqualTo(second.uri());
        assertThat(again.purpose()).isEqualTo(Purpose.AGAIN);
        assertThat(judge(again, 2, 777, "b", -1)).isEqualTo(Judgement.ACCEPTED);
        plan.believed(again, announced("b", -1));
        plan.settle(new PageOutcome.Stored(2, 2, 777, announced("b", -1)));
        PageTask third = plan.next();
        assertThat(third.uri()).hasToString("http://x/c?after=b");
        assertThat(judge(third, 2, 102, null, -1).outcome()).as("its own").isNull();
    }

    @Test
    void whatHoldsLessIsAskedForAgainWhereRecordsAreMissing() {
        carry(plan.first(), 2, "a", 5);
        PageTask empty = plan.next();
        carry(empty, 0, "b", 5);
        PageTask third = plan.next();
        carry(third, 1, null, 5);
        assertThat(plan.examine(Set.of())).isFalse();
        // Each page is open for one reason at a time.
        for (PageTask task = plan.next(); task.purpose() == Purpose.PROBE; task = plan.next()) {
            plan.settle(new PageOutcome.Probed(task.page(), Change.SAME, announced("b", 5)));
        }
        assertThat(plan.isOpen(2)).isTrue();
        plan.settle(new PageOutcome.Stored(2, 2, 102, announced("b", 5)));
        assertThat(plan.next()).isNull();
        assertThat(plan.examine(Set.of())).isTrue();
        assertThat(plan.differences()).isEmpty();
    }

    @Test
    void aPageThatTheApiDeniesIsTheEndOnlyWhereNobodyNamedIt() {
        carry(plan.first(), 2, "a", -1);
        PageTask second = plan.next();
        assertThat(plan.judgeAbsent(second).outcome()).as("named by the API").isNull();
        Source byField = TestSources.read(
                "c.yaml",
                "url: http://x/c\nid: id\npagination: {type: last-record, field: id, cursorParam: after}",
                Map.of());
        plan = new ChainedPlan(byField, 1);
        carry(plan.first(), 2, "a", -1);
        assertThat(plan.judgeAbsent(plan.next()).outcome()).isInstanceOf(PageOutcome.Ended.class);
    }

    @Test
    void aLaneIsNotTakenForAnotherThatCarriesTheSamePage() {
        carry(plan.first(), 2, "a", -1);
        PageTask second = plan.next();
        plan.settle(new PageOutcome.Failed(2, "404", "404 Not Found", false));
        PageTask again = plan.next();
        assertThat(again).isEqualTo(second);
        assertThat(plan.isOpen(second)).isFalse();
        assertThat(plan.isOpen(again)).isTrue();
    }

    @Test
    void aPageThatFailsBreaksTheChainAndIsTriedOnceMore() {
        carry(plan.first(), 2, "a", -1);
        PageTask second = plan.next();
        PageOutcome.Failed failed = new PageOutcome.Failed(2, "404", "404 Not Found", false);
        assertThat(plan.willAskAgain(failed)).isTrue();
        assertThat(plan.settle(failed)).isFalse();
        PageTask again = plan.next();
        assertThat(again.uri()).isEqualTo(second.uri());
        assertThat(plan.willAskAgain(failed)).isFalse();
        plan.settle(failed);
        assertThat(plan.next()).isNull();
        assertThat(plan.isStored()).isFalse();
        assertThat(plan.expected()).isEqualTo(2);
        assertThat(plan.extent().failed()).isEqualTo(1);
        assertThat(plan.examine(Set.of())).isTrue();
    }

    @Test
    void anApiThatIsGoneIsToldByAPageThatCameBefore() {
        carry(plan.first(), 2, "a", -1);
        plan.next();
        assertThat(plan.settle(new PageOutcome.Failed(2, "timeout", "silent", true)))
                .isFalse();
        assertThat(plan.next().purpose()).isEqualTo(Purpose.PROBE);
        assertThat(plan.settle(new PageOutcome.Failed(1, "timeout", "silent", true)))
                .isTrue();
    }

    @Test
    void resumesWhereItBrokeOff() {
        plan.resume(new PageOutcome.Stored(1, 2, 101, announced("a", -1)));
        plan.resume(new PageOutcome.Stored(2, 2, 102, announced("b", -1)));
        plan.resume(new PageOutcome.Stored(4, 2, 104, announced("d", -1)));
        plan.resumeSession();
        assertThat(plan.first()).isNull();
        PageTask third = plan.next();
        assertThat(third.uri()).hasToString("http://x/c?after=b");
        assertThat(third.purpose()).isEqualTo(Purpose.RECORDS);
        assertThat(plan.advice(third, "404")).contains("--fresh");
        carry(third, 2, "c", -1);
        PageTask fourth = plan.next();
        assertThat(fourth.purpose()).as("stored out of its turn").isEqualTo(Purpose.AGAIN);
        Judgement same = judge(fourth, 2, 104, "d", -1);
        assertThat(same.outcome()).isInstanceOf(PageOutcome.Probed.class);
        plan.settle(same.outcome());
        assertThat(plan.next().uri()).hasToString("http://x/c?after=d");
    }

    @Test
    void resumesAtItsEnd() {
        plan.resume(new PageOutcome.Stored(1, 2, 101, announced("a", -1)));
        plan.resume(new PageOutcome.Ended(2, Announced.NOTHING));
        assertThat(plan.next()).isNull();
        assertThat(plan.isStored()).isTrue();
        assertThat(plan.isEndProven()).isTrue();
    }

    @Test
    void whatSpeaksAgainstTheFileIsTold() {
        carry(plan.first(), 2, "a", 9);
        carry(plan.next(), 2, null, 9);
        assertThat(plan.next()).isNull();
        plan.examine(Set.of());
        PageTask probe = plan.next();
        Judgement shifted = plan.judgeProbe(probe, Change.SHIFTED, answer(2, 7, announced("a", 9)));
        assertThat(shifted.doubt()).isNotNull();
        plan.settle(shifted.outcome());
        assertThat(plan.differences())
                .extracting(Difference::kind)
                .containsExactly(Difference.Kind.COUNTS, Difference.Kind.SHIFT);
        assertThat(plan.differences().get(0).text()).contains("9 records, 4 stored: 5 missing");
    }

    @Test
    void anotherTokenMustShowPageOneAsItWas() {
        plan.resume(new PageOutcome.Stored(1, 2, 101, announced("a", -1)));
        plan.checkFirst();
        assertThat(plan.mustBeSame()).isEqualTo(1);
        PageTask probe = plan.next();
        assertThat(probe.purpose()).isEqualTo(Purpose.PROBE);
        assertThat(plan.isIdentical(1, 101)).isTrue();
        plan.settle(new PageOutcome.Probed(1, Change.SAME, announced("a", -1)));
        assertThat(plan.mustBeSame()).isZero();
        assertThat(plan.next().page()).isEqualTo(2);
        plan.stop();
        assertThat(plan.next()).isNull();
    }
}
