package caravan.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The route files, as a user copies and edits them. */
final class Routes {
    private Routes() {}

    /** Copies those of the installation. */
    static Path copy(Path to) throws IOException {
        return copyFolder(Caravan.HOME.resolve("routes"), to);
    }

    static Path copyFolder(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(from)) {
            all = found.toList();
        }
        for (Path path : all) {
            Files.copy(
                    path,
                    to.resolve(from.relativize(path).toString()),
                    java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        return to;
    }

    /** Puts {@code by} in the place of the first {@code text}, which must be there. */
    static void edit(Path file, String text, String by) throws IOException {
        String before = Files.readString(file);
        int at = before.indexOf(text);
        if (at < 0) {
            throw new AssertionError("'" + text + "' is not in " + file);
        }
        Files.writeString(file, before.substring(0, at) + by + before.substring(at + text.length()));
    }
}
