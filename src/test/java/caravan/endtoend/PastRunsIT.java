package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code runs}, {@code report}, {@code retry} and {@code deliver}: what came of earlier runs, and what is left of them. */
class PastRunsIT {
    @TempDir
    Path folder;

    /** With no setting at all. */
    private Caravan.Ended look(String... command) throws Exception {
        return Caravan.in(folder).start(command).end();
    }

    @Test
    void aPartialRunIsListedPrintedAgainAndFinished() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 25, "404=always@7,404=always@9,404=always@10")) {
            Caravan caravan = rehearsal.caravan();
            Caravan.Ended nothing = caravan.start("retry").end();
            assertThat(nothing.exitCode()).as("%s", nothing).isZero();
            assertThat(nothing.out()).startsWith("Nothing to do: there is no run in ");
            assertThat(look("runs").out()).startsWith("There are no runs in ");
            assertThat(look("report").exitCode()).isEqualTo(2);

            Caravan.Ended partial = caravan.run();
            assertThat(partial.exitCode()).as("%s", partial).isEqualTo(3);
            String name = caravan.output().run();
            assertThat(look("runs").out()).containsPattern("partial +22/25 +220 [^\n]*\n  s3://" + Bucket.NAME);
            assertThat(look("report", name.substring(name.length() - 6)).out()).startsWith(partial.out());
            assertThat(look("report", "no-such-run").exitCode()).isEqualTo(2);

            String left = "3 of 25 pages are missing in run " + name
                    + ": pages 7, 9, 10. They are fetched, then the complete file is delivered again.";
            Caravan.Ended refused = caravan.start("deliver").end();
            assertThat(refused.exitCode()).as("%s", refused).isEqualTo(3);
            assertThat(refused.out()).contains(left, "Nothing was delivered. Use caravan retry");
            long requests = rehearsal.stats().pageRequests();
            assertThat(look("retry", "--dry-run").out()).isEqualTo(left + "\n");

            rehearsal.becomes("");
            assertThat(requests).isGreaterThanOrEqualTo(25);
            Caravan.Ended retry = caravan.start("retry").end();
            assertThat(retry.exitCode()).as("%s", retry).isZero();
            assertThat(retry.out()).startsWith(left + "\n");
            rehearsal.assertDelivered(retry);
            assertThat(rehearsal.stats().byPage()).containsKeys(7L, 9L, 10L).doesNotContainKeys(2L, 24L);
            assertThat(look("runs").out()).containsPattern("complete +25/25 +250 ");

            requests = rehearsal.stats().pageRequests();
            Caravan.Ended again = caravan.start("retry").end();
            assertThat(again.exitCode()).as("%s", again).isZero();
            assertThat(again.out()).startsWith("Nothing to do: " + name + " is complete and delivered (s3://");
            assertThat(rehearsal.stats().pageRequests()).isEqualTo(requests);
        }
    }

    @Test
    void aKilledRunIsListedByItsLedger() throws Exception {
        // It gets no further than page 10, however long the others take to look at it.
        try (Rehearsal rehearsal = Rehearsal.small(folder, 200, "hang=always@11-")) {
            Caravan caravan = rehearsal.caravan().with("REQUEST_TIMEOUT", 60);
            try (Running running = caravan.start("run")) {
                running.await("a silence", () -> rehearsal.stats().byFault().containsKey("hang"));
                running.await(
                        "page 10 in the ledger",
                        () -> Files.readString(caravan.output().ledger()).contains("\"page\":10,"));
                Caravan.Ended runs = look("runs");
                assertThat(runs.out()).contains("running (pid " + running.pid() + ")");
                assertThat(running.isAlive()).isTrue();
                Caravan.Ended retry = caravan.start("retry").end();
                assertThat(retry.exitCode()).as("%s", retry).isEqualTo(2);
                assertThat(retry.out()).contains("is already running (pid " + running.pid() + ")");
                running.kill();
            }
            assertThat(look("runs").out()).containsPattern("unfinished +10/200 ");
            Caravan.Ended report = look("report", "latest");
            assertThat(report.exitCode()).isEqualTo(2);
            assertThat(report.err()).contains("has no report: it is still running or was killed");
            assertThat(look("retry", "--dry-run").out())
                    .startsWith("190 of 200 pages are missing in run ")
                    .contains(": pages 11-200. They");
        }
    }

    @Test
    void whatIsExtractedIsDeliveredWithoutARequest() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 6, "")) {
            Caravan caravan = rehearsal.caravan();
            Caravan.Ended run =
                    rehearsal.caravan().with("S3_BUCKET", "no-such-bucket").run();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(5);
            String name = caravan.output().run();
            long requests = rehearsal.stats().pageRequests();
            assertThat(look("runs").out())
                    .containsPattern("not delivered +6/6")
                    .contains(caravan.output().csv().toString());

            Caravan.Ended deliver = caravan.start("deliver").end();
            assertThat(deliver.exitCode()).as("%s", deliver).isZero();
            assertThat(deliver.out())
                    .startsWith("All 6 pages of " + name
                            + " are stored but not delivered. The file is delivered; no pages are fetched.\n");
            rehearsal.assertDelivered(deliver);
            assertThat(rehearsal.stats().pageRequests()).isEqualTo(requests);
            assertThat(caravan.start("deliver").end().out()).startsWith("Nothing to do: ");
        }
    }

    @Test
    void aDamagedFileIsNotDeliveredUnasked() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 6, "")) {
            Caravan caravan = rehearsal.caravan();
            rehearsal.caravan().with("S3_BUCKET", "no-such-bucket").run();
            Path csv = caravan.output().csv();
            byte[] bytes = Files.readAllBytes(csv);
            bytes[bytes.length - 5] ^= 1;
            Files.write(csv, bytes);
            Caravan.Ended deliver = caravan.start("deliver").end();
            assertThat(deliver.exitCode()).as("%s", deliver).isEqualTo(2);
            assertThat(deliver.err()).contains("Not every page of", "caravan retry");
            assertThat(Files.readAllBytes(csv)).isEqualTo(bytes);
            Caravan.Ended retry = caravan.start("retry").end();
            assertThat(retry.exitCode()).as("%s", retry).isZero();
            rehearsal.assertDelivered(retry);
        }
    }

    @Test
    void thePageIsOpenedWhereThereIsADesktop() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 2, "")) {
            Caravan caravan = rehearsal.caravan();
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            Path page = caravan.output().path().resolve(caravan.output().run() + ".report.html");
            if (!Files.exists(page)) {
                Files.writeString(page, "<!doctype html>");
            }
            Path opened = folder.resolve("opened");
            Path open = Files.createDirectory(folder.resolve("bin")).resolve("xdg-open");
            Files.writeString(open, "#!/bin/sh\necho \"$1\" > '" + opened + "'\n");
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
            Caravan desktop = Caravan.in(folder).with("PATH", open.getParent() + ":" + System.getenv("PATH"));
            Caravan.Ended there =
                    desktop.with("DISPLAY", ":7").start("report", "--open").end();
            assertThat(there.exitCode()).as("%s", there).isZero();
            assertThat(there.out()).contains(page.toString()).doesNotContain("no desktop");
            assertThat(opened).content().isEqualTo(page + "\n");
        }
    }

    @Test
    void helpAndListsStartNoCamel() throws Exception {
        for (String[] command : new String[][] {{"--help"}, {"--version"}, {"runs"}, {"check", "--help"}}) {
            Caravan.Ended ended = Caravan.in(folder)
                    .javaOptions("-Xshare:auto -Xlog:class+load:file=" + folder.resolve("classes.txt"))
                    .start(command)
                    .end();
            assertThat(ended.exitCode()).as("%s", ended).isZero();
            assertThat(folder.resolve("classes.txt"))
                    .content()
                    .contains("caravan.Main ")
                    .doesNotContain("org.apache.camel.");
        }
    }
}
