package caravan.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    private Path folder;

    @Test
    void refusesASecondRunAndNamesTheFirst() throws Exception {
        try (RunLock held = RunLock.take(folder, "customers")) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> RunLock.take(folder, "customers"))
                        .as("while %s is held", held)
                        .isInstanceOf(RunRefusedException.class)
                        .hasMessage(
                                "Another run of customers is writing to %s (process %d). Wait for it, or give this one"
                                        + " another OUTPUT_DIR.",
                                folder, ProcessHandle.current().pid());
            }
            RunLock.take(folder, "orders").close();
        }
        RunLock.take(folder, "customers").close();
    }
}
