package caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.TestSources;
import caravan.page.Announced;
import caravan.page.PageOutcome;
import caravan.page.PageOutcome.Change;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.source.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sources that lie once in a while, and runs that die at any moment: what a plan then calls proven is all that is there, and after any
 * prefix of its facts another one comes to the same. Each answer is judged as {@code PageCheck} does it.
 */
@Timeout(120)
class LyingSourceTest {
    private static final int SIZE = 4;

    private final Random random = new Random(11);
    private List<Integer> records;
    private boolean withTotals;
    /** Whether the last page comes again past the end. */
    private boolean clamps;

    private int lies;
    private int requests;
    /** A fact of the ledger, as another session reads it. */
    private final List<Consumer<NumberedPlan>> facts = new ArrayList<>();
    /** What is in the file, as far as that many facts tell. */
    private final List<Map<Integer, List<Integer>>> files = new ArrayList<>();

    private Map<Integer, List<Integer>> file = new TreeMap<>();

    @ParameterizedTest
    @CsvSource({"true, false, 1800", "false, false, 1800", "true, true, 1600", "false, true, 800"})
    void whatIsProvenIsAllThatIsThere(boolean totals, boolean clamping, int mostly) {
        clamps = clamping;
        int proven = 0;
        for (int run = 0; run < 2_000; run++) {
            begin(totals);
            int sessions = 1 + random.nextInt(3);
            NumberedPlan plan = plan();
            for (int session = 1; session < sessions; session++) {
                carry(plan, 1 + random.nextInt(20));
                plan = resumed(random.nextInt(facts.size() + 1));
            }
            carry(plan, Integer.MAX_VALUE);
            boolean complete = plan.isStored() && plan.differences().isEmpty();
            if (complete) {
                proven++;
                assertThat(stored()).as("run %d", run).doesNotHaveDuplicates();
                if (!clamps) {
                    assertThat(stored()).as("run %d", run).isEqualTo(records);
                }
            }
            assertThat(requests).as("run %d asks no end", run).isLessThan(400);
        }
        // Where the last page comes again past the end, a full one does not prove that it is the last.
        assertThat(proven).as("lies are mostly found out, and healed").isGreaterThan(mostly);
    }

    private void begin(boolean totals) {
        withTotals = totals;
        lies = random.nextInt(4);
        requests = 0;
        facts.clear();
        files.clear();
        file = new TreeMap<>();
        records = new ArrayList<>();
        for (int i = 1 + random.nextInt(50); i > 0; i--) {
            records.add(1000 - i);
        }
        files.add(Map.of());
    }

    private NumberedPlan plan() {
        Source source = TestSources.customers("http://crm.example", 1000);
        return new NumberedPlan(source, 3, 3, 1, from -> note(plan -> plan.resumeRedo(from)));
    }

    private void note(Consumer<NumberedPlan> fact) {
        facts.add(fact);
        files.add(new TreeMap<>(file));
    }

    /** What another session knows, when only so many facts were written. */
    private NumberedPlan resumed(int known) {
        facts.subList(known, facts.size()).clear();
        files.subList(known + 1, files.size()).clear();
        file = new TreeMap<>(files.get(known));
        NumberedPlan plan = plan();
        facts.forEach(fact -> fact.accept(plan));
        plan.resumeSession();
        return plan;
    }

    private List<Integer> stored() {
        List<Integer> all = new ArrayList<>();
        file.values().forEach(all::addAll);
        return all;
    }

    /** Some lanes at once; so many answers at most, and then the run dies. */
    private void carry(NumberedPlan plan, int answers) {
        List<PageTask> open = new ArrayList<>();
        PageTask first = plan.first();
        if (first != null) {
            settle(plan, first);
        }
        if (!plan.has(1)) {
            return;
        }
        for (int left = answers; left > 0; left--) {
            while (open.size() < 3 && (open.isEmpty() || plan.isReady())) {
                PageTask next = plan.next();
                if (next == null) {
                    break;
                }
                open.add(next);
            }
            if (open.isEmpty()) {
                if (plan.examine(sharing())) {
                    return;
                }
            } else {
                settle(plan, open.remove(random.nextInt(open.size())));
            }
        }
    }

    private Set<Integer> sharing() {
        Map<Integer, Integer> pageOf = new HashMap<>();
        Set<Integer> sharing = new HashSet<>();
        file.forEach((page, rows) -> rows.forEach(id -> {
            Integer other = pageOf.putIfAbsent(id, page);
            if (other != null && !other.equals(page)) {
                sharing.add(page);
                sharing.add(other);
            }
        }));
        return sharing;
    }

    private void settle(NumberedPlan plan, PageTask task) {
        String doubt = null;
        while (true) {
            if (++requests > 400) {
                throw new AssertionError("It asks without end");
            }
            List<Integer> rows = new ArrayList<>(page(task.page()));
            long total = records.size();
            if (lies > 0 && random.nextInt(6) == 0) {
                lies--;
                switch (random.nextInt(5)) {
                    case 0 -> {
                        rows.clear();
                        total = 0;
                    }
                    case 1 -> rows = new ArrayList<>(page(1 + random.nextInt(task.page() + 1)));
                    case 2 -> rows.subList(rows.size() / 2, rows.size()).clear();
                    case 3 -> total = Math.max(1, total - SIZE);
                    default -> total *= 100;
                }
            }
            Announced announced = withTotals
                    ? new Announced(-1, SIZE, (total + SIZE - 1) / SIZE, total)
                    : new Announced(-1, SIZE, -1, -1);
            Answer answer = new Answer(
                    rows.size(), rows.hashCode() * (rows.isEmpty() ? 0L : 1L), true, new long[0], false, announced);
            Judgement judgement = task.purpose() == Purpose.PROBE
                    ? plan.judgeProbe(task, change(task.page(), rows), answer)
                    : plan.judge(task, answer);
            if (judgement.doubt() != null && !judgement.doubt().equals(doubt)) {
                doubt = judgement.doubt();
                continue;
            }
            PageOutcome outcome = judgement.outcome() != null
                    ? judgement.outcome()
                    : new PageOutcome.Stored(task.page(), rows.size(), answer.identity(), announced);
            if (outcome instanceof PageOutcome.Stored) {
                file.put(task.page(), rows);
                note(other -> other.resume(outcome));
            } else if (outcome instanceof PageOutcome.Ended) {
                note(other -> other.resume(outcome));
            } else if ((outcome instanceof PageOutcome.Empty || outcome instanceof PageOutcome.Copied)
                    && file.remove(task.page()) != null) {
                note(other -> other.resumeWithout(task.page()));
            }
            plan.settle(outcome);
            return;
        }
    }

    private List<Integer> page(int number) {
        int last = (records.size() + SIZE - 1) / SIZE;
        int from = Math.min(records.size(), ((clamps ? Math.min(number, last) : number) - 1) * SIZE);
        return records.subList(from, Math.min(records.size(), from + SIZE));
    }

    private Change change(int page, List<Integer> now) {
        List<Integer> before = file.get(page);
        if (now.containsAll(before)) {
            return now.size() > before.size() ? Change.GROWN : Change.SAME;
        }
        return before.containsAll(now) ? Change.SHRUNK : Change.SHIFTED;
    }
}
