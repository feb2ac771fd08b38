package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret is printed, logged or written, at any level. */
class SecretsIT {
    private static final String EVERYTHING = "-Dcaravan.log.root=TRACE -Dcaravan.log.level=TRACE";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void noneIsInAnyOutput(String format) throws Exception {
        String token = "issued by the CRM, in its form";
        // A given token, its end, a login, failures of page and login, and then a refusal by S3.
        try (Rehearsal rehearsal = Rehearsal.small(folder, 5, "expire-token@2,500@3,401@4,reset@5,html@1,login-503")) {
            Caravan caravan = rehearsal
                    .caravan()
                    .javaOptions("-XX:TieredStopAtLevel=1 " + EVERYTHING)
                    .with("API_USERNAME", Rehearsal.USER)
                    .with("API_PASSWORD", Rehearsal.PASSWORD)
                    .with("LOG_FORMAT", format)
                    .with("AWS_SESSION_TOKEN", "session-token-44e1b0");
            Caravan.Ended refused =
                    caravan.with("AWS_SECRET_ACCESS_KEY", "a-wrong-secret-9a3c").run();
            assertThat(refused.exitCode()).isEqualTo(5);
            assertThat(rehearsal.stats().logins()).isPositive();
            Caravan.Ended delivered =
                    caravan.without("AWS_SESSION_TOKEN").with(Bucket.settings()).run();
            assertThat(delivered.exitCode()).isZero();
            assertThat(delivered.err().contains("TRACE")).isTrue();

            List<byte[]> written = new ArrayList<>();
            written.add(refused.all().getBytes(StandardCharsets.UTF_8));
            written.add(delivered.all().getBytes(StandardCharsets.UTF_8));
            for (Path file : caravan.output().files()) {
                written.add(Files.readAllBytes(file));
            }
            written.add(Bucket.bytes(Bucket.manifestKey(rehearsal.prefix)));
            Map<String, String> secrets = Map.of(
                    "the given token",
                    Rehearsal.TOKEN,
                    "the password",
                    Rehearsal.PASSWORD,
                    "the AWS secret",
                    Bucket.secret(),
                    "the wrong AWS secret",
                    "a-wrong-secret-9a3c",
                    "the AWS session token",
                    "session-token-44e1b0",
                    token,
                    "crm-[0-9]+-[0-9a-f]{4,}");
            secrets.forEach((name, secret) -> {
                for (byte[] bytes : written) {
                    assertThat(linesWith(secret, bytes)).as(name).isEmpty();
                }
            });
        }
    }

    private static List<String> linesWith(String pattern, byte[] bytes) {
        java.util.regex.Pattern secret = java.util.regex.Pattern.compile(pattern);
        return Caravan.utf8(bytes)
                .lines()
                .filter(line -> secret.matcher(line).find())
                .limit(3)
                .map(line -> line.substring(0, Math.min(300, line.length())))
                .toList();
    }
}
