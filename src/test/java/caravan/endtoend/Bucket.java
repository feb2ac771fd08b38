package caravan.endtoend;

import static caravan.trial.EmbeddedS3.ACCESS_KEY;
import static caravan.trial.EmbeddedS3.SECRET_KEY;

import caravan.trial.EmbeddedS3;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One S3 for all tests of a JVM; each test keeps to a prefix of its own. Read by Amazon's client, as users do. */
final class Bucket {
    static final String NAME = "trial-bucket";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EmbeddedS3 S3 = start();
    private static final S3Client CLIENT = client();

    private Bucket() {}

    private static EmbeddedS3 start() {
        try {
            Path folder = Files.createTempDirectory("caravan-s3");
            return EmbeddedS3.start(0, folder, NAME);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static S3Client client() {
        return S3Client.builder()
                .endpointOverride(S3.endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build();
    }

    static URI endpoint() {
        return S3.endpoint();
    }

    /** What the program has to know to write to it. */
    static Map<String, String> settings() {
        return Map.of(
                "S3_BUCKET", NAME,
                "AWS_ENDPOINT_URL_S3", endpoint().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    }

    static String secret() {
        return SECRET_KEY;
    }

    /** The file on disk that is the object. */
    static Path file(String key) {
        return S3.objectPath(key);
    }

    static S3Client s3() {
        return CLIENT;
    }

    /** The keys under a prefix, in order; without those that are this S3's own, for what is still on its way. */
    static List<String> keys(String prefix) {
        return CLIENT.listObjectsV2Paginator(list -> list.bucket(NAME).prefix(prefix + "/")).contents().stream()
                .map(S3Object::key)
                .filter(key -> !key.matches(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .sorted()
                .toList();
    }

    /** The key of the one CSV under a prefix. */
    static String csvKey(String prefix) {
        return one(prefix, ".csv");
    }

    static String manifestKey(String prefix) {
        return one(prefix, ".manifest.json");
    }

    private static String one(String prefix, String ending) {
        List<String> found =
                keys(prefix).stream().filter(key -> key.endsWith(ending)).toList();
        if (found.size() != 1) {
            throw new AssertionError("One object *" + ending + " was expected under " + prefix + ", not " + found);
        }
        return found.get(0);
    }

    static byte[] bytes(String key) {
        return CLIENT.getObjectAsBytes(get -> get.bucket(NAME).key(key)).asByteArray();
    }

    static HeadObjectResponse head(String key) {
        return CLIENT.headObject(head -> head.bucket(NAME).key(key));
    }

    static JsonNode manifest(String prefix) throws IOException {
        return JSON.readTree(bytes(manifestKey(prefix)));
    }

    /** Uploads begun and neither completed nor aborted. */
    static int unfinishedUploads(String prefix) {
        return (int) CLIENT.listMultipartUploads(list -> list.bucket(NAME).prefix(prefix)).uploads().stream()
                .count();
    }
}
