package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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
    void startsFromTheArchiveThatThePackageHolds() throws Exception {
        Path log = folder.resolve("classes.log");
        Caravan.Ended version = Caravan.in(folder)
                .javaOptions("-Xlog:class+load:file=" + log)
                .start("--version")
                .end();
        assertThat(version.exitCode()).as("%s", version).isZero();
        assertThat(log).content().contains("caravan.Main source: shared objects file (top)");
    }

    @Test
    void demoFindsTheEmbeddedS3BehindWhatTheArchiveKnows() throws Exception {
        Path log = folder.resolve("classes.log");
        try (Running demo =
                Caravan.in(folder).javaOptions("-Xlog:class+load:file=" + log).start("demo")) {
            demo.await("the S3 and the CRM serve", () -> demo.out().contains("A rehearsal"));
        }
        assertThat(log)
                .content()
                .contains("caravan.Main source: shared objects file (top)")
                .containsPattern("org\\.gaul\\.s3proxy\\.S3Proxy source: file:\\S+/lib/demo/s3proxy");
    }

    @Test
    void otherCommandsDoNotHaveTheEmbeddedS3OnTheirClassPath() throws Exception {
        for (String command : List.of("run", "check", "simulate")) {
            Caravan.Ended help = Caravan.in(folder)
                    .javaOptions("-XshowSettings:properties")
                    .start(command, "--help")
                    .end();
            assertThat(help.err()).contains("java.class.path", "camel-main").doesNotContain("s3proxy");
        }
    }

    @Test
    void theFirstRunMakesAnArchiveInTheUsersCacheWhereItsOwnFolderCannotHoldOne() throws Exception {
        Path home = withoutCache(folder.resolve("installed"));
        Path cache = folder.resolve("cache of mine");
        try (Rehearsal rehearsal = Rehearsal.small(folder, 2, "")) {
            Caravan caravan = rehearsal
                    .caravan()
                    .program(home.resolve("bin").resolve("caravan"))
                    .with("XDG_CACHE_HOME", cache);
            Caravan.Ended run = caravan.javaOptions("").run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            // Made with the lowest priority: whatever else the machine does comes first.
            Await.until("an archive in " + cache, Duration.ofMinutes(10), () -> archives(cache) == 1, () -> "");
        }
        Path log = folder.resolve("classes.log");
        Caravan.in(folder)
                .program(home.resolve("bin").resolve("caravan"))
                .with("XDG_CACHE_HOME", cache)
                .javaOptions("-Xlog:class+load:file=" + log)
                .start("--version")
                .end();
        assertThat(log).content().contains("caravan.Main source: shared objects file (top)");
    }

    @Test
    void warmsUpWithoutAskingTheApiThatTheRoutesNameInPlain() throws Exception {
        Path home = Routes.copyFolder(Caravan.HOME, folder.resolve("installed"));
        try (Rehearsal rehearsal = Rehearsal.small(folder, 2, "")) {
            Path source = home.resolve("routes").resolve("sources").resolve("customers.yaml");
            Files.writeString(
                    source,
                    Files.readString(source)
                            .replace(
                                    "{{API_BASE_URL}}",
                                    rehearsal.crm().baseUrl().toString()));
            Caravan.Ended warmUp = Caravan.in(folder)
                    .program(home.resolve("bin").resolve("caravan"))
                    .start("warm-up")
                    .end();
            assertThat(warmUp.exitCode()).as("%s", warmUp).isZero();
            assertThat(rehearsal.stats().pageRequests()).isZero();
        }
    }

    @Test
    void saysNothingWhereNoArchiveCanBeMade() throws Exception {
        Path home = withoutCache(folder.resolve("installed"));
        try (Rehearsal rehearsal = Rehearsal.small(folder, 2, "")) {
            Caravan.Ended run = rehearsal
                    .caravan()
                    .program(home.resolve("bin").resolve("caravan"))
                    .with("XDG_CACHE_HOME", home.resolve("cache"))
                    .javaOptions("")
                    .run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.err().lines()).allMatch(line -> line.contains(" INFO  "));
        }
    }

    /** A copy of the installation in which a file stands in the way of the cache folder. */
    private static Path withoutCache(Path home) throws IOException {
        for (String part : List.of("bin", "lib", "conf", "routes")) {
            Files.createDirectories(home);
            Routes.copyFolder(Caravan.HOME.resolve(part), home.resolve(part));
        }
        Files.createFile(home.resolve("cache"));
        return home;
    }

    private static long archives(Path cache) throws IOException {
        Path own = cache.resolve("caravan");
        if (!Files.exists(own)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(own)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).count();
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
