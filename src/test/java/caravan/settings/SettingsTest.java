package caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.auth.Secrets;
import caravan.settings.Settings.Need;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
    void namesAndDefaultsAreThese() {
        Map<String, String> expected = new HashMap<>(Map.of(
                "API_ENDPOINT", "/api/v1/customers",
                "S3_PREFIX", "raw/{source}",
                "MAX_RETRIES", "5",
                "INITIAL_BACKOFF", "1",
                "MAX_BACKOFF", "60",
                "MAX_RETRY_AFTER", "300",
                "RECORDS_PER_PAGE", "1000",
                "REQUEST_TIMEOUT", "30",
                "INTER_PAGE_DELAY", "0",
                "PARALLEL_PAGES", "4"));
        expected.put("PARALLEL_SOURCES", "2");
        expected.put("OUTPUT_DIR", "data");
        expected.put("MISSING_VALUE", "N/A");
        expected.put("LOG_FORMAT", "text");
        expected.put("PROBE_PERCENT", "1");
        expected.put("DOUBT_PAUSE", "5");
        expected.put("ACCEPT_DIFFERENCES", "false");
        expected.put("MAX_SHRINK", "20");
        expected.put("RESUME_HOURS", "20");
        for (String name : List.of(
                "API_BASE_URL",
                "API_TOKEN",
                "API_USERNAME",
                "API_PASSWORD",
                "API_CLIENT_ID",
                "API_CLIENT_SECRET",
                "S3_BUCKET",
                "MAX_REQUESTS_PER_SECOND",
                "CA_CERTIFICATES",
                "HTTP_PROXY",
                "HTTPS_PROXY",
                "NO_PROXY",
                "AWS_REGION",
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "AWS_PROFILE",
                "AWS_ENDPOINT_URL",
                "AWS_ENDPOINT_URL_S3",
                "S3_ADDRESSING_STYLE",
                "AWS_REQUEST_CHECKSUM_CALCULATION",
                "AWS_RESPONSE_CHECKSUM_VALIDATION")) {
            expected.put(name, null);
        }
        Map<String, String> presets = new HashMap<>();
        Setting.all().forEach(setting -> presets.put(setting.name(), setting.preset()));
        assertThat(presets).isEqualTo(expected);
    }

    /** Each name is written twice in its row. */
    @Test
    void eachRowHasTheNameOfItsConstant() throws Exception {
        for (Field field : Setting.class.getFields()) {
            assertThat(field.get(null)).hasToString(field.getName());
        }
        assertThat(Setting.class.getFields()).hasSameSizeAs(Setting.all());
    }

    /** Routes take defaults as they are. */
    @Test
    void everyDefaultAndExampleIsAllowed() {
        for (Setting<?> setting : Setting.all()) {
            String value = setting.preset() == null ? setting.example() : setting.preset();
            if (!value.isEmpty()) {
                assertThat(setting.problem(value)).as("%s", setting).isEmpty();
            }
        }
    }

    @Test
    void valuesAreTyped() {
        Settings settings = settings(
                "INITIAL_BACKOFF", "0.25", "REQUEST_TIMEOUT", "1e1", "OUTPUT_DIR", "a/../b", "MAX_RETRIES", "0");
        assertThat(settings.get(Setting.INITIAL_BACKOFF)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.get(Setting.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.get(Setting.MAX_BACKOFF)).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.get(Setting.MAX_RETRIES)).isZero();
        assertThat(settings.get(Setting.PARALLEL_PAGES)).isEqualTo(4);
        assertThat(settings.get(Setting.OUTPUT_DIR)).isEqualTo(Path.of("b").toAbsolutePath());
        assertThat(settings.has(Setting.API_USERNAME)).isFalse();
        assertThat(settings.find(Setting.API_USERNAME)).isNull();
        assertThat(settings.get(Setting.MAX_REQUESTS_PER_SECOND, 9.0)).isEqualTo(9);
        assertThat(settings("MAX_REQUESTS_PER_SECOND", "0.5").get(Setting.MAX_REQUESTS_PER_SECOND, 9.0))
                .isEqualTo(0.5);
        assertThat(settings.get(Setting.API_BASE_URL)).isEqualTo(URI.create("https://crm.example"));
        assertThat(settings("OUTPUT_DIR", "~/out").get(Setting.OUTPUT_DIR))
                .isEqualTo(Path.of(System.getProperty("user.home"), "out"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            API_BASE_URL | HTTP://CRM.Example:8080/Api/ | http://crm.example:8080/Api
            API_BASE_URL | http://crm_api:8080          | http://crm_api:8080
            API_BASE_URL | https://müller.example       | https://xn--mller-kva.example
            API_BASE_URL | http://[::1]:8080            | http://[::1]:8080
            API_BASE_URL | http://127.0.0.1/a b         | http://127.0.0.1/a%20b
            API_ENDPOINT | /a b?c=o'x&d=[1]             | /a%20b?c=o'x&d=%5B1%5D
            API_ENDPOINT | /100%/${x}/{{x}}?q=%20%2G    | /100%25/$%7Bx%7D/%7B%7Bx%7D%7D?q=%20%252G
            API_ENDPOINT | /müller?n=€                  | /m%C3%BCller?n=%E2%82%AC
            """)
    void addressesAreReadAsUrlsHaveThem(String name, String given, String read) {
        Setting<?> setting = name.equals("API_BASE_URL") ? Setting.API_BASE_URL : Setting.API_ENDPOINT;
        assertThat(settings(name, given).get(setting)).hasToString(read);
    }

    @Test
    void keysAndTheirTokenComeFromOneSource() {
        Map<String, String> keys = Map.of("AWS_ACCESS_KEY_ID", "k1", "AWS_SECRET_ACCESS_KEY", "secret-of-k1");
        Map<String, String> old = Map.of(
                "AWS_ACCESS_KEY_ID", "k2", "AWS_SECRET_ACCESS_KEY", "secret-of-k2", "AWS_SESSION_TOKEN", "token-of-k2");
        assertThat(aws(keys, Map.of("AWS_SESSION_TOKEN", "old-token"))).isEqualTo(keys);
        assertThat(aws(keys, old)).isEqualTo(keys);
        assertThat(aws(Map.of("AWS_SESSION_TOKEN", "old-token"), old)).isEqualTo(old);
        assertThat(aws(Map.of("AWS_PROFILE", "p"), old)).isEqualTo(Map.of("AWS_PROFILE", "p"));
        assertThat(aws(keys, Map.of("AWS_PROFILE", "p")))
                .as("keys before a profile of a later source")
                .containsAllEntriesOf(keys);
        assertThat(aws(Map.of("AWS_ACCESS_KEY_ID", "k3"), Map.of("AWS_SECRET_ACCESS_KEY", "secret-of-k3")))
                .isEqualTo(Map.of("AWS_ACCESS_KEY_ID", "k3", "AWS_SECRET_ACCESS_KEY", "secret-of-k3"));
    }

    private static Map<String, String> aws(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all =
                new HashMap<>(Settings.of(List.of(first, second), List.of()).all());
        all.keySet().removeIf(name -> !name.startsWith("AWS_"));
        return all;
    }

    @Test
    void proxiesMayBeNamedInLowerCaseAndTheirPasswordsAreHidden() {
        Settings settings = settings("https_proxy", "http://me:pr%40xy-word@proxy:3128", "no_proxy", "a,b");
        assertThat(settings.get(Setting.HTTPS_PROXY)).isEqualTo("http://me:pr%40xy-word@proxy:3128");
        assertThat(settings.get(Setting.NO_PROXY)).isEqualTo("a,b");
        assertThat(Secrets.redact("pr%40xy-word pr@xy-word")).isEqualTo("*** ***");
        settings("API_ENDPOINT", "/c?api_key=query-key-%31&page_key=2");
        assertThat(Secrets.redact("query-key-%31 query-key-1")).isEqualTo("*** ***");
    }

    @Test
    void firstSourceWinsAndBlankCountsAsAbsent() {
        Settings settings = Settings.of(
                List.of(
                        Map.of("S3_BUCKET", "first", "MAX_RETRIES", " ", "MISSING_VALUE", "", "S3_PREFIX", " "),
                        Map.of("S3_BUCKET", "second", "MAX_RETRIES", " 7 ", "MISSING_VALUE", "-", "OTHER", "x"),
                        LEAST),
                List.of());
        assertThat(settings.get(Setting.S3_BUCKET)).isEqualTo("first");
        assertThat(settings.get(Setting.MAX_RETRIES)).isEqualTo(7);
        assertThat(settings.get(Setting.MISSING_VALUE))
                .as("empty means something here")
                .isEmpty();
        assertThat(settings.get(Setting.S3_PREFIX)).as("and here").isEmpty();
        assertThat(settings.all()).containsEntry("OTHER", "x");
        assertThat(settings("MISSING_VALUE", " - ").get(Setting.MISSING_VALUE)).isEqualTo(" - ");
    }

    @ParameterizedTest
    @CsvSource({"FILES, true, true", "API, false, true", "ALL, false, false"})
    void onlyWhatIsNeededIsRequired(Need need, boolean withNothing, boolean withoutS3) {
        Map<String, String> withApi = Map.of("API_BASE_URL", "http://crm.example", "API_TOKEN", "token-of-needs-test");
        assertThat(isEnough(Map.of(), need)).isEqualTo(withNothing);
        assertThat(isEnough(withApi, need)).isEqualTo(withoutS3);
    }

    private static boolean isEnough(Map<String, String> given, Need need) {
        try {
            Settings.of(List.of(given), List.of()).check(need);
            return true;
        } catch (SettingsException e) {
            return false;
        }
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        assertThatThrownBy(() -> Settings.of(
                                List.of(Map.of(
                                        "MAX_RETRIES", "five", "REQUEST_TIMEOUT", "0", "API_ENDPOINT", "customers")),
                                List.of(".env, line 3 is not NAME=value"))
                        .check(Need.ALL))
                .isInstanceOf(SettingsException.class)
                .hasMessage("7 settings need attention: .env, line 3 is not NAME=value;"
                        + " API_BASE_URL is missing (such as https://crm.example.com);"
                        + " S3_BUCKET is missing (caravan run --local needs none: it keeps the file on this machine);"
                        + " API_ENDPOINT=customers does not begin with /;"
                        + " REQUEST_TIMEOUT=0 is not a number of seconds between 0.001 and 2592000;"
                        + " MAX_RETRIES=five is not a whole number between 0 and 1000;"
                        + " API_TOKEN is missing (or set API_USERNAME and API_PASSWORD).");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            API_BASE_URL        | crm.example          | API_BASE_URL=crm.example is not a valid URL: it must begin with http:// or https:// and name a host
            API_BASE_URL        | ftp://crm.example    | API_BASE_URL=ftp://crm.example is not a valid URL: it must begin with http:// or https:// and name a host
            API_BASE_URL        | https://             | API_BASE_URL=https:// is not a valid URL: it must begin with http:// or https:// and name a host
            API_BASE_URL        | http:///             | API_BASE_URL=http:/// is not a valid URL: it must begin with http:// or https:// and name a host
            API_BASE_URL        | https://c.example?a=1| API_BASE_URL=https://c.example must not have a query: the API's own belongs in API_ENDPOINT
            API_BASE_URL        | https://c.example#a  | API_BASE_URL=https://c.example must not have a query: the API's own belongs in API_ENDPOINT
            API_BASE_URL        | http://a b           | API_BASE_URL=http://a b is not a valid URL: a b is not a host name
            AWS_ENDPOINT_URL_S3 | localhost:9000       | AWS_ENDPOINT_URL_S3=localhost:9000 is not a valid URL: it must begin with http:// or https:// and name a host
            AWS_ENDPOINT_URL    | x                    | AWS_ENDPOINT_URL=x is not a valid URL: it must begin with http:// or https:// and name a host
            API_TOKEN           | two words            | API_TOKEN contains characters that no token has (RFC 6750): white space, or others than ASCII
            API_TOKEN           | tokén                | API_TOKEN contains characters that no token has (RFC 6750): white space, or others than ASCII
            API_BASE_URL        | http://h:99999       | API_BASE_URL=http://h:99999 is not a valid URL: 99999 is not a port
            API_BASE_URL        | http://a..b          | API_BASE_URL=http://a..b is not a valid URL: a..b is not a host name
            AWS_ENDPOINT_URL    | http://min_io:9000   | AWS_ENDPOINT_URL=http://min_io:9000 names a host with an underscore, which Amazon's client does not take: use its address or another name
            API_ENDPOINT        | customers            | API_ENDPOINT=customers does not begin with /
            API_ENDPOINT        | /c#top               | API_ENDPOINT=/c#top has a # at character 3: what follows one is never sent; where it belongs to a value, write %23
            API_ENDPOINT        | /c?key=abc#top       | API_ENDPOINT=/c?key=…#top has a # at character 11: what follows one is never sent; where it belongs to a value, write %23
            CA_CERTIFICATES     | /none.pem            | CA_CERTIFICATES=/none.pem cannot be read (java.nio.file.NoSuchFileException: /none.pem)
            HTTPS_PROXY         | socks5://p:1080      | HTTPS_PROXY=socks5://p:1080 is not a proxy that is spoken to in HTTP: it must begin with http://
            HTTP_PROXY          | http://u:pass@p:0    | HTTP_PROXY names the port 0, which there is not
            OUTPUT_DIR          | $HOME/out            | OUTPUT_DIR=$HOME/out names $HOME, which nobody replaces here: write the path itself
            OUTPUT_DIR          | a/${B}               | OUTPUT_DIR=a/${B} names ${B}, which nobody replaces here: write the path itself
            OUTPUT_DIR          | ~other/out           | OUTPUT_DIR=~other/out begins with the home of another user: write the path itself
            MAX_RETRIES         | -1                   | MAX_RETRIES=-1 is not a whole number between 0 and 1000
            MAX_RETRIES         | +1                   | MAX_RETRIES=+1 is not a whole number between 0 and 1000
            MAX_RETRIES         | ٣                    | MAX_RETRIES=٣ is not a whole number between 0 and 1000
            MAX_RETRIES         | 1.5                  | MAX_RETRIES=1.5 is not a whole number between 0 and 1000
            MAX_RETRIES         | 99999999999          | MAX_RETRIES=99999999999 is not a whole number between 0 and 1000
            RECORDS_PER_PAGE    | 0                    | RECORDS_PER_PAGE=0 is not a whole number between 1 and 1000000
            PARALLEL_PAGES      | 0                    | PARALLEL_PAGES=0 is not a whole number between 1 and 64
            PARALLEL_PAGES      | 65                   | PARALLEL_PAGES=65 is not a whole number between 1 and 64
            INITIAL_BACKOFF     | -1                   | INITIAL_BACKOFF=-1 is not a number of seconds between 0 and 2592000
            INITIAL_BACKOFF     | 2592001              | INITIAL_BACKOFF=2592001 is not a number of seconds between 0 and 2592000
            MAX_BACKOFF         | NaN                  | MAX_BACKOFF=NaN is not a number of seconds between 0 and 2592000
            MAX_BACKOFF         | 1.2.3                | MAX_BACKOFF=1.2.3 is not a number of seconds between 0 and 2592000
            MAX_RETRY_AFTER     | Infinity             | MAX_RETRY_AFTER=Infinity is not a number of seconds between 0 and 2592000
            MAX_RETRY_AFTER     | 1e999                | MAX_RETRY_AFTER=1e999 is not a number of seconds between 0 and 2592000
            REQUEST_TIMEOUT     | 30s                  | REQUEST_TIMEOUT=30s is not a number of seconds between 0.001 and 2592000
            REQUEST_TIMEOUT     | 1d                   | REQUEST_TIMEOUT=1d is not a number of seconds between 0.001 and 2592000
            MAX_REQUESTS_PER_SECOND | 0                | MAX_REQUESTS_PER_SECOND=0 is not a number of requests per second between 0.001 and 100000
            MAX_REQUESTS_PER_SECOND | many             | MAX_REQUESTS_PER_SECOND=many is not a number of requests per second between 0.001 and 100000
            INTER_PAGE_DELAY    | 0x1p3                | INTER_PAGE_DELAY=0x1p3 is not a number of seconds between 0 and 2592000
            LOG_FORMAT          | xml                  | LOG_FORMAT=xml is not text or json
            """)
    void malformedValuesAreRefused(String name, String value, String message) {
        SettingsException thrown = catchThrowableOfType(SettingsException.class, () -> settings(name, value));
        assertThat(thrown.getMessage()).startsWith("1 setting needs attention: " + message);
    }

    @Test
    void controlCharactersAreNotShown() {
        assertThatThrownBy(() -> settings("OUTPUT_DIR", "a\0b", "MAX_RETRIES", "5\033[2J"))
                .hasMessage("2 settings need attention:"
                        + " MAX_RETRIES=5?[2J is not a whole number between 0 and 1000;"
                        + " OUTPUT_DIR=a?b is not a valid path: Nul character not allowed.");
    }

    @Test
    void tokenOrLoginIsRequired() {
        Map<String, String> rest = Map.of("API_BASE_URL", "https://crm.example", "S3_BUCKET", "b");
        assertThatThrownBy(() -> Settings.of(List.of(rest, Map.of("API_USERNAME", "u")), List.of())
                        .check(Need.ALL))
                .hasMessage("1 setting needs attention: API_PASSWORD is missing (or set API_TOKEN).");
        assertThatThrownBy(() -> Settings.of(List.of(rest, Map.of("API_PASSWORD", "pass-of-test")), List.of())
                        .check(Need.ALL))
                .hasMessage("1 setting needs attention: API_USERNAME is missing (or set API_TOKEN).");
        assertThat(Settings.of(List.of(rest, Map.of("API_USERNAME", "u", "API_PASSWORD", "pass-of-test")), List.of())
                        .check(Need.ALL)
                        .has(Setting.API_TOKEN))
                .isFalse();
    }

    /** They would be doubled in every URL. */
    @Test
    void trailingSlashesOfUrlsAreDropped() {
        assertThat(settings("API_BASE_URL", "https://crm.example:8443/base//").get(Setting.API_BASE_URL))
                .hasToString("https://crm.example:8443/base");
    }

    @ParameterizedTest
    @CsvSource({
        "API_BASE_URL, https://user:hidden-1@crm.example",
        "API_BASE_URL, https://user:hidden-1@crm_underscore.example",
        "API_BASE_URL, user:hidden-1@crm.example",
        "API_BASE_URL, https://user:hidden-1 @crm.example",
        "API_BASE_URL, ftp://user:hidden-1@crm.example",
        "AWS_ENDPOINT_URL, http://user:hidden-1@s3.example",
        "API_BASE_URL, https:///user:hidden-1@crm.example",
        "API_BASE_URL, crm.example?key=hidden-1",
        "API_BASE_URL, http://a b?key=hidden-1",
        "API_BASE_URL, https://crm.example#hidden-1",
        "API_TOKEN, hidden-1 hidden-1"
    })
    void problemsShowNoSecret(String name, String value) {
        SettingsException thrown = catchThrowableOfType(SettingsException.class, () -> settings(name, value));
        assertThat(thrown.getMessage()).contains(name).doesNotContain("hidden-1");
    }

    @Test
    void secretInTheWrongPlaceIsNotShown() {
        assertThatThrownBy(() -> settings("API_TOKEN", "hidden-2-token", "MAX_RETRIES", "hidden-2-token"))
                .hasMessageContaining("MAX_RETRIES=*** is not a whole number");
    }

    @Test
    void secretsAreHiddenFromNowOn() {
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
        assertThat(settings.all().keySet().stream().filter(Setting::isSecret))
                .containsExactlyInAnyOrder("API_TOKEN", "API_PASSWORD", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");
    }

    private static Settings settings(String... namesAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.of(List.of(given, LEAST), List.of()).check(Need.ALL);
    }
}
