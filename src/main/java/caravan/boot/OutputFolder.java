package caravan.boot;

import caravan.settings.SettingsException;
import caravan.store.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds out before any request whether the output folder can be written to. */
public final class OutputFolder {
    private OutputFolder() {}

    public static void check(Path folder) {
        Path probe = folder.resolve(".caravan-probe-" + ProcessHandle.current().pid());
        try {
            OwnerOnly.createFolder(folder);
            // Tried, not asked for: the file system may be read-only or full whatever its permissions say.
            Files.deleteIfExists(probe);
            OwnerOnly.create(probe);
            Files.delete(probe);
        } catch (IOException e) {
            throw new SettingsException(List.of("OUTPUT_DIR=%s cannot be written to (%s)".formatted(folder, e)));
        }
    }
}
