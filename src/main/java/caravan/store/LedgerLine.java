package caravan.store;

import java.util.List;
import java.util.Map;

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
     * @param offset where its bytes begin in the CSV file
     * @param crc32c of its bytes, RFC 3720
     * @param requests how many were sent for it
     * @param millis from its first attempt to its last byte
     * @param retries how many, by the short name of their cause
     * @param columns of the header for page 0; otherwise those that only this page has, which follow the header's
     * @param missing for each field where there are some: how many records had it absent, null, and empty
     * @param totalPages and {@code totalRecords}, {@code limit}: what the page announced; -1 when it did not
     * @param problems what was odd about it
     */
    record Stored(
            int page,
            int rows,
            long offset,
            long length,
            String crc32c,
            int attempts,
            int requests,
            long millis,
            Map<String, Integer> retries,
            List<String> columns,
            Map<String, int[]> missing,
            long totalPages,
            long totalRecords,
            long limit,
            List<String> problems)
            implements LedgerLine {
        public Stored {
            // What is empty is left out of the line.
            retries = retries == null ? Map.of() : retries;
            columns = columns == null ? List.of() : columns;
            missing = missing == null ? Map.of() : missing;
            problems = problems == null ? List.of() : problems;
        }

        long end() {
            return offset + length;
        }

        Stored at(long newOffset, long newLength, String newCrc) {
            return new Stored(
                    page,
                    rows,
                    newOffset,
                    newLength,
                    newCrc,
                    attempts,
                    requests,
                    millis,
                    retries,
                    columns,
                    missing,
                    totalPages,
                    totalRecords,
                    limit,
                    problems);
        }

        Stored withMissing(Map<String, int[]> newMissing) {
            return new Stored(
                    page,
                    rows,
                    offset,
                    length,
                    crc32c,
                    attempts,
                    requests,
                    millis,
                    retries,
                    columns,
                    newMissing,
                    totalPages,
                    totalRecords,
                    limit,
                    problems);
        }

        Stored withColumns(List<String> newColumns) {
            return new Stored(
                    page,
                    rows,
                    offset,
                    length,
                    crc32c,
                    attempts,
                    requests,
                    millis,
                    retries,
                    newColumns,
                    missing,
                    totalPages,
                    totalRecords,
                    limit,
                    problems);
        }
    }

    /** A page that has spent its attempts; a later {@link Stored} of the same page undoes it. */
    record Failed(int failed, String cause, String message, int attempts, int requests, Map<String, Integer> retries)
            implements LedgerLine {
        public Failed {
            retries = retries == null ? Map.of() : retries;
        }
    }

    /** The page past the last one was asked for, and nothing was there; with what its answer announced. */
    record Ended(int ended, long totalPages, long totalRecords, int requests) implements LedgerLine {}

    /** The file is on S3; with {@code complete} the run is over. */
    record Delivered(String delivered, boolean complete, long bytes, String checksum) implements LedgerLine {}
}
