package caravan.deliver;

import caravan.run.Events;
import caravan.run.Run;
import caravan.store.LedgerLine;
import caravan.store.OwnerOnly;
import caravan.store.Reconciliation;
import caravan.store.RunStats;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What delivering knows beside the upload itself: what to upload where, whether it arrived, and what to say of it. */
public final class Delivery {
    /** Another region, malformed, not allowed, not there. */
    private static final Set<Integer> REFUSALS = Set.of(301, 400, 401, 403, 404);

    /** Status 400 as well, and for the one request alone. */
    private static final String TOO_SLOW = "RequestTimeout";

    private static final String RUN_ID = "caravan-run-id";

    private static final Logger LOG = LoggerFactory.getLogger("caravan.deliver");

    private final String bucket;
    private final UnaryOperator<String> prefix;
    private final long partBytes;
    private final Supplier<S3Client> s3;
    private final Clock clock;
    private final Function<String, Events> events;
    /** Whether this S3 is thought to know If-None-Match (RFC 9110, 13.1.2) on writes. */
    private volatile boolean conditional = true;

    /**
     * @param prefix of the objects of a source
     * @param partBytes from what size on a file is uploaded in parts, and how large these are
     */
    public Delivery(
            String bucket,
            UnaryOperator<String> prefix,
            long partBytes,
            Supplier<S3Client> s3,
            Clock clock,
            Function<String, Events> events) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.partBytes = partBytes;
        this.s3 = s3;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Where the objects go; counts an attempt to put them there. Under the run's name; where an object of another run has that name
     * (two machines that began in the same second), under one that holds the run's id, too.
     */
    public ObjectKey key(Run run) {
        run.beginDelivery();
        ObjectKey plain = ObjectKey.of(prefix.apply(run.source().name()), run.name(), run.started());
        Owner owner = owner(run, plain);
        if (owner == Owner.ANOTHER || (owner == Owner.NOBODY && run.hasNameConflict())) {
            ObjectKey own = ObjectKey.of(prefix.apply(run.source().name()), run.name() + "_" + run.id(), run.started());
            LOG.info("{} is an object of another run: this one is stored as {}", plain.csv(), own.csv());
            return own.asNew(conditional && owner(run, own) == Owner.NOBODY);
        }
        return plain.asNew(conditional && owner == Owner.NOBODY);
    }

    /** The file to upload; ends uploads that a crash interrupted. */
    public File file(Run run, ObjectKey key) {
        abortInterrupted(run, key.csv());
        return run.files().csv().toFile();
    }

    /** What says of an object whose it is. */
    public Map<String, String> metadata(Run run) {
        return Map.of(RUN_ID, run.id());
    }

    private enum Owner {
        NOBODY,
        THIS_RUN,
        ANOTHER
    }

    private Owner owner(Run run, ObjectKey key) {
        Owner csv = owner(run, key.csv());
        Owner manifest = owner(run, key.manifest());
        return csv == Owner.ANOTHER || manifest == Owner.ANOTHER ? Owner.ANOTHER : csv;
    }

    private Owner owner(Run run, String key) {
        try {
            HeadObjectResponse object = s3.get()
                    .headObject(
                            HeadObjectRequest.builder().bucket(bucket).key(key).build());
            return run.id().equals(object.metadata().get(RUN_ID)) ? Owner.THIS_RUN : Owner.ANOTHER;
        } catch (S3Exception e) {
            // Whoever may not list the bucket is told 403 of an object that is not there: the conditional write
            // decides.
            if (e.statusCode() == 404 || e.statusCode() == 403) {
                return Owner.NOBODY;
            }
            throw withReason(key, e);
        }
    }

    /** The answer to a HEAD has no body, in which S3 says what is wrong: the answer to a GET has. */
    private S3Exception withReason(String key, S3Exception refusal) {
        try {
            s3.get().getObject(get -> get.bucket(bucket).key(key)).abort();
            return refusal;
        } catch (S3Exception reason) {
            return reason;
        }
    }

    /**
     * What the file is and the object must be, too.
     *
     * @throws IOException when the object is not byte for byte the file
     */
    public Fingerprint check(Run run, ObjectKey where, HeadObjectResponse object) throws IOException {
        Fingerprint expected = Fingerprint.of(run.files().csv(), partBytes);
        String key = where.csv();
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

    /** The manifest for a file that was checked; that of a complete file is kept beside the file, too. */
    public String manifest(Run run, ObjectKey where, Fingerprint file) throws IOException {
        return manifest(run, bucket, where.csv(), file);
    }

    private String manifest(Run run, @Nullable String in, String csv, Fingerprint file) throws IOException {
        RunStats stats = RunStats.of(run.files().ledger());
        Reconciliation found = run.reconciliation();
        String manifest = new Manifest(
                        run.name(),
                        run.id(),
                        run.source().name(),
                        run.isComplete(),
                        in,
                        csv,
                        file.bytes(),
                        file.md5(),
                        stats.rows(),
                        stats.pages(),
                        run.plan().expected(),
                        Manifest.missingPages(stats),
                        stats.columns(),
                        stats.problems(),
                        found == null ? List.of() : found.differences(),
                        found,
                        run.started().toString(),
                        clock.instant().toString())
                .json();
        OwnerOnly.write(run.files().manifestToBe(), manifest);
        return manifest;
    }

    /** The file stays on this machine: writes its manifest beside it, and notes that this is all. */
    public void keep(Run run) throws IOException {
        run.beginDelivery();
        Fingerprint file = Fingerprint.of(run.files().csv(), partBytes);
        String place = run.files().csv().toAbsolutePath().normalize().toString();
        manifest(run, null, place, file);
        noteDelivered(run, place, file);
        LOG.info("Kept {} ({} bytes)", place, file.bytes());
    }

    /** Notes that file and manifest are on S3; a complete run is then over, whatever becomes of its ledger. */
    public void delivered(Run run, ObjectKey where, Fingerprint file) throws IOException {
        String address = "s3://" + bucket + "/" + where.csv();
        noteDelivered(run, address, file);
        events.apply(run.source().name()).delivered(file.bytes());
        LOG.info("Delivered {} ({} bytes, checked)", address, file.bytes());
    }

    private static void noteDelivered(Run run, String address, Fingerprint file) throws IOException {
        if (run.isComplete()) {
            Files.move(
                    run.files().manifestToBe(),
                    run.files().manifest(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(run.files().manifestToBe());
        }
        run.store()
                .note(new LedgerLine.Delivered(
                        address,
                        run.isComplete(),
                        run.isComplete() ? "complete" : run.isStored() ? "differs" : "partial",
                        file.bytes(),
                        file.md5()));
        run.store().sync();
    }

    /** Whether another try would fail in the same way: no such bucket, no permission, no region. */
    public boolean isRefused(Throwable error) {
        Throwable told = S3Problem.told(error);
        return told instanceof S3Clients.NoClientException
                || (told instanceof S3Exception answer
                        && REFUSALS.contains(answer.statusCode())
                        && !S3Problem.code(answer).equals(TOO_SLOW));
    }

    /** Whether the upload that has just failed is tried again; says so where it is. */
    public boolean again(Run run, Throwable error, int maxRetries) {
        if (run.stop() != null) {
            return false;
        }
        if (S3Problem.told(error) instanceof S3Exception answer && isConflict(run, answer.statusCode())) {
            return true;
        }
        int failures = run.countFailedDelivery();
        if (failures > maxRetries) {
            return false;
        }
        LOG.warn("Not delivered: {}; retry {}/{}", S3Problem.message(error), failures, maxRetries);
        return true;
    }

    /** Whether another run was faster under this name, or S3 does not know conditions: another try goes another way. */
    private boolean isConflict(Run run, int status) {
        if (status == 501 && conditional) {
            LOG.warn(
                    "This S3 does not know conditional writes: whether an object is there is asked before, not while it is written");
            conditional = false;
            return true;
        }
        boolean first = !run.hasNameConflict();
        if ((status == 412 || status == 409) && first) {
            run.nameConflict();
            return true;
        }
        return false;
    }

    /** Whether S3 or its client is what failed, and not another step on the way there. */
    public static boolean isOfS3(Throwable error) {
        Throwable told = S3Problem.told(error);
        return told instanceof SdkException || told instanceof S3Clients.NoClientException;
    }

    /** Notes that S3 did not take the file. */
    public void failed(Run run, Exception error) {
        String key = ObjectKey.of(prefix.apply(run.source().name()), run.name(), run.started())
                .csv();
        run.notDelivered("s3://%s/%s could not be written: %s. %s"
                .formatted(
                        bucket,
                        key,
                        S3Problem.message(error),
                        S3Problem.advice(error, bucket).replaceFirst("\\.$", "")));
        LOG.atError().addKeyValue("source", run.source().name()).log("Not delivered: {}", run.notDelivered());
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

    private void abortInterrupted(Run run, String key) {
        try {
            // Not one that has begun since: another machine may be at it.
            s3.get().listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(key)).uploads().stream()
                    .filter(upload ->
                            upload.key().equals(key) && upload.initiated().isBefore(run.sessionStarted()))
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
