package caravan.store;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the files of one run are: side by side in the output folder, their names beginning with the run's. */
public record RunFiles(Path folder, String run) {
    public static final String LEDGER = ".ledger.jsonl";
    public static final String REPORT = ".report.json";

    /** By when they began, which their names end with. */
    public static final Comparator<String> OLDEST_FIRST = Comparator.comparing(
                    (String run) -> run.substring(Math.max(0, run.length() - "YYYYMMDD_HHMMSS".length())))
            .thenComparing(Comparator.naturalOrder());

    public Path csv() {
        return folder.resolve(run + ".csv");
    }

    public Path ledger() {
        return folder.resolve(run + LEDGER);
    }

    public Path report() {
        return folder.resolve(run + REPORT);
    }

    /** What was delivered, once that is all. */
    public Path manifest() {
        return folder.resolve(run + ".manifest.json");
    }

    /** The same before it is known to be delivered. */
    public Path manifestToBe() {
        return folder.resolve(run + ".manifest.json.new");
    }

    /** The report as a page for people. */
    public Path reportPage() {
        return folder.resolve(run + ".report.html");
    }

    /** Whether a run of this name has left anything. */
    public boolean exist() {
        return Stream.of(ledger(), csv(), report()).anyMatch(Files::exists);
    }

    /** A further file of the run, for a route that makes one: {@code beside(".csv.gz")}. */
    public File beside(String ending) {
        return folder.resolve(run + ending).toFile();
    }

    /**
     * Removes the files of a run whose ledger names no page, but not what it reported. Without effect where the CSV has more lines than
     * the page that was being written can have: then pages are missing in the ledger.
     *
     * @param pageLines how many lines a page may have
     */
    public void deleteEmpty(long pageLines) throws IOException {
        if (Files.notExists(csv()) || lines() <= pageLines) {
            Files.deleteIfExists(csv());
            Files.deleteIfExists(ledger());
        }
    }

    private long lines() throws IOException {
        long lines = 0;
        try (InputStream in = Files.newInputStream(csv())) {
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        return lines;
    }

    /** The file in page order, until it takes the place of {@link #csv}; its name says which ledger vouches for it. */
    Path csvInOrder(int generation) {
        return folder.resolve(run + ".csv." + generation);
    }

    Path ledgerInOrder(int generation) {
        return folder.resolve(run + LEDGER + "." + generation);
    }
}
