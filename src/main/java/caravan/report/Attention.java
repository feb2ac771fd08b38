package caravan.report;

import static caravan.text.Plural.count;

import caravan.report.PageCells.Cell;
import caravan.report.PageCells.State;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages that need a look.
 *
 * @param notAsked how many pages were never asked for; none while the run may still do so
 * @param pages the failed ones, then the doubtful ones
 */
record Attention(int notAsked, List<Row> pages) {
    private static final int SHOWN_AT_ONCE = 12;
    private static final int MOST_NAMED = 200;

    /** @param what is wrong with it */
    record Row(int page, State state, String what, int attempts) {}

    static Attention of(RunReport report, PageCells pages) {
        List<Row> failed = new ArrayList<>();
        List<Row> doubtful = new ArrayList<>();
        int notAsked = 0;
        for (int page = 1; page <= pages.cells().size(); page++) {
            Cell cell = pages.page(page);
            switch (cell.state()) {
                case FAILED ->
                    failed.add(row(page, cell, report.pages().failed().getOrDefault(page, "")));
                case DOUBTFUL -> doubtful.add(row(page, cell, doubts(report, page, cell)));
                case MISSING -> notAsked += report.isRunning() ? 0 : 1;
                default -> {}
            }
        }
        failed.addAll(doubtful);
        return new Attention(notAsked, failed);
    }

    List<Row> atOnce() {
        return pages.subList(0, Math.min(SHOWN_AT_ONCE, pages.size()));
    }

    /** How many there are beyond {@link #atOnce}. */
    int more() {
        return Math.max(0, pages.size() - SHOWN_AT_ONCE);
    }

    /** Those of them that are named, shown when they are asked for. */
    List<Row> folded() {
        return pages.subList(SHOWN_AT_ONCE, Math.min(MOST_NAMED, pages.size()));
    }

    boolean isCut() {
        return pages.size() > MOST_NAMED;
    }

    private static Row row(int page, Cell cell, String what) {
        return new Row(page, cell.state(), what, cell.attempts());
    }

    private static String doubts(RunReport report, int page, Cell cell) {
        List<String> problems = report.content().problems().getOrDefault(page, List.of());
        return problems.isEmpty()
                ? count(cell.rows(), "record") + ", fewer than on other pages"
                : String.join("; ", problems) + " (" + count(cell.rows(), "record") + ")";
    }
}
