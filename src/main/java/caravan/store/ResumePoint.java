package caravan.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The last point up to which ledger and CSV file agree: where a run goes on. Bytes after it were never vouched for and are
 * cut off.
 *
 * @param pages how many pages are in the file
 * @param retries how many they, and those that were given up, have cost
 * @param header the columns of its header row, if even that is there
 */
public record ResumePoint(
        long ledgerLength,
        long csvLength,
        int pages,
        int retries,
        @Nullable List<String> header) {
    public static final ResumePoint START = new ResumePoint(0, 0, 0, 0, null);

    /** Reads the ledger, checks every page that it names against the CSV file, and passes on the lines that are good. */
    public static ResumePoint find(RunFiles files, Consumer<LedgerLine> facts) throws IOException {
        if (!Files.exists(files.csv())) {
            OwnerOnly.create(files.csv());
        }
        try (InputStream csv = Files.newInputStream(files.csv())) {
            Checker checker = new Checker(csv, facts);
            long good = Ledger.read(files.ledger(), checker);
            return new ResumePoint(good, checker.end, checker.pages, checker.retries, checker.header);
        }
    }

    private static final class Checker implements Ledger.Reader<IOException> {
        private final InputStream csv;
        private final byte[] buffer = new byte[1 << 16];
        private final Consumer<LedgerLine> facts;
        private long end;
        private int pages;
        private int retries;
        private @Nullable List<String> header;

        Checker(InputStream csv, Consumer<LedgerLine> facts) {
            this.csv = csv;
            this.facts = facts;
        }

        @Override
        public boolean accept(LedgerLine line) throws IOException {
            if (line instanceof LedgerLine.Stored page) {
                if (page.section().offset() != end || !isInFile(page.section())) {
                    return false;
                }
                end = page.section().end();
                if (page.isHeader()) {
                    header = page.columns();
                } else {
                    pages++;
                    retries += sum(page.tries().retries());
                }
            } else if (line instanceof LedgerLine.Failed page) {
                retries += sum(page.retries());
            }
            facts.accept(line);
            return true;
        }

        private static int sum(Map<String, Integer> retries) {
            return retries.values().stream().mapToInt(Integer::intValue).sum();
        }

        private boolean isInFile(LedgerLine.Section page) throws IOException {
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
