package caravan.run;

import caravan.store.OwnerOnly;
import caravan.store.RunStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time work on a source in an output folder.
 *
 * <p>The operating system holds the lock, so that it ends with its process however that died; the file only tells who. What this
 * process holds is also kept here and looked up first: whoever closes a file loses, on POSIX systems, every lock that his process
 * has on it, so that a second look at the file from within would let other processes in.
 */
final class RunLock implements AutoCloseable {
    /** One byte far behind the text, so that the text can be read where locks are mandatory. */
    private static final long BYTE = 1L << 40;

    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel file;

    private RunLock(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** @throws RunRefusedException when another run holds it, of this process or of another one */
    static RunLock take(Path folder, String source) throws IOException {
        Path path = path(folder, source);
        if (!HELD_HERE.add(path)) {
            throw new RunBusyException(refused(
                    folder, source, Long.toString(ProcessHandle.current().pid())));
        }
        FileChannel file = null;
        try {
            file = open(path);
            if (!isLockedInTime(file)) {
                throw new RunRefusedException(
                        refused(folder, source, Files.readString(path).strip()));
            }
            file.truncate(0);
            file.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new RunLock(path, file);
        } catch (IOException | RuntimeException e) {
            release(path, file);
            throw e;
        }
    }

    /** The same for all ways to name the folder. */
    private static Path path(Path folder, String source) throws IOException {
        return folder.toRealPath().resolve("." + source + ".lock");
    }

    private static String refused(Path folder, String source, String holder) {
        return "Another run of %s is writing to %s (process %s). Wait for it, or give this one another OUTPUT_DIR."
                .formatted(source, RunStore.shown(folder), holder.isEmpty() ? "unknown" : holder);
    }

    private static FileChannel open(Path path) throws IOException {
        if (!Files.exists(path)) {
            try {
                OwnerOnly.create(path);
            } catch (java.nio.file.FileAlreadyExistsException another) {
                // Whoever was faster: the lock decides.
            }
        }
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static boolean isLockedInTime(FileChannel file) throws IOException {
        boolean locked = file.tryLock(BYTE, 1, false) != null;
        for (int again = 0; !locked && again < 10; again++) {
            // It may be one who only looks, in an instant: see holder.
            LockSupport.parkNanos(10_000_000);
            locked = file.tryLock(BYTE, 1, false) != null;
        }
        return locked;
    }

    private static void release(Path path, @Nullable FileChannel file) throws IOException {
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            HELD_HERE.remove(path);
        }
    }

    /** The process that holds the lock; empty when none does. */
    static Optional<Long> holder(Path folder, String source) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Path path = path(folder, source);
        if (HELD_HERE.contains(path)) {
            return Optional.of(ProcessHandle.current().pid());
        }
        String pid = Files.exists(path) ? Files.readString(path).strip() : "";
        // Whoever is not alive holds nothing: so the lock, which a run may be about to take, is mostly left alone.
        if (!pid.matches("[0-9]{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
                FileLock lock = file.tryLock(BYTE, 1, true)) {
            return lock == null ? Optional.of(Long.valueOf(pid)) : Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        release(path, file);
    }
}
