package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution works from where it lies, whatever that place is called. */
class InstallationIT {
    @TempDir
    Path folder;

    @Test
    void worksWithSpacesInEveryPathAndThroughASymlink() throws Exception {
        Path work = Files.createDirectory(folder.resolve("my work"));
        Path home = Routes.copyFolder(Caravan.HOME, folder.resolve("my programs ünder C"));
        Path link = Files.createSymbolicLink(
                folder.resolve("a link"), Path.of(home.getFileName().toString(), "bin", "caravan"));
        try (Rehearsal rehearsal = Rehearsal.small(work, 3, "")) {
            Caravan caravan = rehearsal
                    .caravan()
                    .program(link)
                    .with("OUTPUT_DIR", "my data, all")
                    .with("MISSING_VALUE", "N/A");
            OutputFolder output = caravan.output();
            Caravan.Ended run = caravan.inDotEnv().run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            Rehearsal.assertSame(Files.readAllBytes(output.csv()), rehearsal.truth(), "the file", run);
            Rehearsal.assertSame(Bucket.bytes(Bucket.csvKey(rehearsal.prefix)), rehearsal.truth(), "the object", run);
        }
    }

    @Test
    void tellsItsVersionAndItsCommands() throws Exception {
        Caravan caravan = Caravan.in(folder);
        Caravan.Ended version = caravan.start("--version").end();
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).containsPattern("[0-9]+\\.[0-9]+\\.[0-9]+");
        Caravan.Ended help = caravan.start("--help").end();
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("run", "schedule", "demo", "simulate", "Exit codes");
        Caravan.Ended run = caravan.start("run", "--help").end();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("--routes", "--fresh", "-D");
        assertThat(new OutputFolder(folder).files()).isEmpty();
    }
}
