package caravan.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that runs have left in their output folder. */
public record OutputFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Path csv() throws IOException {
        return one(".csv");
    }

    Path ledger() throws IOException {
        return one(".ledger.jsonl");
    }

    JsonNode report() throws IOException {
        return JSON.readTree(one(".report.json").toFile());
    }

    /** The name of the one run: that of its CSV without the ending. */
    String run() throws IOException {
        return csv().getFileName().toString().replaceFirst("\\.csv$", "");
    }

    /** All files, hidden ones included; none where the folder is not there. */
    List<Path> files() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        while (true) {
            try (Stream<Path> files = Files.walk(path)) {
                return files.filter(Files::isRegularFile).sorted().toList();
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
                // The program has removed one in the meantime: look again.
            }
        }
    }

    List<Path> files(String ending) throws IOException {
        return files().stream()
                .filter(file -> file.getFileName().toString().endsWith(ending))
                .toList();
    }

    private Path one(String ending) throws IOException {
        List<Path> found = files(ending);
        if (found.size() != 1) {
            throw new AssertionError("One file *" + ending + " was expected in " + files());
        }
        return found.get(0);
    }
}
