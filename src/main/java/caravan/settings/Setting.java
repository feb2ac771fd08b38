package caravan.settings;

import static caravan.settings.Setting.Group.FILE;
import static caravan.settings.Setting.Group.MESSAGES;
import static caravan.settings.Setting.Group.PACE;
import static caravan.settings.Setting.Group.PROOF;
import static caravan.settings.Setting.Group.S3;
import static caravan.settings.Setting.Group.SOURCE;
import static caravan.settings.Setting.Group.START;
import static caravan.settings.Settings.Need.ALL;
import static caravan.settings.Settings.Need.API;
import static caravan.settings.Settings.Need.FILES;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings, one row each. Defaults, checks, secrets, hints at misspelled names, {@code .env.example} and
 * {@code docs/settings.md} are derived from the rows: a new setting is a new row and nothing else. Immutable.
 */
public final class Setting<T> {
    private static final Map<String, Setting<?>> ROWS = new LinkedHashMap<>();
    private static final Type<String> OTHERS = new Type.Text();
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int MAX_SECONDS = 30 * 24 * 3600;

    public static final Setting<URI> API_BASE_URL = required(
                    START, API, "API_BASE_URL", new Type.Url(true), "https://crm.example.com")
            .help("The API's address, without the path of the resource.");
    public static final Setting<String> API_TOKEN = secret(START, API, "API_TOKEN", Type.token())
            .help("The bearer token. API_USERNAME and API_PASSWORD can be set instead of it, or as well.");
    public static final Setting<String> S3_BUCKET = required(START, ALL, "S3_BUCKET", new Type.Plain(), "")
            .help("The bucket that receives the file. It must exist.");
    public static final Setting<String> AWS_REGION = optional(START, ALL, "AWS_REGION", new Type.Text(), "")
            .help("The bucket's region. Leave it and the key out if the AWS SDK finds them by itself: in ~/.aws,"
                    + " in a role of the machine or the container, by single sign-on.");
    public static final Setting<String> AWS_ACCESS_KEY_ID = optional(
                    START, ALL, "AWS_ACCESS_KEY_ID", new Type.Text(), "")
            .help("A key that may write to the bucket. It needs s3:PutObject, s3:GetObject (to verify the"
                    + " upload), and to clean up after interrupted uploads s3:AbortMultipartUpload and"
                    + " s3:ListBucketMultipartUploads.");
    public static final Setting<String> AWS_SECRET_ACCESS_KEY =
            secret(START, ALL, "AWS_SECRET_ACCESS_KEY", new Type.Text()).help("The secret of that key.");

    public static final Setting<Path> CA_CERTIFICATES = optional(
                    SOURCE, API, "CA_CERTIFICATES", new Type.Certificates(), "")
            .help(
                    "A PEM file with the certificates of your own authorities, for the API and S3. They are trusted beside"
                            + " those that Java knows.");
    public static final Setting<String> HTTP_PROXY = optional(SOURCE, API, "HTTP_PROXY", new Type.Proxy(), "")
            .help("The proxy for http:// addresses, of the API and of S3: http://host:port, with user:password@ before"
                    + " the host where it asks for them.");
    public static final Setting<String> HTTPS_PROXY =
            optional(SOURCE, API, "HTTPS_PROXY", new Type.Proxy(), "").help("The same for https:// addresses.");
    public static final Setting<String> NO_PROXY = optional(SOURCE, API, "NO_PROXY", new Type.Text(), "")
            .help("Hosts that are reached without a proxy, with all names below them: crm.example.com, 10.0.0.7:8080 or"
                    + " *, separated by commas.");

    public static final Setting<String> API_ENDPOINT = preset(
                    SOURCE, API, "API_ENDPOINT", new Type.UrlPath(), "/api/v1/customers")
            .help("The path of the resource; begins with a slash. It may have a query of its own; page and limit"
                    + " are added.");
    public static final Setting<String> API_USERNAME = optional(SOURCE, API, "API_USERNAME", new Type.Verbatim(), "")
            .help("The user, for an API with a login: POST /login under API_BASE_URL. Caravan logs in when"
                    + " necessary, and again before the token expires. If API_TOKEN is set as well, it is used until"
                    + " the API refuses it.");
    public static final Setting<String> API_PASSWORD =
            secret(SOURCE, API, "API_PASSWORD", new Type.Verbatim()).help("The password of that user.");
    public static final Setting<String> API_CLIENT_ID = optional(SOURCE, API, "API_CLIENT_ID", new Type.Verbatim(), "")
            .help("The client's id, for a source whose login is client-credentials (OAuth 2).");
    public static final Setting<String> API_CLIENT_SECRET =
            secret(SOURCE, API, "API_CLIENT_SECRET", new Type.Verbatim()).help("The secret of that client.");
    public static final Setting<Integer> RECORDS_PER_PAGE = preset(
                    SOURCE, API, "RECORDS_PER_PAGE", new Type.Whole(1, 1_000_000), "1000")
            .help("Records per request. A run can only be resumed with the page size it started with.");

    public static final Setting<Integer> PARALLEL_PAGES = preset(
                    PACE, API, "PARALLEL_PAGES", new Type.Whole(1, 64), "4")
            .help("The most requests at the same time. Caravan starts with two and uses fewer while the API is"
                    + " slow.");
    public static final Setting<Integer> PARALLEL_SOURCES = preset(
                    PACE, API, "PARALLEL_SOURCES", new Type.Whole(1, 64), "2")
            .help("How many sources run at the same time. Those of one host and user share its pace.");
    public static final Setting<Double> MAX_REQUESTS_PER_SECOND = optional(
                    PACE, API, "MAX_REQUESTS_PER_SECOND", Type.perSecond(0.001, 100_000), "")
            .help("A rate that is never exceeded; 0.5 is one request every two seconds. Not set: as fast as the"
                    + " API allows.");
    public static final Setting<Duration> INTER_PAGE_DELAY = preset(
                    PACE, API, "INTER_PAGE_DELAY", Type.seconds(0, MAX_SECONDS), "0")
            .help("The least time between the starts of two requests.");
    public static final Setting<Duration> REQUEST_TIMEOUT = preset(
                    PACE, API, "REQUEST_TIMEOUT", Type.seconds(0.001, MAX_SECONDS), "30")
            .help("The longest time for one attempt, from the connection to the last byte of the response.");
    public static final Setting<Integer> MAX_RETRIES = preset(PACE, API, "MAX_RETRIES", new Type.Whole(0, 1000), "5")
            .help("Retries of one page after its first attempt, and of the delivery to S3.");
    public static final Setting<Duration> INITIAL_BACKOFF = preset(
                    PACE, API, "INITIAL_BACKOFF", Type.seconds(0, MAX_SECONDS), "1")
            .help("The wait before the first retry. It doubles with each retry (1, 2, 4, ...), give or take a quarter;"
                    + " after 429 it is twice as long, and all pages wait.");
    public static final Setting<Duration> MAX_BACKOFF = preset(
                    PACE, API, "MAX_BACKOFF", Type.seconds(0, MAX_SECONDS), "60")
            .help("The longest wait, unless the API asks for a longer one with Retry-After.");
    public static final Setting<Duration> MAX_RETRY_AFTER = preset(
                    PACE, API, "MAX_RETRY_AFTER", Type.seconds(0, MAX_SECONDS), "300")
            .help("The longest Retry-After to obey. If the API asks for more, the run ends with exit code 4 and"
                    + " says how long to wait.");

    public static final Setting<Double> PROBE_PERCENT = preset(PROOF, API, "PROBE_PERCENT", Type.percent(), "1")
            .help(
                    "How many percent of the pages are requested once more at the end, to see that the source stood still:"
                            + " at least 3 pages, and at most 20 for each percent. 0: none, and the report says so.");
    public static final Setting<Duration> DOUBT_PAUSE = preset(
                    PROOF, API, "DOUBT_PAUSE", Type.seconds(0, MAX_SECONDS), "5")
            .help(
                    "The time between a doubtful answer (no records where some were announced, a smaller total, the records"
                            + " of another page) and the one that confirms it.");
    public static final Setting<String> ACCEPT_DIFFERENCES = preset(
                    PROOF, API, "ACCEPT_DIFFERENCES", new Type.Choice(List.of("false", "counts", "true")), "false")
            .help("Which differences are no reason to fail: counts accepts a total that is wrong if everything else is"
                    + " proven, true accepts all. They are reported all the same.");
    public static final Setting<Double> MAX_SHRINK = preset(PROOF, API, "MAX_SHRINK", Type.percent(), "20")
            .help(
                    "How many percent fewer records than in the last complete run are no difference. 100: any; one such run"
                            + " sets the new reference.");
    public static final Setting<Duration> RESUME_HOURS = preset(PROOF, API, "RESUME_HOURS", Type.hours(87_600), "20")
            .help("How many hours after its last stored page an unfinished run is resumed; later, a new one starts.");

    public static final Setting<Path> OUTPUT_DIR = preset(FILE, FILES, "OUTPUT_DIR", new Type.Place(), "data")
            .help("The folder of the CSV file, its ledger and its report; relative to the working directory.");
    public static final Setting<String> MISSING_VALUE = preset(
                    FILE, FILES, "MISSING_VALUE", new Type.TextOrEmpty(false), "N/A")
            .help("The text of a cell whose field is null or absent.");

    public static final Setting<String> LOG_FORMAT = preset(
                    MESSAGES, API, "LOG_FORMAT", new Type.Choice(List.of("text", "json")), "text")
            .help("The format of the events on stderr. json: one object per line, with timestamp, level, logger,"
                    + " run, page and message; no progress line.");

    public static final Setting<String> S3_PREFIX = preset(
                    S3, ALL, "S3_PREFIX", new Type.TextOrEmpty(true), "raw/{source}")
            .help("The beginning of the object keys, before /date=YYYY-MM-DD/; {source} is the name of the source.");
    public static final Setting<String> AWS_SESSION_TOKEN =
            secret(S3, ALL, "AWS_SESSION_TOKEN", new Type.Text()).help("The session token of temporary credentials.");
    public static final Setting<String> AWS_PROFILE =
            optional(S3, ALL, "AWS_PROFILE", new Type.Text(), "").help("A profile of ~/.aws, instead of a key.");
    public static final Setting<URI> AWS_ENDPOINT_URL = optional(S3, ALL, "AWS_ENDPOINT_URL", new Type.Url(false), "")
            .help("The address of an S3 other than AWS's (MinIO, Ceph, ...). See S3_ADDRESSING_STYLE.");
    public static final Setting<URI> AWS_ENDPOINT_URL_S3 = optional(
                    S3, ALL, "AWS_ENDPOINT_URL_S3", new Type.Url(false), "http://127.0.0.1:9000")
            .help("The same for S3 alone; wins over AWS_ENDPOINT_URL.");

    public static final Setting<String> S3_ADDRESSING_STYLE = optional(
                    S3, ALL, "S3_ADDRESSING_STYLE", new Type.Choice(List.of("path", "virtual")), "")
            .help(
                    "How a bucket is addressed: in the path, or in the host name. Not set: in the host name at AWS, in the"
                            + " path at any other S3.");
    public static final Setting<String> AWS_REQUEST_CHECKSUM_CALCULATION = optional(
                    S3, ALL, "AWS_REQUEST_CHECKSUM_CALCULATION", Type.checksums(), "")
            .help("Whether uploads carry a checksum of AWS's newer kind. Not set: at AWS always, elsewhere when"
                    + " required, since many makes of S3 refuse it. What has arrived is verified in any case.");
    public static final Setting<String> AWS_RESPONSE_CHECKSUM_VALIDATION = optional(
                    S3, ALL, "AWS_RESPONSE_CHECKSUM_VALIDATION", Type.checksums(), "")
            .help("The same for downloads.");

    /** Where a setting stands in {@code .env.example} and {@code docs/settings.md}. */
    enum Group {
        START("Fill these in"),
        SOURCE("The API"),
        PACE("Speed and patience"),
        PROOF("Proof"),
        FILE("The file"),
        MESSAGES("Messages"),
        S3("S3");

        final String title;

        Group(String title) {
            this.title = title;
        }
    }

    private final Row<T> row;
    private final String help;

    private Setting(Row<T> row, String help) {
        this.row = row;
        this.help = help;
    }

    /** All settings, in the order of the rows. */
    static Collection<Setting<?>> all() {
        return Collections.unmodifiableCollection(ROWS.values());
    }

    static Set<String> names() {
        return Collections.unmodifiableSet(ROWS.keySet());
    }

    /** Says whether the value of this name must not be shown; names of others may be asked, too. */
    public static boolean isSecret(String name) {
        Setting<?> setting = ROWS.get(name);
        // With the name of a source in front it is the same.
        return setting != null
                ? setting.row.secret
                : ROWS.values().stream().anyMatch(own -> own.row.secret && name.endsWith("_" + own.row.name));
    }

    /** Returns the part of a given text that counts; null if the name then counts as not given. */
    static @Nullable String clean(String name, String given) {
        Setting<?> setting = ROWS.get(name);
        return (setting == null ? OTHERS : setting.row.type).clean(given);
    }

    /** Returns what is wrong with a text of this setting, or with its absence. */
    Optional<String> problem(@Nullable String text) {
        if (text == null) {
            String hint = row.name.equals("S3_BUCKET")
                    ? " (caravan run --local needs none: it keeps the file on this machine)"
                    : row.example.isEmpty() ? "" : " (such as " + row.example + ")";
            return row.required ? Optional.of(row.name + " is missing" + hint) : Optional.empty();
        }
        try {
            row.type.read(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            String shown = row.secret ? null : row.type.shown(text);
            return Optional.of((shown == null
                            ? row.name
                            : row.name + "=" + CONTROL.matcher(shown).replaceAll("?"))
                    + " "
                    + e.getMessage());
        }
    }

    T read(String text) {
        return row.type.read(text);
    }

    public String name() {
        return row.name;
    }

    Group group() {
        return row.group;
    }

    Settings.Need need() {
        return row.need;
    }

    /** Returns the default. */
    @Nullable
    String preset() {
        return row.preset;
    }

    boolean isRequired() {
        return row.required;
    }

    /** Returns a value for {@code .env.example} where there is no default; may be empty. */
    String example() {
        return row.example;
    }

    String help() {
        return help;
    }

    String allowed() {
        return row.type.allowed();
    }

    @Override
    public String toString() {
        return row.name;
    }

    private static <T> Row<T> preset(Group group, Settings.Need need, String name, Type<T> type, String preset) {
        return new Row<>(group, need, name, type, preset, false, false, "");
    }

    private static <T> Row<T> optional(Group group, Settings.Need need, String name, Type<T> type, String example) {
        return new Row<>(group, need, name, type, null, false, false, example);
    }

    private static <T> Row<T> required(Group group, Settings.Need need, String name, Type<T> type, String example) {
        return new Row<>(group, need, name, type, null, true, false, example);
    }

    private static <T> Row<T> secret(Group group, Settings.Need need, String name, Type<T> type) {
        return new Row<>(group, need, name, type, null, false, true, "");
    }

    private record Row<T>(
            Group group,
            Settings.Need need,
            String name,
            Type<T> type,
            @Nullable String preset,
            boolean required,
            boolean secret,
            String example) {
        Setting<T> help(String text) {
            Setting<T> setting = new Setting<>(this, text);
            ROWS.put(name, setting);
            return setting;
        }
    }
}
