package caravan.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The last point up to which ledger and CSV file agree: where a run goes on. Bytes after it were never vouched for and are
 * cut off.
 *
 * @param stored the pages that are in the file
 * @param header the columns of its header row; null when not even that is there
 * @param announced the last page that the newest of them announced; 0 when not known
 */
record ResumePoint(long ledgerLength, long csvLength, BitSet stored, List<String> header, long announced) {
    static final ResumePoint START = new ResumePoint(0, 0, new BitSet(), null, 0);

    /** Reads the ledger and checks every page that it names against the CSV file. */
    static ResumePoint find(RunFiles files) throws IOException {
        if (!Files.exists(files.csv())) {
            OwnerOnly.create(files.csv());
        }
        try (InputStream csv = Files.newInputStream(files.csv())) {
            Checker checker = new Checker(csv);
            long good = Ledger.read(files.ledger(), checker);
            return new ResumePoint(good, checker.end, checker.stored, checker.header, checker.announced);
        }
    }

    private static final class Checker implements Ledger.Reader<IOException> {
        private final InputStream csv;
        private final byte[] buffer = new byte[1 << 16];
        private final BitSet stored = new BitSet();
        private long end;
        private List<String> header;
        private long announced;

        Checker(InputStream csv) {
            this.csv = csv;
        }

        @Override
        public boolean accept(LedgerLine line) throws IOException {
            if (!(line instanceof LedgerLine.Stored page)) {
                return true;
            }
            if (page.offset() != end || !isInFile(page)) {
                return false;
            }
            end = page.end();
            if (page.page() == 0) {
                header = page.columns();
            } else {
                stored.set(page.page());
                announced = page.totalPages() >= 1 ? page.totalPages() : announced;
            }
            return true;
        }

        private boolean isInFile(LedgerLine.Stored page) throws IOException {
            CRC32C crc = new CRC32C();
            long left = page.length();
            while (left > 0) {
                int count = csv.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    return false;
                }
                crc.update(buffer, 0, count);
                left -= count;
            }
            return Crc.hex(crc).equals(page.crc32c());
        }
    }
}
