package caravan.deliver;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Makes the S3 client by AWS's own rules, which also hold for the AWS names in {@code .env} and {@code conf}: the SDK alone
 * would only look at the environment of the process.
 */
public final class S3Clients {
    private S3Clients() {}

    /** @param settings names beginning with {@code AWS_}, already in order of precedence */
    public static S3Client create(Map<String, String> settings) {
        S3ClientBuilder client = S3Client.builder().credentialsProvider(credentials(settings));
        String endpoint = settings.getOrDefault("AWS_ENDPOINT_URL_S3", settings.get("AWS_ENDPOINT_URL"));
        String region = settings.getOrDefault("AWS_REGION", settings.get("AWS_DEFAULT_REGION"));
        if (endpoint != null) {
            // Other makes of S3 have no host name for each bucket.
            client.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
        }
        if (region != null) {
            client.region(Region.of(region));
        } else if (endpoint != null) {
            client.region(Region.US_EAST_1);
        }
        try {
            return client.build();
        } catch (SdkClientException e) {
            // The SDK's message names a dozen classes that looked for a region in vain.
            throw new NoClientException(
                    region == null ? "AWS_REGION is not set, and the AWS profile names no region" : e.getMessage(), e);
        }
    }

    /** The settings do not suffice for a client; another try would not help. */
    static final class NoClientException extends RuntimeException {
        NoClientException(@Nullable String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static AwsCredentialsProvider credentials(Map<String, String> settings) {
        String id = settings.get("AWS_ACCESS_KEY_ID");
        String secret = settings.get("AWS_SECRET_ACCESS_KEY");
        String session = settings.get("AWS_SESSION_TOKEN");
        if (id != null && secret != null) {
            return StaticCredentialsProvider.create(
                    session == null
                            ? AwsBasicCredentials.create(id, secret)
                            : AwsSessionCredentials.create(id, secret, session));
        }
        return DefaultCredentialsProvider.builder()
                .profileName(settings.get("AWS_PROFILE"))
                .build();
    }
}
