package caravan.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    private Path folder;

    /** Another process: takes the lock and says so, or is refused. */
    public static void main(String[] args) throws IOException {
        try (RunLock lock = RunLock.take(Path.of(args[0]), "customers")) {
            System.out.println("taken: " + (lock != null));
        } catch (RunRefusedException e) {
            System.out.println(e.getMessage());
        }
    }

    private String otherProcess() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunLockTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        other.waitFor();
        return out.strip();
    }

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

    @Test
    void lookingAtALockFromWithinLetsNoOtherProcessIn() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        long pid = ProcessHandle.current().pid();
        try (RunLock held = RunLock.take(folder, "customers")) {
            assertThatThrownBy(() -> RunLock.take(link, "customers"))
                    .as("while %s is held", held)
                    .isInstanceOf(RunRefusedException.class);
            assertThat(RunLock.holder(folder, "customers")).contains(pid);
            assertThat(RunLock.holder(link, "customers")).contains(pid);
            assertThat(otherProcess()).contains("Another run of customers", "process " + pid);
        }
        assertThat(RunLock.holder(folder, "customers")).isEmpty();
        assertThat(otherProcess()).isEqualTo("taken: true");
    }
}
