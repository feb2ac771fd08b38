package caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrailTest {
    private final Trail trail = new Trail(1);
    private final StoredPages pages = new StoredPages();

    private static PageTask task(int page) {
        return new PageTask("c", page, URI.create("http://x/?after=" + page), Purpose.RECORDS);
    }

    private List<Integer> sample(int size) {
        return trail.sample(task(1), pages, size).stream()
                .peek(task -> assertThat(task.purpose()).isEqualTo(Purpose.PROBE))
                .map(PageTask::page)
                .toList();
    }

    @Test
    void keepsPagesOfTheWholeChainHoweverLongItIs() {
        for (int page = 1; page <= 100_000; page++) {
            pages.put(page, 10, page);
            trail.passed(task(page));
        }
        List<Integer> sample = sample(20);
        assertThat(sample).hasSize(20).startsWith(1).endsWith(100_000).doesNotHaveDuplicates();
        for (int i = 1; i < sample.size(); i++) {
            assertThat(sample.get(i) - sample.get(i - 1)).isBetween(1, 15_000);
        }
    }

    @Test
    void asksForSeamsFirstAndForNothingThatIsNotStored() {
        for (int page = 1; page <= 1000; page++) {
            pages.put(page, 10, page);
            trail.passed(task(page));
        }
        trail.seam(task(333));
        assertThat(sample(3)).containsExactly(1, 333, 1000);
        pages.remove(333);
        pages.remove(1000);
        assertThat(sample(3)).hasSize(3).doesNotContain(333, 1000);
    }
}
