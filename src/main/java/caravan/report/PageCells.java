package caravan.report;

import caravan.store.LedgerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * What became of each page, in page order from the first on; some bytes a page.
 *
 * @param size how many pages there are
 * @param cells one for each; none at all where there are too many to draw
 */
public record PageCells(int size, List<Cell> cells) {
    static final int MOST = 50_000;

    /** How a page stands; {@link #letter} is its name in the page's HTML and data. */
    enum State {
        STORED("s"),
        RETRIED("r"),
        /** Something about it was odd, or it holds fewer records than others, or none. */
        DOUBTFUL("d"),
        FAILED("f"),
        /** Never asked for, or not yet. */
        MISSING("m"),
        /** Asked for, with no end yet. */
        ASKED("a");

        private final String letter;

        State(String letter) {
            this.letter = letter;
        }

        String letter() {
            return letter;
        }
    }

    /**
     * One page.
     *
     * @param attempts all, those before it was given up for a while included; 0 where none is over
     * @param millis from its first attempt to its last byte; 0 where it is not stored
     * @param odd whether it is named among the problems
     */
    record Cell(State state, int attempts, long millis, int rows, boolean odd) {
        private static final Cell NONE = new Cell(State.MISSING, 0, 0, 0, false);

        private Cell with(State other) {
            return new Cell(other, attempts, millis, rows, odd);
        }

        boolean isStored() {
            return state == State.STORED || state == State.RETRIED || state == State.DOUBTFUL;
        }
    }

    Cell page(int number) {
        return cells.get(number - 1);
    }

    /** Takes a ledger line by line. */
    static final class Reader implements Consumer<LedgerLine> {
        private final List<Cell> cells = new ArrayList<>();
        private int highest;

        @Override
        public void accept(LedgerLine line) {
            highest = Math.max(highest, page(line));
            if (highest > MOST) {
                cells.clear();
                return;
            }
            if (line instanceof LedgerLine.Stored page && page.page() > 0) {
                int attempts = at(page.page()).attempts() + page.tries().attempts();
                boolean odd = !page.problems().isEmpty();
                State state = odd ? State.DOUBTFUL : attempts > 1 ? State.RETRIED : State.STORED;
                set(page.page(), new Cell(state, attempts, page.tries().millis(), page.rows(), odd));
            } else if (line instanceof LedgerLine.Failed page) {
                int attempts = at(page.failed()).attempts() + page.attempts();
                set(page.failed(), new Cell(State.FAILED, attempts, 0, 0, false));
            } else if (line instanceof LedgerLine.Asked page && page.found().equals("empty")) {
                set(page.asked(), new Cell(State.DOUBTFUL, at(page.asked()).attempts() + page.requests(), 0, 0, false));
            } else if (line instanceof LedgerLine.Ended page && page.ended() <= cells.size()) {
                set(page.ended(), Cell.NONE);
            }
        }

        /**
         * @param expected the last page, as far as is known
         * @param isOpen whether a page is being asked for
         */
        PageCells cells(int expected, IntPredicate isOpen) {
            if (Math.max(highest, expected) > MOST) {
                return new PageCells(Math.max(highest, expected), List.of());
            }
            int last = cells.size();
            while (last > expected && cells.get(last - 1).state() == State.MISSING) {
                last--;
            }
            int full = cells.stream().mapToInt(Cell::rows).max().orElse(0);
            List<Cell> all = new ArrayList<>();
            for (int page = 1; page <= Math.max(expected, last); page++) {
                Cell cell = at(page);
                if (cell.isStored() && page < expected && cell.rows() < full) {
                    cell = cell.with(State.DOUBTFUL);
                } else if (!cell.isStored() && isOpen.test(page)) {
                    cell = cell.with(State.ASKED);
                }
                all.add(cell);
            }
            return new PageCells(all.size(), all);
        }

        private static int page(LedgerLine line) {
            if (line instanceof LedgerLine.Asked asked) {
                return asked.found().equals("empty") ? asked.asked() : 0;
            }
            return line instanceof LedgerLine.Stored page
                    ? page.page()
                    : line instanceof LedgerLine.Failed page ? page.failed() : 0;
        }

        private Cell at(int page) {
            return page <= cells.size() ? cells.get(page - 1) : Cell.NONE;
        }

        private void set(int page, Cell cell) {
            while (cells.size() < page) {
                cells.add(Cell.NONE);
            }
            cells.set(page - 1, cell);
        }
    }
}
