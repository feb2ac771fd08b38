package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Other makes of S3, credentials, and what S3 says. */
final class S3Troubles {
    private static final OddApi.Way AS_USUAL = (request, page) -> false;

    private S3Troubles() {}

    static Map<String, Trouble> all() {
        Map<String, Trouble> all = new LinkedHashMap<>();
        all.put("an S3 that refuses `aws-chunked`", folder -> plainBodies(folder, true));
        all.put("an S3 that stores the framing of `aws-chunked` as content", folder -> plainBodies(folder, false));
        all.put("AWS_REQUEST_CHECKSUM_CALCULATION=when_supported in .env", S3Troubles::checksumsBySetting);
        all.put("S3_ADDRESSING_STYLE=virtual", S3Troubles::virtualHosts);
        all.put("keys in the environment, an old AWS_SESSION_TOKEN in .env", S3Troubles::oldSessionToken);
        all.put("no credentials at all", S3Troubles::noCredentials);
        all.put("AWS_PROFILE with single sign-on, not logged in", S3Troubles::singleSignOn);
        all.put("AWS_PROFILE with `login_session`", S3Troubles::loginSession);
        all.put(
                "an expired token",
                folder -> refused(folder, 400, "ExpiredToken", "The provided token has expired.", ""));
        all.put(
                "a bucket in another region",
                folder -> refused(
                        folder, 301, "PermanentRedirect", "The bucket must be addressed elsewhere.", "eu-west-3"));
        all.put(
                "a signature for another region",
                folder -> refused(
                        folder,
                        400,
                        "AuthorizationHeaderMalformed",
                        "The region 'us-east-1' is wrong; expecting 'eu-west-3'",
                        ""));
        all.put(
                "a wrong clock",
                folder -> refused(
                        folder,
                        403,
                        "RequestTimeTooSkewed",
                        "The difference between the request time and the server's time is too large.",
                        ""));
        all.put("another machine delivers in the same second", S3Troubles::sameSecond);
        all.put("`check` with a key that S3 does not know", S3Troubles::checkWithAnUnknownKey);
        return all;
    }

    private static Caravan caravan(OddApi api, OddS3 s3, Path folder) {
        return api.caravan(folder).with(s3.settings()).with("MAX_RETRIES", 1);
    }

    private static Caravan.Ended plainBodies(Path folder, boolean refuses) throws Exception {
        try (OddApi api = new OddApi(3, AS_USUAL);
                OddS3 s3 = new OddS3((request, body) -> refuses && refusedChunks(request))) {
            Caravan.Ended run = Trouble.run(caravan(api, s3, folder), folder);
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(s3.csv()).isEqualTo(api.truth());
            return run;
        }
    }

    private static boolean refusedChunks(HttpExchange request) throws IOException {
        String encoding = String.valueOf(request.getRequestHeaders().getFirst("Content-Encoding"));
        String hash = String.valueOf(request.getRequestHeaders().getFirst("x-amz-content-sha256"));
        if (!encoding.contains("aws-chunked") && !hash.startsWith("STREAMING")) {
            return false;
        }
        OddS3.error(
                request, 501, "NotImplemented", "A header you provided implies functionality that is not implemented.");
        return true;
    }

    private static Caravan.Ended checksumsBySetting(Path folder) throws Exception {
        try (OddApi api = new OddApi(3, AS_USUAL);
                OddS3 s3 = new OddS3((request, body) -> false)) {
            Caravan.Ended run = caravan(api, s3, folder)
                    .with("AWS_REQUEST_CHECKSUM_CALCULATION", "when_supported")
                    .inDotEnv()
                    .run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(s3.csv()).isEqualTo(api.truth());
            assertThat(s3.puts())
                    .allMatch(head -> head.keySet().stream()
                            .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum-")));
            return run;
        }
    }

    private static Caravan.Ended virtualHosts(Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n127.0.0.1 bucket.s3.example\n");
        try (OddApi api = new OddApi(3, AS_USUAL);
                OddS3 s3 = new OddS3((request, body) -> {
                    if (request.getRequestHeaders().getFirst("Host").startsWith("bucket.s3.example")) {
                        return false;
                    }
                    OddS3.error(request, 404, "NoSuchBucket", "Where is the bucket?");
                    return true;
                })) {
            Caravan.Ended run = caravan(api, s3, folder)
                    .with("AWS_ENDPOINT_URL_S3", "http://s3.example:" + s3.port())
                    .with("S3_BUCKET", "bucket")
                    .with("S3_ADDRESSING_STYLE", "virtual")
                    .javaOptions("-XX:TieredStopAtLevel=1 -Dcaravan.warm-up=false -Djdk.net.hosts.file=" + hosts)
                    .run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(s3.csv()).isEqualTo(api.truth());
            return run;
        }
    }

    private static Caravan.Ended oldSessionToken(Path folder) throws Exception {
        Files.writeString(folder.resolve(".env"), "AWS_SESSION_TOKEN=token-of-last-week\n");
        try (OddApi api = new OddApi(3, AS_USUAL);
                OddS3 s3 = new OddS3((request, body) -> {
                    if (request.getRequestHeaders().getFirst("X-Amz-Security-Token") == null) {
                        return false;
                    }
                    OddS3.error(request, 403, "InvalidToken", "The provided token is malformed or otherwise invalid.");
                    return true;
                })) {
            return caravan(api, s3, folder).run();
        }
    }

    private static Caravan.Ended noCredentials(Path folder) throws Exception {
        try (OddApi api = new OddApi(3, AS_USUAL);
                OddS3 s3 = new OddS3((request, body) -> false)) {
            Caravan caravan = caravan(api, s3, folder).without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
            assertShort(caravan.run());
            return caravan.start("deliver").end();
        }
    }

    private static Caravan.Ended withProfile(Path folder, String profile) throws Exception {
        Path config = Files.writeString(folder.resolve("config"), "[profile work]\n" + profile);
        try (OddApi api = new OddApi(3, AS_USUAL);
                OddS3 s3 = new OddS3((request, body) -> false)) {
            Caravan caravan = caravan(api, s3, folder)
                    .without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
                    .with("AWS_CONFIG_FILE", config)
                    .with("HOME", folder)
                    .with("AWS_PROFILE", "work");
            Caravan.Ended run = caravan.run();
            assertShort(run);
            return run;
        }
    }

    private static void assertShort(Caravan.Ended run) {
        assertThat(run.all().lines()).as("%s", run).allMatch(line -> line.length() < 600);
        assertThat(run.all()).doesNotContain("ProviderChain", "classpath", "class path");
    }

    private static Caravan.Ended singleSignOn(Path folder) throws Exception {
        return withProfile(folder, """
                sso_start_url = https://work.example/start
                sso_region = us-east-1
                sso_account_id = 123456789012
                sso_role_name = reader
                """);
    }

    private static Caravan.Ended loginSession(Path folder) throws Exception {
        return withProfile(folder, "login_session = arn:aws:iam::123456789012:user/me\n");
    }

    private static Caravan.Ended refused(Path folder, int status, String code, String message, String region)
            throws Exception {
        try (OddApi api = new OddApi(3, AS_USUAL);
                OddS3 s3 = new OddS3((request, body) -> {
                    if (!region.isEmpty()) {
                        request.getResponseHeaders().set("x-amz-bucket-region", region);
                    }
                    OddS3.error(request, status, code, message);
                    return true;
                })) {
            Caravan.Ended run = Trouble.run(caravan(api, s3, folder), folder);
            assertThat(run.out()).contains(code + ": ");
            assertShort(run);
            Caravan.Ended check = caravan(api, s3, folder).start("check").end();
            assertThat(check.out()).contains(code + ": ");
            return run;
        }
    }

    /** The other one is faster between the look whether there is such an object and the upload. */
    private static Caravan.Ended sameSecond(Path folder) throws Exception {
        OddS3[] itself = new OddS3[1];
        try (OddApi api = new OddApi(3, AS_USUAL);
                OddS3 s3 = new OddS3((request, body) -> {
                    String path = request.getRequestURI().getPath();
                    if (!request.getRequestMethod().equals("PUT") || !path.matches(".*_[0-9]{6}\\.csv")) {
                        return false;
                    }
                    assertThat(request.getRequestHeaders().getFirst("If-None-Match"))
                            .isEqualTo("*");
                    itself[0].objects().put(path, "theirs".getBytes(StandardCharsets.UTF_8));
                    OddS3.error(request, 412, "PreconditionFailed", "At least one of the pre-conditions did not hold.");
                    return true;
                })) {
            itself[0] = s3;
            Caravan.Ended run = Trouble.run(caravan(api, s3, folder), folder);
            Map<String, String> csv = new TreeMap<>();
            s3.objects().forEach((path, body) -> {
                if (path.endsWith(".csv")) {
                    csv.put(path.replaceFirst(".*_[0-9]{6}", ""), Caravan.utf8(body));
                }
            });
            assertThat(csv)
                    .as("%s", run)
                    .hasSize(2)
                    .containsEntry(".csv", "theirs")
                    .containsValue(api.truth());
            return run;
        }
    }

    private static Caravan.Ended checkWithAnUnknownKey(Path folder) throws Exception {
        try (OddApi api = new OddApi(3, AS_USUAL);
                OddS3 s3 = new OddS3((request, body) -> {
                    OddS3.error(request, 403, "InvalidAccessKeyId", "The key you provided does not exist.");
                    return true;
                })) {
            return caravan(api, s3, folder).start("check").end();
        }
    }
}
