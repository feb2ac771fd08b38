package caravan.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files and folders that only their owner can read: they hold customers' data. */
public final class OwnerOnly {
    private OwnerOnly() {}

    /** Creates an empty file; fails when it exists. */
    public static void create(Path file) throws IOException {
        Files.createFile(file, attributes(file, "rw-------"));
    }

    /** Writes a file anew, and waits until it is on the disk. */
    public static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        create(file);
        Files.writeString(file, text);
        Disk.sync(file);
    }

    /** Creates a folder and those above it; without effect where it exists. */
    public static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        // Windows has no such permissions; there the folder's own rules hold.
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
