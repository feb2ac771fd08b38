package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3 that is missing, down or shaky: extraction does not depend on it, and delivery can be had later. */
class DeliveryIT {
    @TempDir
    Path folder;

    private Rehearsal rehearsal;

    @BeforeEach
    void start() {
        rehearsal = Rehearsal.small(folder, 6, "");
    }

    @AfterEach
    void stop() {
        rehearsal.close();
    }

    /** Exit 5, and then, with the trouble gone, exit 0 without a request. */
    private void assertDeliveredLater(Caravan troubled, String... named) throws Exception {
        Caravan.Ended run = troubled.run();
        assertThat(run.exitCode()).as("%s", run).isEqualTo(5);
        OutputFolder output = troubled.output();
        assertThat(run.out())
                .contains(named)
                .contains("run again to deliver", output.csv().toString());
        Rehearsal.assertSame(Files.readAllBytes(output.csv()), rehearsal.truth(), "the file kept", run);
        assertThat(run.reported("S3 Object")).isEqualTo("none");
        assertThat(output.report().get("exit_code").asInt()).isEqualTo(5);
    }

    private void assertDeliversOnly(Caravan healthy) throws Exception {
        long requests = rehearsal.stats().pageRequests();
        Caravan.Ended again = healthy.run();
        assertThat(again.exitCode()).as("%s", again).isZero();
        assertThat(rehearsal.stats().pageRequests()).as("%s", again).isEqualTo(requests);
    }

    @Test
    void aMissingBucketCanBeMadeAndTheFileDelivered() throws Exception {
        String bucket = "made-later-" + rehearsal.prefix;
        Caravan caravan = rehearsal.caravan().with("S3_BUCKET", bucket);
        assertDeliveredLater(caravan, bucket);
        Bucket.s3().createBucket(create -> create.bucket(bucket));
        assertDeliversOnly(caravan);
        String key = Bucket.s3().listObjectsV2(list -> list.bucket(bucket)).contents().stream()
                .map(object -> object.key())
                .filter(name -> name.endsWith(".csv"))
                .findFirst()
                .orElseThrow();
        assertThat(Bucket.s3()
                        .getObjectAsBytes(get -> get.bucket(bucket).key(key))
                        .asByteArray())
                .isEqualTo(rehearsal.truth());
    }

    @Test
    void anS3ThatIsDownAllTheTimeKeepsTheFile() throws Exception {
        Caravan down = rehearsal
                .caravan()
                .with("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + Ports.closed())
                .with("MAX_RETRIES", 1);
        assertDeliveredLater(down, Bucket.NAME);
        assertDeliversOnly(rehearsal.caravan());
        rehearsal.assertDelivered(new Caravan.Ended(0, "", ""));
    }

    @Test
    void anS3ThatFailsTwiceIsTriedAgain() throws Exception {
        try (S3Front front = new S3Front(Bucket.endpoint())) {
            // Amazon's client tries some times by itself: enough for it to give up, too.
            front.refuse(9);
            Caravan.Ended run = rehearsal
                    .caravan()
                    .with("AWS_ENDPOINT_URL_S3", front.endpoint())
                    .run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(front.refused()).isEqualTo(9);
            rehearsal.assertDelivered(run);
        }
    }
}
