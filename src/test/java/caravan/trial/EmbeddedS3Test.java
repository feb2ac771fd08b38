package caravan.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

class EmbeddedS3Test {
    private static final String KEY = "raw/customers/date=2026-01-31/customers extract.csv";

    @TempDir
    static Path folder;

    private static EmbeddedS3 s3;
    private static S3Client client;

    @BeforeAll
    static void start() {
        s3 = EmbeddedS3.start(0, folder, "crm");
        client = client(s3.endpoint(), EmbeddedS3.SECRET_KEY);
    }

    @AfterAll
    static void stop() {
        client.close();
        s3.close();
    }

    private static S3Client client(URI endpoint, String secret) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(EmbeddedS3.ACCESS_KEY, secret)))
                .build();
    }

    @Test
    void servesInAProcessOfItsOwnUntilItsInputEnds() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedS3.class.getName(),
                        folder.resolve("of its own").toString(),
                        "crm")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            URI endpoint = URI.create(process.inputReader().readLine());
            try (S3Client other = client(endpoint, EmbeddedS3.SECRET_KEY)) {
                assertThat(other.listBuckets().buckets())
                        .extracting(Bucket::name)
                        .containsExactly("crm");
            }
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void keepsAnObjectAsAFileUnderItsKey() throws Exception {
        client.putObject(r -> r.bucket("crm").key(KEY).contentType("text/csv"), RequestBody.fromString("id\r\n1\r\n"));
        assertThat(s3.objectPath(KEY)).hasContent("id\r\n1\r\n").startsWith(folder.toAbsolutePath());
        assertThat(client.headObject(r -> r.bucket("crm").key(KEY)).contentLength())
                .isEqualTo(7);
        assertThat(client.listObjectsV2(r -> r.bucket("crm").prefix("raw/customers/"))
                        .contents())
                .extracting(object -> object.key())
                .contains(KEY);
    }

    @Test
    void joinsAMultipartUpload() throws Exception {
        byte[] large = new byte[5 << 20];
        Arrays.fill(large, (byte) 'x');
        String id =
                client.createMultipartUpload(r -> r.bucket("crm").key("large")).uploadId();
        String first = client.uploadPart(
                        r -> r.bucket("crm").key("large").uploadId(id).partNumber(1), RequestBody.fromBytes(large))
                .eTag();
        String second = client.uploadPart(
                        r -> r.bucket("crm").key("large").uploadId(id).partNumber(2), RequestBody.fromString("end"))
                .eTag();
        assertThat(s3.objectPath("large")).doesNotExist();
        client.completeMultipartUpload(r -> r.bucket("crm")
                .key("large")
                .uploadId(id)
                .multipartUpload(m -> m.parts(List.of(
                        CompletedPart.builder().partNumber(1).eTag(first).build(),
                        CompletedPart.builder().partNumber(2).eTag(second).build()))));
        assertThat(Files.size(s3.objectPath("large"))).isEqualTo((5 << 20) + 3);
    }

    @Test
    void refusesAWrongSecret() {
        try (S3Client stranger = client(s3.endpoint(), "wrong")) {
            assertThatThrownBy(() -> stranger.putObject(r -> r.bucket("crm").key("x"), RequestBody.fromString("x")))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("403");
        }
    }
}
