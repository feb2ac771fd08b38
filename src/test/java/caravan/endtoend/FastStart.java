package caravan.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * An archive of the classes that a run loads, made once by a rehearsal: the program is started some hundred times, each time
 * in half the time. Where none can be made the tests take longer, no more.
 */
final class FastStart {
    private static final String OPTION = make();

    private FastStart() {}

    /** What to add to JAVA_OPTS. */
    static String option() {
        return OPTION;
    }

    private static String make() {
        Path archive = Caravan.HOME.resolveSibling("endtoend.jsa");
        String none = "";
        if (archive.toString().contains(" ")) {
            return none;
        }
        try {
            FileTime built = Files.getLastModifiedTime(Caravan.HOME.resolve("lib"));
            if (!Files.exists(archive) || Files.getLastModifiedTime(archive).compareTo(built) < 0) {
                Files.deleteIfExists(archive);
                Path folder = Files.createTempDirectory("caravan");
                ProcessBuilder builder = new ProcessBuilder(
                                Caravan.HOME.resolve("bin/caravan").toString(), "demo")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
                builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
                builder.environment().put("JAVA_OPTS", "-Xlog:disable -XX:ArchiveClassesAtExit=" + archive);
                Process process = builder.start();
                if (!process.waitFor(90, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
            return Files.exists(archive) ? " -Xlog:disable -XX:SharedArchiveFile=" + archive : none;
        } catch (IOException e) {
            return none;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return none;
        }
    }
}
