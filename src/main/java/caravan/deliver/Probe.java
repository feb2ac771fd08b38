package caravan.deliver;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Finds out whether objects can be written, by writing one and removing it. */
public final class Probe {
    private static final byte[] CONTENT = "Written by caravan check, to see whether it can be; safe to remove.\n"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final String bucket;
    private final String key;
    private final Duration timeout;

    /**
     * @param prefix where the files are to go
     * @param name tells this probe from others
     */
    public Probe(String bucket, String prefix, String name, Duration timeout) {
        String folder = prefix.replaceAll("^/+|/+$", "");
        this.bucket = bucket;
        // With an underscore, like the manifests: those who read all files of a folder pass over it.
        this.key = (folder.isEmpty() ? "" : folder + "/") + "_caravan-check-" + name;
        this.timeout = timeout;
    }

    /** @param s3 makes the client, which is closed afterwards */
    public Result run(Supplier<S3Client> s3) {
        try (S3Client client = s3.get()) {
            client.putObject(
                    put -> put.bucket(bucket)
                            .key(key)
                            .contentType("text/plain")
                            .overrideConfiguration(call -> call.apiCallTimeout(timeout)),
                    RequestBody.fromBytes(CONTENT));
            return new Result(null, null, left(client));
        } catch (SdkException | S3Clients.NoClientException e) {
            return new Result(
                    "s3://%s/%s could not be written: %s".formatted(bucket, key, S3Problem.message(e)),
                    S3Problem.advice(e, bucket),
                    null);
        }
    }

    private @Nullable String left(S3Client client) {
        try {
            client.deleteObject(delete ->
                    delete.bucket(bucket).key(key).overrideConfiguration(call -> call.apiCallTimeout(timeout)));
            return null;
        } catch (SdkException e) {
            return "s3://%s/%s is still there, it could not be removed: %s"
                    .formatted(bucket, key, S3Problem.message(e));
        }
    }

    /**
     * What came out.
     *
     * @param problem why it could not be written
     * @param toDo about that
     * @param left why the probe is still there
     */
    public record Result(
            @Nullable String problem,
            @Nullable String toDo,
            @Nullable String left) {}
}
