package caravan.boot;

import caravan.settings.SettingsException;
import caravan.store.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The output folder: whether it can be written to is found out before any request. */
public final class OutputFolder {
    private OutputFolder() {}

    /** @throws SettingsException that names it when it cannot be written to */
    public static void check(Path folder) {
        address(folder);
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

    /**
     * The folder as the routes name it: below the working directory without what is above it, whose name may be any. Camel decodes an
     * endpoint's address twice, and takes braces for the name of a property.
     *
     * @throws SettingsException when no endpoint can have such a name
     */
    static String address(Path folder) {
        Path here = Path.of("").toAbsolutePath().normalize();
        Path shown = folder.startsWith(here) && !folder.equals(here) ? here.relativize(folder) : folder;
        String name = shown.toString();
        if (name.contains("?") || name.contains("${")) {
            throw new SettingsException(List.of(
                    "OUTPUT_DIR=%s has a ? or ${ in its name, which the routes cannot write to: choose another folder, or run in that one"
                            .formatted(folder)));
        }
        return name.replace("%", "%2525").replace("{", "%257B").replace("}", "%257D");
    }
}
