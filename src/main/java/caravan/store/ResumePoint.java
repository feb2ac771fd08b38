package caravan.store;

import caravan.plan.NumberedPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The last point up to which ledger and CSV file agree: where a run goes on. Bytes after it were never vouched for and are
 * cut off.
 *
 * @param pages how many pages are in the file
 * @param retries how many they, and those that were given up, have cost
 * @param header the columns of its header row; null when not even that is there
 */
public record ResumePoint(long ledgerLength, long csvLength, int pages, int retries, List<String> header) {
    public static final ResumePoint START = new ResumePoint(0, 0, 0, 0, null);

    /** Reads the ledger, checks every page that it names against the CSV file, and tells the plan of those that are good. */
    public static ResumePoint find(RunFiles files, NumberedPlan plan) throws IOException {
        if (!Files.exists(files.csv())) {
            OwnerOnly.create(files.csv());
        }
        try (InputStream csv = Files.newInputStream(files.csv())) {
            Checker checker = new Checker(csv, plan);
            long good = Ledger.read(files.ledger(), checker);
            return new ResumePoint(good, checker.end, checker.pages, checker.retries, checker.header);
        }
    }

    private static final class Checker implements Ledger.Reader<IOException> {
        private final InputStream csv;
        private final byte[] buffer = new byte[1 << 16];
        private final NumberedPlan plan;
        private long end;
        private int pages;
        private int retries;
        private List<String> header;

        Checker(InputStream csv, NumberedPlan plan) {
            this.csv = csv;
            this.plan = plan;
        }

        @Override
        public boolean accept(LedgerLine line) throws IOException {
            if (line instanceof LedgerLine.Ended end) {
                plan.resumedEnd(end.ended(), end.totalPages(), end.totalRecords());
            }
            if (line instanceof LedgerLine.Failed page) {
                retries += sum(page.retries());
            }
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
                pages++;
                retries += sum(page.retries());
                plan.resumed(page.page(), page.rows(), page.totalPages(), page.totalRecords(), page.limit());
            }
            return true;
        }

        private static int sum(Map<String, Integer> retries) {
            return retries.values().stream().mapToInt(Integer::intValue).sum();
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
