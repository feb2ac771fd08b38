package caravan.trial;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.slf4j.LoggerFactory;

/**
 * An S3 on 127.0.0.1 that keeps each object as a plain file, under its own key. Checks signatures (version 4), takes
 * multipart uploads; has no object tags. Thread-safe.
 */
public final class EmbeddedS3 implements AutoCloseable {
    /** The one access key that it knows. */
    public static final String ACCESS_KEY = "rehearsal";

    /** The secret of {@link #ACCESS_KEY}; no secret to anybody. */
    public static final String SECRET_KEY = "rehearsal-secret";

    private final S3Proxy proxy;
    private final BlobStore store;
    private final Path bucketFolder;

    private EmbeddedS3(S3Proxy proxy, BlobStore store, Path bucketFolder) {
        this.proxy = proxy;
        this.store = store;
        this.bucketFolder = bucketFolder;
    }

    /**
     * Starts it with one bucket, which may hold objects from before.
     *
     * @param port 0 takes a free one
     * @param folder where buckets are folders; made if missing
     * @throws IllegalStateException if it does not start, with the reason
     */
    public static EmbeddedS3 start(int port, Path folder, String bucket) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the embedded S3 cannot be made: " + folder, e);
        }
        quieten();
        Properties properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", folder.toAbsolutePath().toString());
        BlobStore store = BlobStores.create("filesystem-nio2", properties);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .ignoreUnknownHeaders(true)
                .build();
        try {
            if (!store.containerExists(bucket)) {
                store.createContainer(bucket);
            }
            proxy.start();
        } catch (Exception e) {
            store.close();
            throw new IllegalStateException("the embedded S3 does not start: " + e.getMessage(), e);
        }
        return new EmbeddedS3(proxy, store, folder.toAbsolutePath().resolve(bucket));
    }

    /**
     * For a process of its own. Prints the endpoint as one line, and serves until its input ends, which it does at the latest
     * when the process that started it has ended, however that was.
     */
    public static void main(String[] folderAndBucket) throws IOException {
        try (EmbeddedS3 s3 = start(0, Path.of(folderAndBucket[0]), folderAndBucket[1])) {
            System.out.println(s3.endpoint());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** The server inside logs its whole life at INFO. A level that somebody has set stays. */
    private static void quieten() {
        if (LoggerFactory.getLogger("org.gaul") instanceof Logger logger && logger.getLevel() == null) {
            logger.setLevel(Level.WARN);
        }
    }

    /** For clients that address buckets by path. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /** The file that is the object, whether it exists yet or not. */
    public Path objectPath(String key) {
        return bucketFolder.resolve(key);
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            // Its port goes with the process at the latest.
            System.getLogger(EmbeddedS3.class.getName()).log(System.Logger.Level.DEBUG, "not stopped", e);
        }
        store.close();
    }
}
