package caravan.deliver;

import caravan.text.SafeText;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what S3 or its client met, in S3's own words, and what to do about it: by S3's code, which says more than the status. */
final class S3Problem {
    private static final Pattern REGION = Pattern.compile("expecting '([a-z0-9-]+)'");
    /** What the SDK puts behind the message of the service. */
    private static final Pattern SDK_TAIL = Pattern.compile("\\s*\\(Service: .*");

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry(
                    "ExpiredToken",
                    "Get new credentials: AWS_SESSION_TOKEN and its keys are only good for some hours."),
            Map.entry(
                    "TokenRefreshRequired",
                    "Get new credentials: AWS_SESSION_TOKEN and its keys are only good for some hours."),
            Map.entry("InvalidToken", "Set AWS_SESSION_TOKEN to the one that was issued with the keys, or remove it."),
            Map.entry(
                    "InvalidAccessKeyId",
                    "Check AWS_ACCESS_KEY_ID, and whether AWS_ENDPOINT_URL_S3 is the S3 that issued it."),
            Map.entry(
                    "SignatureDoesNotMatch",
                    "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: they do not belong together."),
            Map.entry("RequestTimeTooSkewed", "Set the clock of this machine: requests are signed with the time."),
            Map.entry("NoSuchBucket", "Create the bucket %s, or set S3_BUCKET to another one."),
            Map.entry("SlowDown", "Try again later."));

    private S3Problem() {}

    /** What S3 or its client said, without what Camel puts around it. */
    static Throwable told(Throwable error) {
        Throwable told = error;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkException || cause instanceof S3Clients.NoClientException) {
                return cause;
            }
            // The name of a class that is not there says less than who wanted it.
            told = cause instanceof ClassNotFoundException || cause instanceof LinkageError ? told : cause;
        }
        return told;
    }

    /** In one line. */
    static String message(Throwable error) {
        Throwable told = told(error);
        if (told instanceof S3Exception answer) {
            String region = region(answer);
            return line(text(answer)) + (region == null ? "" : " (the bucket is in the region " + region + ")");
        }
        String message = told.getMessage() == null ? told.toString() : told.getMessage();
        if (message.startsWith("Unable to load credentials from any of the providers")) {
            return "no AWS credentials were found, neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY nor a profile nor a role of this machine";
        }
        for (Throwable cause = told; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "the host of S3 does not resolve: " + line(String.valueOf(cause.getMessage()));
            }
        }
        if (message.contains("login_session")) {
            return "the profile of AWS_PROFILE has a login_session (aws login), which is not known here";
        }
        return line(message);
    }

    private static String text(S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String said = details == null || details.errorMessage() == null
                ? SDK_TAIL.matcher(String.valueOf(answer.getMessage())).replaceFirst("")
                : details.errorMessage();
        String code = code(answer);
        String text = code.isEmpty() || said.equals(code) ? said : code + ": " + said;
        return text.contains(Integer.toString(answer.statusCode()))
                ? text
                : text + " (status " + answer.statusCode() + ")";
    }

    private static String line(String text) {
        return SafeText.cut(SafeText.oneLine(text), 300).replaceFirst("\\.$", "");
    }

    /** S3's code; empty where its answer had none. */
    static String code(Throwable error) {
        return told(error) instanceof S3Exception answer
                        && answer.awsErrorDetails() != null
                        && answer.awsErrorDetails().errorCode() != null
                ? answer.awsErrorDetails().errorCode()
                : "";
    }

    /** What to do about it, in a sentence. */
    static String advice(Throwable error, String bucket) {
        Throwable told = told(error);
        if (told instanceof S3Exception answer) {
            String region = region(answer);
            String advice = ADVICE.get(code(told));
            if (region != null) {
                return "Set AWS_REGION=%s.".formatted(region);
            }
            if (advice != null) {
                return advice.formatted(bucket);
            }
            return switch (answer.statusCode()) {
                case 301 -> "Is AWS_REGION the bucket's region?";
                case 401, 403 ->
                    "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; they need s3:PutObject and s3:GetObject on %s."
                            .formatted(bucket);
                case 404 -> "Does the bucket %s exist? Is AWS_ENDPOINT_URL_S3 right?".formatted(bucket);
                case 400, 411, 501 ->
                    "Is this an S3 of another make? S3_ADDRESSING_STYLE, AWS_REQUEST_CHECKSUM_CALCULATION and AWS_REGION may matter.";
                default -> "Try again later; extraction does not depend on it.";
            };
        }
        String message = String.valueOf(told.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("sso") || message.contains("token is expired")) {
            return "Log in with aws sso login --profile NAME; AWS_PROFILE names the profile.";
        }
        if (message.contains("login_session") || message.contains("aws login")) {
            return "Credentials of aws login cannot be read here: aws configure export-credentials prints them for the environment.";
        }
        if (told instanceof S3Clients.NoClientException) {
            return "Set AWS_REGION.";
        }
        if (told instanceof SdkClientException && message.contains("credentials")) {
            return "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.";
        }
        return "Check AWS_REGION, AWS_ENDPOINT_URL_S3 and the network (proxy, CA_CERTIFICATES).";
    }

    /** The bucket's region, where S3 says that it is another one. */
    private static @Nullable String region(S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        boolean isAboutIt = answer.statusCode() == 301
                || code(answer).equals("AuthorizationHeaderMalformed")
                || code(answer).equals("IllegalLocationConstraintException");
        if (details == null || !isAboutIt) {
            return null;
        }
        Optional<String> named = details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
        Matcher expected = REGION.matcher(String.valueOf(details.errorMessage()));
        return named.orElse(expected.find() ? expected.group(1) : null);
    }
}
