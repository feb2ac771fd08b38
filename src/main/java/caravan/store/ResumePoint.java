package caravan.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a run goes on: behind the last line of its ledger and the last page that this names in the CSV file. What follows there was
 * being written when the process or the machine died, and is cut off.
 *
 * @param pages how many pages are in the file
 * @param lost pages that the ledger names and whose bytes are not in the file any more: they are requested again
 * @param retries how many the pages, and those that were given up, have cost
 * @param header the columns of its header row, if even that is there
 */
public record ResumePoint(
        long ledgerLength,
        long csvLength,
        int pages,
        List<Integer> lost,
        int retries,
        @Nullable List<String> header) {
    public static final ResumePoint START = new ResumePoint(0, 0, 0, List.of(), 0, null);

    /**
     * Reads the ledger, checks every page that it names against the CSV file, and passes on all lines but those of pages that are
     * not there: these are passed on as removed.
     *
     * @throws DamagedException when the ledger is not what was written, or does not belong to the file
     */
    public static ResumePoint find(RunFiles files, Consumer<LedgerLine> facts) throws IOException {
        if (!Files.exists(files.csv())) {
            throw new DamagedException(files.csv(), 0, "the file is missing, while its ledger is there");
        }
        try (RandomAccessFile csv = new RandomAccessFile(files.csv().toFile(), "r")) {
            Checker checker = new Checker(csv, facts);
            long good = Ledger.read(files.ledger(), checker);
            return checker.point(files.csv(), good);
        }
    }

    private static final class Checker implements Ledger.Reader<IOException> {
        private final RandomAccessFile csv;
        private final byte[] buffer = new byte[1 << 16];
        private final Consumer<LedgerLine> facts;
        private final java.util.BitSet stored = new java.util.BitSet();
        private final List<Integer> lost = new ArrayList<>();
        private long end;
        private long fullPage;
        private int retries;
        private @Nullable List<String> header;

        Checker(RandomAccessFile csv, Consumer<LedgerLine> facts) {
            this.csv = csv;
            this.facts = facts;
        }

        ResumePoint point(Path file, long ledgerLength) throws IOException {
            long size = csv.length();
            // One page is written at a time, and full pages are of a size: more than that was never without its line.
            if (fullPage > 0 && size - end > 2 * fullPage) {
                throw new DamagedException(
                        file,
                        end,
                        "%,d bytes follow that its ledger does not know, more than a page".formatted(size - end));
            }
            lost.removeIf(stored::get);
            return new ResumePoint(ledgerLength, Math.min(end, size), stored.cardinality(), lost, retries, header);
        }

        @Override
        public boolean accept(LedgerLine line) throws IOException {
            if (line instanceof LedgerLine.Stored page) {
                return accept(page);
            }
            if (line instanceof LedgerLine.Failed page) {
                retries += sum(page.retries());
            } else if (line instanceof LedgerLine.Ended page) {
                retries += sum(page.retries());
            } else if (line instanceof LedgerLine.Asked page) {
                retries += sum(page.retries());
            } else if (line instanceof LedgerLine.Removed gone) {
                stored.clear(gone.removed());
            }
            facts.accept(line);
            return true;
        }

        private boolean accept(LedgerLine.Stored page) throws IOException {
            end = Math.max(end, page.section().end());
            retries += sum(page.tries().retries());
            if (page.isHeader()) {
                // Its bytes can be written anew.
                header = page.columns();
                facts.accept(page);
                return true;
            }
            // The first one stored may be the last one of the source, with a handful of its records.
            long records = Math.max(page.rows(), page.announced().limit());
            fullPage = Math.max(fullPage, page.section().length() * records / Math.max(1, page.rows()));
            if (isInFile(page.section())) {
                stored.set(page.page());
                facts.accept(page);
            } else {
                stored.clear(page.page());
                lost.add(page.page());
                facts.accept(new LedgerLine.Removed(page.page(), LOST));
            }
            return true;
        }

        private static int sum(Map<String, Integer> retries) {
            return retries.values().stream().mapToInt(Integer::intValue).sum();
        }

        private boolean isInFile(LedgerLine.Section page) throws IOException {
            CRC32C crc = new CRC32C();
            long left = page.length();
            csv.seek(page.offset());
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

    static final String LOST = "its bytes in the file are not those that were stored";
}
