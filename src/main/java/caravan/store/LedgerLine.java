package caravan.store;

import caravan.page.Announced;
import caravan.page.Effort;
import caravan.page.PageOutcome;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of the ledger. Which one it is shows in its first name. */
public sealed interface LedgerLine {
    /**
     * The first line: which run this is.
     *
     * @param settings what must be the same for the run to be resumed
     * @param generation how often the file was put in page order
     */
    record Begun(String run, String source, String started, Map<String, String> settings, int generation)
            implements LedgerLine {
        Begun nextGeneration() {
            return new Begun(run, source, started, settings, generation + 1);
        }
    }

    /**
     * A page whose bytes are in the file. Page 0 is the header row.
     *
     * @param columns of the header for page 0; otherwise those that only this page has, which follow the header's
     * @param missing for each field where there are some: how many records had it absent, null, and empty
     * @param problems what was odd about it
     */
    record Stored(
            int page,
            int rows,
            @JsonUnwrapped Section section,
            @JsonUnwrapped Tries tries,
            List<String> columns,
            Map<String, int[]> missing,
            @JsonUnwrapped Totals announced,
            List<String> problems)
            implements LedgerLine {
        public Stored {
            // What is empty is left out of the line.
            columns = columns == null ? List.of() : columns;
            missing = missing == null ? Map.of() : missing;
            problems = problems == null ? List.of() : problems;
        }

        static Stored header(Section section, List<String> columns) {
            return new Stored(0, 0, section, Tries.NONE, columns, Map.of(), Totals.NONE, List.of());
        }

        /** Whether it is the header row and no page. */
        boolean isHeader() {
            return page == 0;
        }

        Stored at(Section newSection) {
            return new Stored(page, rows, newSection, tries, columns, missing, announced, problems);
        }

        Stored withMissing(Map<String, int[]> newMissing) {
            return new Stored(page, rows, section, tries, columns, newMissing, announced, problems);
        }

        Stored withColumns(List<String> newColumns) {
            return new Stored(page, rows, section, tries, newColumns, missing, announced, problems);
        }
    }

    /**
     * Where a page's bytes are in the CSV file.
     *
     * @param crc32c of them, RFC 3720
     */
    record Section(long offset, long length, String crc32c) {
        long end() {
            return offset + length;
        }
    }

    /**
     * What a page took.
     *
     * @param requests how many were sent for it
     * @param millis from its first attempt to its last byte
     * @param retries how many, by the short name of their cause
     */
    record Tries(int attempts, int requests, long millis, Map<String, Integer> retries) {
        static final Tries NONE = new Tries(0, 0, 0, Map.of());

        public Tries {
            retries = retries == null ? Map.of() : retries;
        }

        static Tries of(Effort effort) {
            return new Tries(effort.attempts(), effort.requests(), effort.millis(), effort.retries());
        }
    }

    /** What a page announced; -1 where it did not. */
    record Totals(long totalPages, long totalRecords, long limit) {
        static final Totals NONE = of(Announced.NOTHING);

        static Totals of(Announced announced) {
            return new Totals(announced.totalPages(), announced.totalRecords(), announced.limit());
        }

        Announced announced() {
            return new Announced(Announced.UNKNOWN, limit, totalPages, totalRecords);
        }
    }

    /** A page that has spent its attempts; a later {@link Stored} of the same page undoes it. */
    record Failed(int failed, String cause, String message, int attempts, int requests, Map<String, Integer> retries)
            implements LedgerLine {
        public Failed {
            retries = retries == null ? Map.of() : retries;
        }

        public static Failed of(PageOutcome.Failed page, Effort effort) {
            return new Failed(
                    page.page(), page.cause(), page.message(), effort.attempts(), effort.requests(), effort.retries());
        }
    }

    /** The page past the last one was asked for, and nothing was there; with what its answer announced. */
    record Ended(int ended, long totalPages, long totalRecords, int requests) implements LedgerLine {
        public static Ended of(PageOutcome.Ended page, Effort effort) {
            return new Ended(
                    page.page(), page.announced().totalPages(), page.announced().totalRecords(), effort.requests());
        }
    }

    /**
     * The fact from which a plan goes on; null where the line holds none. That a page failed in an earlier session is none: it
     * is requested again.
     */
    default @Nullable PageOutcome outcome() {
        if (this instanceof Stored page && !page.isHeader()) {
            return new PageOutcome.Stored(
                    page.page(), page.rows(), page.announced().announced());
        }
        if (this instanceof Ended end) {
            return new PageOutcome.Ended(
                    end.ended(),
                    new Announced(Announced.UNKNOWN, Announced.UNKNOWN, end.totalPages(), end.totalRecords()));
        }
        return null;
    }

    /** The file is on S3; with {@code complete} the run is over. */
    record Delivered(String delivered, boolean complete, long bytes, String checksum) implements LedgerLine {}
}
