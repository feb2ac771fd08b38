package caravan.store;

import java.io.IOException;
import java.nio.file.Path;

/** Files of a run that are not what the run has written; nothing of them was changed. The message says where and what to do. */
public final class DamagedException extends IOException {
    DamagedException(Path file, long at, String what) {
        super(
                "%s is damaged at byte %d: %s. Nothing was changed. Restore the file, or move all files of this run away, or give --fresh"
                        .formatted(RunStore.shown(file), at, what));
    }
}
