package caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.auth.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final Map<String, String> LEAST =
            Map.of("API_BASE_URL", "https://crm.example", "API_TOKEN", "token-of-settings-test", "S3_BUCKET", "b");

    @Test
    void haveTheseNamesAndDefaults() {
        Map<String, String> expected = new HashMap<>(Map.of(
                "API_ENDPOINT", "/api/v1/customers",
                "S3_PREFIX", "raw/customers",
                "MAX_RETRIES", "5",
                "INITIAL_BACKOFF", "1",
                "MAX_BACKOFF", "60",
                "MAX_RETRY_AFTER", "300",
                "RECORDS_PER_PAGE", "1000",
                "REQUEST_TIMEOUT", "30",
                "INTER_PAGE_DELAY", "0",
                "PARALLEL_PAGES", "4"));
        expected.put("OUTPUT_DIR", "data");
        expected.put("MISSING_VALUE", "N/A");
        expected.put("LOG_FORMAT", "text");
        for (String name : List.of(
                "API_BASE_URL",
                "API_TOKEN",
                "API_USERNAME",
                "API_PASSWORD",
                "S3_BUCKET",
                "MAX_REQUESTS_PER_SECOND",
                "AWS_REGION",
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "AWS_PROFILE",
                "AWS_ENDPOINT_URL",
                "AWS_ENDPOINT_URL_S3")) {
            expected.put(name, null);
        }
        assertThat(Settings.DEFAULTS).isEqualTo(expected);
    }

    @Test
    void areTyped() {
        Settings settings = settings(
                "INITIAL_BACKOFF", "0.25", "REQUEST_TIMEOUT", "1e1", "OUTPUT_DIR", "a/../b", "MAX_RETRIES", "0");
        assertThat(settings.seconds("INITIAL_BACKOFF")).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.seconds("REQUEST_TIMEOUT")).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.seconds("MAX_BACKOFF")).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.count("MAX_RETRIES")).isZero();
        assertThat(settings.count("PARALLEL_PAGES")).isEqualTo(4);
        assertThat(settings.outputDir()).isEqualTo(Path.of("b").toAbsolutePath());
        assertThat(settings.has("API_USERNAME")).isFalse();
    }

    @Test
    void takeTheFirstSourceThatHasOneAndAnEmptyValueForNone() {
        Settings settings = Settings.of(
                List.of(
                        Map.of("S3_BUCKET", "first", "MAX_RETRIES", " ", "MISSING_VALUE", "", "S3_PREFIX", " "),
                        Map.of("S3_BUCKET", "second", "MAX_RETRIES", " 7 ", "MISSING_VALUE", "-", "OTHER", "x"),
                        LEAST),
                List.of());
        assertThat(settings.text("S3_BUCKET")).isEqualTo("first");
        assertThat(settings.count("MAX_RETRIES")).isEqualTo(7);
        assertThat(settings.text("MISSING_VALUE"))
                .as("empty means something here")
                .isEmpty();
        assertThat(settings.text("S3_PREFIX")).as("and here").isEmpty();
        assertThat(settings.all()).containsEntry("OTHER", "x");
        assertThat(settings("MISSING_VALUE", " - ").text("MISSING_VALUE")).isEqualTo(" - ");
    }

    @ParameterizedTest
    @CsvSource({"FILES, true, true", "API, false, true", "ALL, false, false"})
    void demandNoMoreThanIsNeeded(Settings.Need need, boolean withNothing, boolean withoutS3) {
        Map<String, String> withApi = Map.of("API_BASE_URL", "http://crm.example", "API_TOKEN", "token-of-needs-test");
        assertThat(isEnough(Map.of(), need)).isEqualTo(withNothing);
        assertThat(isEnough(withApi, need)).isEqualTo(withoutS3);
    }

    private static boolean isEnough(Map<String, String> given, Settings.Need need) {
        try {
            Settings.of(List.of(given), List.of(), need);
            return true;
        } catch (SettingsException e) {
            return false;
        }
    }

    @Test
    void nameEveryProblemAtOnce() {
        assertThatThrownBy(() -> Settings.of(
                        List.of(Map.of("MAX_RETRIES", "five", "REQUEST_TIMEOUT", "0", "API_ENDPOINT", "customers")),
                        List.of(".env, line 3 is not NAME=value")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("7 settings need attention: .env, line 3 is not NAME=value;"
                        + " API_BASE_URL is missing (the API's address, such as https://crm.example.com);"
                        + " S3_BUCKET is missing;"
                        + " API_TOKEN is missing (or give API_USERNAME and API_PASSWORD);"
                        + " API_ENDPOINT=customers does not begin with /;"
                        + " MAX_RETRIES=five is not a whole number;"
                        + " REQUEST_TIMEOUT=0 is not a number of seconds between 0.001 and 2592000.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            API_BASE_URL        | crm.example          | API_BASE_URL=crm.example is no URL: it must begin with http:// or https:// and name a host
            API_BASE_URL        | ftp://crm.example    | API_BASE_URL=ftp://crm.example is no URL: it must begin with http:// or https:// and name a host
            API_BASE_URL        | https://            | API_BASE_URL is no URL: Expected scheme-specific part at character 7
            API_BASE_URL        | https://c.example?a=1| API_BASE_URL=https://c.example/ has a query: a query belongs into API_ENDPOINT
            API_BASE_URL        | http://a b           | API_BASE_URL is no URL: Illegal character in
            AWS_ENDPOINT_URL_S3 | localhost:9000       | AWS_ENDPOINT_URL_S3=localhost:9000 is no URL: it must begin with http:// or https:// and name a host
            AWS_ENDPOINT_URL    | x                    | AWS_ENDPOINT_URL=x is no URL: it must begin with http:// or https:// and name a host
            API_TOKEN           | two words            | API_TOKEN has characters that no token has (RFC 6750): white space, or others than ASCII
            API_TOKEN           | tokén                | API_TOKEN has characters that no token has (RFC 6750): white space, or others than ASCII
            MAX_RETRIES         | -1                   | MAX_RETRIES=-1 is not between 0 and 1000
            MAX_RETRIES         | 1.5                  | MAX_RETRIES=1.5 is not a whole number
            MAX_RETRIES         | 99999999999          | MAX_RETRIES=99999999999 is not a whole number
            RECORDS_PER_PAGE    | 0                    | RECORDS_PER_PAGE=0 is not between 1 and 1000000
            PARALLEL_PAGES      | 0                    | PARALLEL_PAGES=0 is not between 1 and 64
            PARALLEL_PAGES      | 65                   | PARALLEL_PAGES=65 is not between 1 and 64
            INITIAL_BACKOFF     | -1                   | INITIAL_BACKOFF=-1 is not a number of seconds between 0 and 2592000
            MAX_BACKOFF         | NaN                  | MAX_BACKOFF=NaN is not a number of seconds
            MAX_RETRY_AFTER     | Infinity             | MAX_RETRY_AFTER=Infinity is not a number of seconds
            REQUEST_TIMEOUT     | 30s                  | REQUEST_TIMEOUT=30s is not a number of seconds
            REQUEST_TIMEOUT     | 1d                   | REQUEST_TIMEOUT=1d is not a number of seconds
            MAX_REQUESTS_PER_SECOND | 0                | MAX_REQUESTS_PER_SECOND=0 is not
            MAX_REQUESTS_PER_SECOND | many             | MAX_REQUESTS_PER_SECOND=many is not
            INTER_PAGE_DELAY    | 0x1p3                | INTER_PAGE_DELAY=0x1p3 is not a number of seconds
            """)
    void areRefusedWhenMalformed(String name, String value, String message) {
        SettingsException thrown = catchThrowableOfType(SettingsException.class, () -> settings(name, value));
        assertThat(thrown.getMessage()).startsWith("1 setting needs attention: " + message);
    }

    @Test
    void wantATokenOrALogin() {
        Map<String, String> rest = Map.of("API_BASE_URL", "https://crm.example", "S3_BUCKET", "b");
        assertThatThrownBy(() -> Settings.of(List.of(rest, Map.of("API_USERNAME", "u")), List.of()))
                .hasMessage("1 setting needs attention: API_PASSWORD is missing (or give API_TOKEN).");
        assertThatThrownBy(() -> Settings.of(List.of(rest, Map.of("API_PASSWORD", "pass-of-test")), List.of()))
                .hasMessage("1 setting needs attention: API_USERNAME is missing (or give API_TOKEN).");
        assertThat(Settings.of(List.of(rest, Map.of("API_USERNAME", "u", "API_PASSWORD", "pass-of-test")), List.of())
                        .has("API_TOKEN"))
                .isFalse();
    }

    /** A slash too many would stand in every address. */
    @Test
    void dropTheSlashesAtTheEndOfAnAddress() {
        assertThat(settings("API_BASE_URL", "https://crm.example:8443/base//").text("API_BASE_URL"))
                .isEqualTo("https://crm.example:8443/base");
    }

    @ParameterizedTest
    @CsvSource({
        "API_BASE_URL, https://user:hidden-1@crm.example",
        "API_BASE_URL, https://user:hidden-1@crm_underscore.example",
        "API_BASE_URL, user:hidden-1@crm.example",
        "API_BASE_URL, https://user:hidden-1 @crm.example",
        "API_BASE_URL, ftp://user:hidden-1@crm.example",
        "AWS_ENDPOINT_URL, http://user:hidden-1@s3.example",
        "API_TOKEN, hidden-1 hidden-1"
    })
    void showNoSecretInAProblem(String name, String value) {
        SettingsException thrown = catchThrowableOfType(SettingsException.class, () -> settings(name, value));
        assertThat(thrown.getMessage()).contains(name).doesNotContain("hidden-1");
    }

    @Test
    void hideTheirSecretsFromNowOn() {
        Settings settings = settings(
                "API_TOKEN",
                "hidden-token",
                "API_PASSWORD",
                "hidden-pass",
                "AWS_SECRET_ACCESS_KEY",
                "hidden-key",
                "AWS_SESSION_TOKEN",
                "hidden-session");
        assertThat(Secrets.redact("hidden-token hidden-pass hidden-key hidden-session"))
                .isEqualTo("*** *** *** ***");
        assertThat(settings.toString()).doesNotContain("hidden-");
    }

    private static Settings settings(String... namesAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.of(Arrays.asList(given, LEAST), List.of());
    }
}
