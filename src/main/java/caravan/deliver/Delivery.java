package caravan.deliver;

import caravan.run.Events;
import caravan.run.Run;
import caravan.store.LedgerLine;
import caravan.store.RunStats;
import caravan.text.SafeText;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What delivering knows beside the upload itself: what to upload where, whether it arrived, and what to say of it. */
public final class Delivery {
    /** Another region, malformed, not allowed, not there. */
    private static final Set<Integer> REFUSALS = Set.of(301, 400, 401, 403, 404);

    private static final Logger LOG = LoggerFactory.getLogger("caravan.deliver");

    private final String bucket;
    private final String prefix;
    private final long partBytes;
    private final Supplier<S3Client> s3;
    private final Clock clock;
    private final Events events;

    /** @param partBytes from what size on a file is uploaded in parts, and how large these are */
    public Delivery(String bucket, String prefix, long partBytes, Supplier<S3Client> s3, Clock clock, Events events) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.partBytes = partBytes;
        this.s3 = s3;
        this.clock = clock;
        this.events = events;
    }

    /** The file to upload; counts an attempt to do so, and ends those that a crash interrupted. */
    public File file(Run run) {
        run.beginDelivery();
        abortInterrupted(key(run).csv());
        return run.files().csv().toFile();
    }

    public ObjectKey key(Run run) {
        return ObjectKey.of(prefix, run.name(), run.started());
    }

    /**
     * What the file is and the object must be, too.
     *
     * @throws IOException when the object is not byte for byte the file
     */
    public Fingerprint check(Run run, HeadObjectResponse object) throws IOException {
        Fingerprint expected = Fingerprint.of(run.files().csv(), partBytes);
        String key = key(run).csv();
        if (object.contentLength() != expected.bytes()) {
            throw new IOException("s3://%s/%s has %d bytes instead of %d"
                    .formatted(bucket, key, object.contentLength(), expected.bytes()));
        }
        // A tag of another kind (encryption by KMS, other makes of S3) proves nothing: then the bytes themselves do.
        if (!expected.hasTag(object.eTag()) && !md5OfObject(key).equals(expected.md5())) {
            throw new IOException("s3://%s/%s does not hold the bytes of %s"
                    .formatted(bucket, key, run.files().csv()));
        }
        return expected;
    }

    /** The manifest for a file that was checked. */
    public String manifest(Run run, Fingerprint file) throws IOException {
        RunStats stats = RunStats.of(run.files().ledger());
        return new Manifest(
                        run.name(),
                        run.source().getName(),
                        run.isComplete(),
                        bucket,
                        key(run).csv(),
                        file.bytes(),
                        file.md5(),
                        stats.rows(),
                        stats.pages(),
                        run.plan().expected(),
                        Manifest.missingPages(stats),
                        stats.columns(),
                        stats.problems(),
                        run.reconciliation(),
                        run.started().toString(),
                        clock.instant().toString())
                .json();
    }

    /** Notes that file and manifest are on S3; a complete run is then over. */
    public void delivered(Run run, Fingerprint file) throws IOException {
        String address = "s3://" + bucket + "/" + key(run).csv();
        run.store().note(new LedgerLine.Delivered(
                        address,
                        run.isComplete(),
                        run.isComplete() ? "complete" : run.isStored() ? "differs" : "partial",
                        file.bytes(),
                        file.md5()));
        run.store().sync();
        events.delivered(file.bytes());
        LOG.info("Delivered {} ({} bytes, checked)", address, file.bytes());
    }

    /** Whether another try would fail in the same way: no such bucket, no permission, no region. */
    public boolean isRefused(Throwable error) {
        Throwable told = told(error);
        return told instanceof S3Clients.NoClientException
                || (told instanceof S3Exception answer && REFUSALS.contains(answer.statusCode()));
    }

    /** Whether the upload that has just failed is tried again; says so where it is. */
    public boolean again(Run run, Throwable error, int maxRetries) {
        if (run.stop() != null || run.getDeliveryAttempts() > maxRetries) {
            return false;
        }
        LOG.warn("Not delivered: {}; retry {}/{}", message(error), run.getDeliveryAttempts(), maxRetries);
        return true;
    }

    /** Notes that S3 did not take the file. */
    public void failed(Run run, Exception error) {
        run.notDelivered("s3://%s/%s could not be written: %s".formatted(bucket, key(run).csv(), message(error)));
        LOG.error("Not delivered: {}", run.notDelivered());
    }

    static String message(Throwable error) {
        Throwable told = told(error);
        String message = told.getMessage() == null ? told.toString() : told.getMessage();
        return SafeText.oneLine(message).replaceFirst("\\.$", "");
    }

    /** What S3 or its client said, without what Camel puts around it. */
    private static Throwable told(Throwable error) {
        Throwable told = error;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            told = cause;
            if (cause instanceof SdkException || cause instanceof S3Clients.NoClientException) {
                break;
            }
        }
        return told;
    }

    private String md5OfObject(String key) throws IOException {
        MessageDigest digest = Fingerprint.newMd5();
        try (InputStream object = s3.get().getObject(get -> get.bucket(bucket).key(key))) {
            byte[] buffer = new byte[1 << 16];
            for (int count = object.read(buffer); count >= 0; count = object.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return Fingerprint.hex(digest);
    }

    private void abortInterrupted(String key) {
        try {
            s3.get().listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(key)).uploads().stream()
                    .filter(upload -> upload.key().equals(key))
                    .forEach(upload -> s3.get()
                            .abortMultipartUpload(
                                    abort -> abort.bucket(bucket).key(key).uploadId(upload.uploadId())));
        } catch (NoSuchBucketException | S3Clients.NoClientException e) {
            throw e;
        } catch (RuntimeException e) {
            // A key without the right to list uploads can deliver all the same.
            LOG.debug("Interrupted uploads could not be looked for", e);
        }
    }
}
