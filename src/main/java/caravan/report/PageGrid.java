package caravan.report;

import caravan.report.PageCells.Cell;
import caravan.report.PageCells.State;
import java.util.Arrays;
import java.util.List;

/** What the template of the grid needs to know: how dense the cells are, what stands in them, and the legend. */
final class PageGrid {
    /** Above this, cells are too small for a character. */
    private static final int FEW = 600;

    private static final int SOME = 2500;

    private final PageCells pages;
    private final boolean running;

    /**
     * A state that at least one page is in.
     *
     * @param cells how many pages are in it
     * @param inside what stands in the cell of the legend
     */
    record Legend(State state, long cells, String name, String inside) {}

    PageGrid(PageCells pages, boolean running) {
        this.pages = pages;
        this.running = running;
    }

    List<Legend> legend() {
        return Arrays.stream(State.values())
                .map(state -> new Legend(
                        state,
                        pages.cells().stream()
                                .filter(cell -> cell.state() == state)
                                .count(),
                        name(state),
                        state == State.RETRIED && isFew() ? "n" : ""))
                .filter(entry -> entry.cells() > 0)
                .toList();
    }

    /** The style sheet's class. */
    String density() {
        return isFew() ? "few" : pages.size() <= SOME ? "some" : "many";
    }

    /** How many retries, in one character. */
    String inside(Cell cell) {
        return !isFew() || cell.state() != State.RETRIED
                ? ""
                : cell.attempts() > 10 ? "+" : Integer.toString(cell.attempts() - 1);
    }

    private boolean isFew() {
        return pages.size() <= FEW;
    }

    private String name(State state) {
        return switch (state) {
            case STORED -> "stored";
            case RETRIED -> isFew() ? "stored after n retries" : "stored after retries";
            case DOUBTFUL -> "doubtful";
            case FAILED -> "failed";
            case MISSING -> running ? "not requested yet" : "not requested";
            case ASKED -> "in progress";
        };
    }
}
