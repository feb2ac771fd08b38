package caravan.store;

import caravan.page.Effort;
import caravan.page.Page;
import caravan.page.PageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Stores one page at a time: its bytes go to the CSV file first, then a line to the ledger. What a crash leaves between the two
 * is cut off on resume. Called by the route {@code store-page}, between {@link #rows} and {@link #release}. Thread-safe.
 */
public final class PageWriter {
    /** How long a page that came early waits for a lower one still in flight. */
    private static final Duration PATIENCE = Duration.ofMillis(250);
    /** After how many bytes the disk is asked to catch up: bounds what a power loss can take. */
    private static final long SYNC_BYTES = 64L << 20;

    private final RowWriter rowWriter;
    private final Clock clock;

    /** @param rowWriter knows the CSV dialect of the routes */
    public PageWriter(RowWriter rowWriter, Clock clock) {
        this.rowWriter = rowWriter;
        this.clock = clock;
    }

    /** Waits for the page's turn and returns its rows; every call that returns is followed by one of {@link #release}. */
    public Rows rows(RunStore store, Effort effort, Page content) throws InterruptedException {
        store.order().take(effort.page(), PATIENCE);
        try {
            return new Rows(content, store.header());
        } catch (RuntimeException e) {
            store.order().release();
            throw e;
        }
    }

    /** Vouches in the ledger for the bytes that were just appended to the CSV file. */
    public PageOutcome.Stored note(RunStore store, Effort effort, Rows rows, byte[] bytes) throws IOException {
        long before = store.csvLength();
        long length = Files.size(store.files().csv());
        if (length != before + bytes.length) {
            throw new IOException(
                    "%s has %d bytes where %d were expected: another program writes to it, or the disk is full"
                            .formatted(RunStore.shown(store.files().csv()), length, before + bytes.length));
        }
        int header = rows.headerLength();
        if (rows.withHeader()) {
            store.note(LedgerLine.Stored.header(section(before, bytes, 0, header), rows.header()));
            store.header(rows.header());
        }
        Page content = rows.page();
        long identity = content.identity(store.idField());
        store.note(new LedgerLine.Stored(
                effort.page(),
                content.rows(),
                section(before, bytes, header, bytes.length - header),
                LedgerLine.Tries.of(effort),
                rows.further(),
                rows.order(),
                rows.missing(),
                LedgerLine.Totals.of(content.announced()),
                Long.toHexString(identity),
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                content.problems()));
        store.csvLength(length);
        if (before / SYNC_BYTES != length / SYNC_BYTES) {
            store.sync();
        }
        rows.stored();
        return new PageOutcome.Stored(effort.page(), content.rows(), identity, content.announced());
    }

    /**
     * Lets the next page have its turn; where a step has failed between the append and the note, nobody has one any more: a second page
     * behind rows that the ledger does not know would look like damage.
     */
    public void release(RunStore store) {
        if (store.isTorn()) {
            store.order().tear();
        } else {
            store.order().release();
        }
    }

    /** After the last page: puts the file in order and holds it against what was expected. */
    public Reconciliation reconcile(RunStore store, Expected expected) throws IOException {
        Reorder.arrange(store, rowWriter.dialect());
        store.sync();
        return Audit.of(store, expected, rowWriter.dialect());
    }

    private static LedgerLine.Section section(long fileOffset, byte[] bytes, int offset, int length) {
        return new LedgerLine.Section(fileOffset + offset, length, Crc.of(bytes, offset, length));
    }
}
