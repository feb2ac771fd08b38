package caravan.run;

import caravan.store.OwnerOnly;
import caravan.store.RunStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one process at a time work on a source in an output folder.
 *
 * <p>The operating system holds the lock, so that it ends with its process however that died; the file only tells who.
 */
final class RunLock implements AutoCloseable {
    /** One byte far behind the text, so that the text can be read where locks are mandatory. */
    private static final long BYTE = 1L << 40;

    private final FileChannel file;

    private RunLock(FileChannel file) {
        this.file = file;
    }

    /** @throws RunRefusedException when another run holds it */
    static RunLock take(Path folder, String source) throws IOException {
        Path path = folder.resolve("." + source + ".lock");
        if (!Files.exists(path)) {
            try {
                OwnerOnly.create(path);
            } catch (java.nio.file.FileAlreadyExistsException another) {
                // Whoever was faster: the lock decides.
            }
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = locked(file);
        for (int again = 0; !locked && again < 10; again++) {
            // It may be one who only looks, in an instant: see holder.
            LockSupport.parkNanos(10_000_000);
            locked = locked(file);
        }
        if (!locked) {
            String holder = Files.readString(path).strip();
            file.close();
            throw new RunRefusedException(
                    "Another run of %s is writing to %s (process %s). Wait for it, or give this one another OUTPUT_DIR."
                            .formatted(source, RunStore.shown(folder), holder.isEmpty() ? "unknown" : holder));
        }
        file.truncate(0);
        file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new RunLock(file);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock(BYTE, 1, false) != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    /** The process that holds the lock; empty when none does. */
    static Optional<Long> holder(Path folder, String source) throws IOException {
        Path path = folder.resolve("." + source + ".lock");
        String pid = Files.exists(path) ? Files.readString(path).strip() : "";
        // Whoever is not alive holds nothing: so the lock, which a run may be about to take, is mostly left alone.
        if (!pid.matches("[0-9]{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
                FileLock lock = file.tryLock(BYTE, 1, true)) {
            return lock == null ? Optional.of(Long.valueOf(pid)) : Optional.empty();
        } catch (OverlappingFileLockException sameProcess) {
            return Optional.of(Long.valueOf(pid));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
