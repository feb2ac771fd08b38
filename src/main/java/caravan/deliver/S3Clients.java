package caravan.deliver;

import caravan.net.Certificates;
import caravan.net.Proxies;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * Makes the S3 client by AWS's own rules, which also hold for the AWS names in {@code .env} and {@code conf}: the SDK alone
 * would only look at the environment of the process.
 *
 * <p>Other makes of S3, which are those with an endpoint of their own, get plain requests: many refuse bodies in signed chunks with a checksum
 * behind them ({@code aws-chunked}), and some take the framing for content.
 */
public final class S3Clients {
    private S3Clients() {}

    /**
     * @param settings by name, already in order of precedence
     * @param authorities whose certificates are trusted, too; null for none
     * @param properties Java's; null for one that is not set
     */
    public static S3Client create(
            Map<String, String> settings, @Nullable Path authorities, UnaryOperator<@Nullable String> properties) {
        S3ClientBuilder client = S3Client.builder()
                .credentialsProvider(credentials(settings))
                .httpClientBuilder(http(settings, authorities, properties))
                .forcePathStyle(isPathStyle(settings));
        URI endpoint = endpoint(settings);
        String region = region(settings);
        if (endpoint != null) {
            client.endpointOverride(endpoint);
            client.serviceConfiguration(
                    S3Configuration.builder().chunkedEncodingEnabled(false).build());
        } else {
            // Where the bucket is in another region, S3 names it.
            client.crossRegionAccessEnabled(true);
        }
        checksums(client, settings, endpoint != null);
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

    /** Where requests go, as far as the settings say. */
    public static URI address(Map<String, String> settings) {
        URI endpoint = endpoint(settings);
        String region = region(settings);
        return endpoint != null
                ? endpoint
                : URI.create("https://s3%s.amazonaws.com".formatted(region == null ? "" : "." + region));
    }

    private static @Nullable URI endpoint(Map<String, String> settings) {
        String endpoint = settings.getOrDefault("AWS_ENDPOINT_URL_S3", settings.get("AWS_ENDPOINT_URL"));
        return endpoint == null ? null : URI.create(endpoint);
    }

    private static @Nullable String region(Map<String, String> settings) {
        return settings.getOrDefault("AWS_REGION", settings.get("AWS_DEFAULT_REGION"));
    }

    /** Most other makes of S3 have no host name for each bucket. */
    private static boolean isPathStyle(Map<String, String> settings) {
        String style = settings.get("S3_ADDRESSING_STYLE");
        return style == null ? endpoint(settings) != null : style.equals("path");
    }

    private static void checksums(S3ClientBuilder client, Map<String, String> settings, boolean isOther) {
        String request = settings.getOrDefault("AWS_REQUEST_CHECKSUM_CALCULATION", isOther ? "when_required" : null);
        String response = settings.getOrDefault("AWS_RESPONSE_CHECKSUM_VALIDATION", isOther ? "when_required" : null);
        if (request != null) {
            client.requestChecksumCalculation(RequestChecksumCalculation.valueOf(request.toUpperCase(Locale.ROOT)));
        }
        if (response != null) {
            client.responseChecksumValidation(ResponseChecksumValidation.valueOf(response.toUpperCase(Locale.ROOT)));
        }
    }

    private static ApacheHttpClient.Builder http(
            Map<String, String> settings, @Nullable Path authorities, UnaryOperator<@Nullable String> properties) {
        ProxyConfiguration.Builder through =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false);
        Proxies.Proxy proxy = Proxies.of(settings, properties).to(address(settings));
        if (proxy != null) {
            through.endpoint(URI.create("http://%s:%d".formatted(proxy.host(), proxy.port())));
            if (proxy.hasUser()) {
                through.username(proxy.user()).password(proxy.password()).preemptiveBasicAuthenticationEnabled(true);
            }
        }
        ApacheHttpClient.Builder http = ApacheHttpClient.builder().proxyConfiguration(through.build());
        if (authorities != null) {
            http.tlsTrustManagersProvider(() -> Certificates.trust(authorities));
        }
        return http;
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
        String profile = settings.get("AWS_PROFILE");
        // Asked alone: the chain would hide what is wrong with it behind what others say.
        return profile == null ? DefaultCredentialsProvider.builder().build() : ofProfile(profile);
    }

    private static AwsCredentialsProvider ofProfile(String name) {
        ProfileCredentialsProvider profile = ProfileCredentialsProvider.create(name);
        return () -> {
            try {
                return profile.resolveCredentials();
            } catch (IllegalStateException e) {
                // The kind of its credentials needs a part of the SDK that is not there.
                throw new NoClientException(e.getMessage(), e);
            }
        };
    }
}
