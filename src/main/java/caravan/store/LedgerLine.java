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
     * @param id of the run, by chance: on S3 it tells two of the same name apart
     * @param settings what must be the same for the run to be resumed
     * @param generation how often the file was put in page order
     */
    record Begun(String run, String source, String id, String started, Map<String, String> settings, int generation)
            implements LedgerLine {
        /** The setting that names the field which identifies a record. */
        public static final String ID_FIELD = "id field";

        Begun nextGeneration() {
            return new Begun(run, source, id, started, settings, generation + 1);
        }
    }

    /**
     * A page whose bytes are in the file. Page 0 is the header row.
     *
     * @param columns of the header for page 0; otherwise those that only this page has, which follow the header's
     * @param order the page's own columns in its own order; empty where they are just the header's
     * @param missing for each field where there are some: how many records had it absent, null, empty, and as the text of what is missing
     * @param identity of its records, in hexadecimal digits
     * @param at when it was stored, in UTC as ISO 8601 has it
     * @param problems what was odd about it
     */
    record Stored(
            int page,
            int rows,
            @JsonUnwrapped Section section,
            @JsonUnwrapped Tries tries,
            List<String> columns,
            List<String> order,
            Map<String, int[]> missing,
            @JsonUnwrapped Totals announced,
            String identity,
            String at,
            List<String> problems)
            implements LedgerLine {
        public Stored {
            // What is empty is left out of the line.
            columns = columns == null ? List.of() : columns;
            order = order == null ? List.of() : order;
            missing = missing == null ? Map.of() : missing;
            problems = problems == null ? List.of() : problems;
            identity = identity == null ? "0" : identity;
            at = at == null ? "" : at;
        }

        static Stored header(Section section, List<String> columns) {
            return new Stored(0, 0, section, Tries.NONE, columns, List.of(), Map.of(), Totals.NONE, "0", "", List.of());
        }

        /** Whether it is the header row and no page. */
        public boolean isHeader() {
            return page == 0;
        }

        Stored at(Section newSection) {
            return new Stored(
                    page, rows, newSection, tries, columns, order, missing, announced, identity, at, problems);
        }

        Stored withMissing(Map<String, int[]> newMissing) {
            return new Stored(
                    page, rows, section, tries, columns, order, newMissing, announced, identity, at, problems);
        }

        Stored withColumns(List<String> newColumns, List<String> newOrder) {
            return new Stored(
                    page, rows, section, tries, newColumns, newOrder, missing, announced, identity, at, problems);
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

    /**
     * What a page announced; -1 where it did not.
     *
     * @param next where its chain goes on; null where it ends, or pages have numbers
     */
    record Totals(
            long totalPages,
            long totalRecords,
            long limit,
            @Nullable String next) {
        static final Totals NONE = of(Announced.NOTHING);

        static Totals of(Announced announced) {
            return new Totals(announced.totalPages(), announced.totalRecords(), announced.limit(), announced.next());
        }

        Announced announced() {
            return new Announced(Announced.UNKNOWN, limit, totalPages, totalRecords, next);
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
    record Ended(int ended, long totalPages, long totalRecords, int requests, Map<String, Integer> retries)
            implements LedgerLine {
        public Ended {
            retries = retries == null ? Map.of() : retries;
        }

        public static Ended of(PageOutcome.Ended page, Effort effort) {
            return new Ended(
                    page.page(),
                    page.announced().totalPages(),
                    page.announced().totalRecords(),
                    effort.requests(),
                    effort.retries());
        }
    }

    /**
     * The fact from which a plan goes on; null where the line holds none. That a page failed in an earlier session is none: it
     * is requested again.
     */
    default @Nullable PageOutcome outcome() {
        if (this instanceof Stored page && !page.isHeader()) {
            return new PageOutcome.Stored(
                    page.page(),
                    page.rows(),
                    Long.parseUnsignedLong(page.identity(), 16),
                    page.announced().announced());
        }
        if (this instanceof Ended end) {
            return new PageOutcome.Ended(
                    end.ended(),
                    new Announced(Announced.UNKNOWN, Announced.UNKNOWN, end.totalPages(), end.totalRecords()));
        }
        return null;
    }

    /**
     * The file is on S3.
     *
     * @param verdict how the run ended with it: complete, partial or differs
     */
    record Delivered(String delivered, boolean complete, String verdict, long bytes, String checksum)
            implements LedgerLine {}

    /**
     * A process has taken the run up, its first one included.
     *
     * @param session when
     * @param token a salted hash of the token that the first one was given
     */
    record Session(String session, String token) implements LedgerLine {}

    /**
     * An answer of which nothing was stored.
     *
     * @param found what it was taken for
     */
    record Asked(
            int asked, String found, long totalPages, long totalRecords, int requests, Map<String, Integer> retries)
            implements LedgerLine {
        public Asked {
            retries = retries == null ? Map.of() : retries;
        }

        public static Asked of(PageOutcome outcome, Effort effort) {
            Announced announced = Announced.NOTHING;
            String found = outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
            if (outcome instanceof PageOutcome.Probed probed) {
                announced = probed.announced();
                found = probed.change().name().toLowerCase(java.util.Locale.ROOT);
            } else if (outcome instanceof PageOutcome.Copied copy) {
                announced = copy.announced();
                found = "copy of " + copy.of();
            } else if (outcome instanceof PageOutcome.Empty empty) {
                announced = empty.announced();
            }
            return new Asked(
                    outcome.page(),
                    found,
                    announced.totalPages(),
                    announced.totalRecords(),
                    effort.requests(),
                    effort.retries());
        }
    }

    /** A page that was stored is not in the file any more. */
    record Removed(int removed, String why) implements LedgerLine {}

    /** Records have moved: all pages from this one on are to be asked again; those stored after this line were. */
    record Redo(int redo) implements LedgerLine {}

    /**
     * All was asked that proves the file.
     *
     * @param concluded complete, partial, differs or accepted
     * @param differences what does not agree
     * @param probed how many pages were asked again and answered
     * @param of how many were to be
     */
    record Concluded(String concluded, List<String> differences, int probed, int of) implements LedgerLine {
        public Concluded {
            differences = differences == null ? List.of() : differences;
        }
    }
}
