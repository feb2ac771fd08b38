package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import caravan.trial.Stats;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: every record of an unstable CRM in one CSV on S3, by one command. */
class WholeRunIT {
    /** Every fault that another attempt cures, each on a page of its own, and every oddity of the records. */
    private static final String EVERY_TRANSIENT_FAULT = "500@2,502@3,503@4,504@5,408@6,425@7,429@8,429-seconds@9,"
            + "503-date@10,429-nonsense@11,expire-token@12,redirect@13,hang@14,slow@15,drip@16,reset@17,no-answer@18,"
            + "cut@19,cut-chunked@20,invalid-json@21,html@22,error-200@23,data-null@24,500=5@25,503@1,429@26,cut@26,"
            + "html@26,bom,data-first,gzip,login-503=2,dirty,duplicates,late-field,vanishing-field";

    @TempDir
    Path folder;

    @Test
    void everyTransientFaultAtOnceLeavesNoTrace() throws Exception {
        SimulatorOptions options = new SimulatorOptions()
                .limit(40)
                .records(1175)
                .slowness(Duration.ofMillis(300))
                .faults(EVERY_TRANSIENT_FAULT);
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan caravan =
                    rehearsal.caravanWithLogin().with("RECORDS_PER_PAGE", 40).inDotEnv();
            LocalDate before = LocalDate.now(ZoneOffset.UTC);
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            rehearsal.assertDelivered(run);
            assertCountsAgree(rehearsal.stats(), caravan.output().report(), run);
            assertReport(run);
            assertObjects(rehearsal.prefix, caravan.output(), before);
            assertOwnerOnly(caravan.output());
        }
    }

    private static void assertCountsAgree(Stats stats, JsonNode report, Caravan.Ended run) {
        assertThat(report.get("requests").asLong()).as("%s%n%s", stats, run).isEqualTo(stats.pageRequests());
        // The report counts tries, the CRM tells them apart.
        assertThat(report.get("logins").asLong())
                .as("%s%n%s", stats, run)
                .isEqualTo(stats.logins() + stats.refusedLogins());
        assertThat(stats.leakedTokens()).isZero();
        assertThat(stats.highestConcurrency()).isBetween(2, 4);
        assertThat(report.get("exit_code").asInt()).isZero();
        assertThat(report.get("records_ingested").asLong()).isEqualTo(1175);
        assertThat(report.get("failed_pages")).isEmpty();
        assertThat(report.get("retries_by_cause").get("503").asInt()).isPositive();
        assertThat(report.get("missing_fields")).isNotEmpty();
    }

    private static void assertReport(Caravan.Ended run) {
        assertThat(run.out()).contains("--- Execution Report ---");
        assertThat(run.reported("Pages Requested")).isEqualTo("30");
        assertThat(run.reported("Successful Pages")).isEqualTo("30");
        assertThat(run.reported("Failed Pages")).isEqualTo("0");
        assertThat(run.reported("Total Retries")).matches("[0-9]+ \\(.*503: .*\\)");
        assertThat(run.reported("Records Ingested")).isEqualTo("1,175");
        assertThat(run.reported("Execution Time")).matches("[0-9.]+s|[0-9]+m [0-9]{2}s");
        assertThat(run.reported("Format Chosen")).isEqualTo("CSV (Reason: Streaming efficiency)");
        assertThat(run.err()).contains("Page 2: 500", "retry 1/5");
    }

    private static void assertObjects(String prefix, OutputFolder output, LocalDate before) throws Exception {
        String name = output.run();
        assertThat(name).matches("customers_extract_[0-9]{8}_[0-9]{6}");
        String day = name.substring(18, 22) + "-" + name.substring(22, 24) + "-" + name.substring(24, 26);
        assertThat(LocalDate.parse(day)).isBetween(before, LocalDate.now(ZoneOffset.UTC));
        String csv = prefix + "/date=" + day + "/" + name + ".csv";
        String manifest = prefix + "/date=" + day + "/_" + name + ".manifest.json";
        assertThat(Bucket.keys(prefix)).containsExactlyInAnyOrder(csv, manifest);
        assertThat(Bucket.head(csv).contentType()).isEqualToIgnoringCase("text/csv; charset=utf-8");
        assertThat(Bucket.head(manifest).contentType()).startsWith("application/json");
        assertThat(Files.getLastModifiedTime(Bucket.file(manifest)))
                .isGreaterThanOrEqualTo(Files.getLastModifiedTime(Bucket.file(csv)));
        JsonNode content = Bucket.manifest(prefix);
        assertThat(content.get("csv").asText()).isEqualTo(csv);
        assertThat(content.get("records").asLong()).isEqualTo(1175);
        assertThat(content.get("bytes").asLong()).isEqualTo(Files.size(output.csv()));
        assertThat(output.report().get("object").asText()).isEqualTo("s3://" + Bucket.NAME + "/" + csv);
        assertThat(Bucket.unfinishedUploads(prefix)).isZero();
    }

    private static void assertOwnerOnly(OutputFolder output) throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output.path())))
                .isEqualTo("rwx------");
        for (Path file : output.files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as("%s", file)
                    .isEqualTo("rw-------");
        }
    }
}
