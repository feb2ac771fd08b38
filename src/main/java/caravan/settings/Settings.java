package caravan.settings;

import caravan.auth.Secrets;
import caravan.console.Logging;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Typed, checked settings. All that is wrong with them is told at once, before any request. Shows no secret. */
public final class Settings {
    /** Every setting of ours with its default; null where there is none. */
    public static final Map<String, String> DEFAULTS = defaults();

    /** Those that are shown nowhere. */
    public static final Set<String> SECRETS =
            Set.of("API_TOKEN", "API_PASSWORD", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

    /** How much of the settings a command needs: the rest may be missing, and is not looked at. */
    public enum Need {
        /** The output folder. */
        FILES,
        /** That, and all that asking for a page takes. */
        API,
        /** That, and what delivering takes. */
        ALL
    }

    private static final String JSON = "json";
    private static final int MAX_SECONDS = 30 * 24 * 3600;

    /** An address with something before its host, however malformed otherwise. */
    private static final Pattern WITH_USER = Pattern.compile("(?:[^/?#]*//)?[^/?#]*@");
    /** Java would also take {@code 1d} and {@code 0x1p3} for numbers. */
    private static final Pattern DECIMAL = Pattern.compile("[-+.eE0-9]+");

    private final Map<String, String> values;
    private final List<String> problems;

    private Settings(Map<String, String> values, List<String> problems) {
        this.values = values;
        this.problems = problems;
    }

    /**
     * @param sources name to value, the first one to have a name wins; names of others may be among them
     * @param problems what was wrong with the sources themselves
     * @throws SettingsException when anything is wrong
     */
    public static Settings of(List<Map<String, String>> sources, List<String> problems) {
        return of(sources, problems, Need.ALL);
    }

    public static Settings of(List<Map<String, String>> sources, List<String> problems, Need need) {
        Map<String, String> values = new LinkedHashMap<>();
        DEFAULTS.forEach((name, value) -> {
            if (value != null) {
                values.put(name, value);
            }
        });
        for (int i = sources.size() - 1; i >= 0; i--) {
            // NAME= in a file or the environment is how people leave a setting out, except where empty means something.
            sources.get(i).forEach((name, value) -> {
                if (!value.isBlank() || name.equals("MISSING_VALUE") || name.equals("S3_PREFIX")) {
                    values.put(name, name.equals("MISSING_VALUE") ? value : value.strip());
                }
            });
        }
        SECRETS.forEach(name -> Secrets.hide(values.get(name)));
        if (JSON.equals(values.get("LOG_FORMAT"))) {
            // Before anything is told, what is wrong with the settings included.
            Logging.asJson();
        }
        Settings settings = new Settings(values, new ArrayList<>(problems));
        settings.check(need);
        if (!settings.problems.isEmpty()) {
            throw new SettingsException(settings.problems);
        }
        return settings;
    }

    public String text(String name) {
        return values.get(name);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public int count(String name) {
        return Integer.parseInt(values.get(name));
    }

    public Duration seconds(String name) {
        return Duration.ofMillis(Math.round(Double.parseDouble(values.get(name)) * 1000));
    }

    /** A number of times a second; infinite where it is not set. */
    public double perSecond(String name) {
        return has(name) ? Double.parseDouble(values.get(name)) : Double.POSITIVE_INFINITY;
    }

    public Path outputDir() {
        return Path.of(values.get("OUTPUT_DIR")).toAbsolutePath().normalize();
    }

    /** All values by name, those of other programs included. */
    public Map<String, String> all() {
        return values;
    }

    private void check(Need need) {
        if (need != Need.FILES) {
            url("API_BASE_URL", true);
        }
        if (need == Need.ALL) {
            url("AWS_ENDPOINT_URL", false);
            url("AWS_ENDPOINT_URL_S3", false);
            require("S3_BUCKET", "");
        }
        if (need != Need.FILES) {
            checkRequests();
        }
        if (text("OUTPUT_DIR").indexOf('\0') >= 0) {
            problems.add("OUTPUT_DIR is no path");
        }
    }

    private void checkRequests() {
        if (!has("API_TOKEN") && !(has("API_USERNAME") && has("API_PASSWORD"))) {
            if (has("API_USERNAME") || has("API_PASSWORD")) {
                problems.add("%s is missing (or give API_TOKEN)"
                        .formatted(has("API_USERNAME") ? "API_PASSWORD" : "API_USERNAME"));
            } else {
                problems.add("API_TOKEN is missing (or give API_USERNAME and API_PASSWORD)");
            }
        }
        if (has("API_TOKEN") && !text("API_TOKEN").chars().allMatch(c -> c > ' ' && c < 127)) {
            problems.add("API_TOKEN has characters that no token has (RFC 6750): white space, or others than ASCII");
        }
        if (!text("API_ENDPOINT").startsWith("/")) {
            problems.add("API_ENDPOINT=%s does not begin with /".formatted(text("API_ENDPOINT")));
        }
        whole("MAX_RETRIES", 0, 1000);
        whole("RECORDS_PER_PAGE", 1, 1_000_000);
        whole("PARALLEL_PAGES", 1, 64);
        seconds("INITIAL_BACKOFF", 0, MAX_SECONDS);
        seconds("MAX_BACKOFF", 0, MAX_SECONDS);
        seconds("MAX_RETRY_AFTER", 0, MAX_SECONDS);
        seconds("REQUEST_TIMEOUT", 0.001, MAX_SECONDS);
        seconds("INTER_PAGE_DELAY", 0, MAX_SECONDS);
        if (has("MAX_REQUESTS_PER_SECOND")) {
            number("MAX_REQUESTS_PER_SECOND", 0.001, 100_000, "a number of requests a second");
        }
        if (!text("LOG_FORMAT").equals("text") && !text("LOG_FORMAT").equals(JSON)) {
            problems.add("LOG_FORMAT=%s is neither text nor json".formatted(text("LOG_FORMAT")));
        }
    }

    private void require(String name, String hint) {
        if (!has(name)) {
            problems.add(name + " is missing" + hint);
        }
    }

    private void url(String name, boolean required) {
        if (!has(name)) {
            if (required) {
                require(name, " (the API's address, such as https://crm.example.com)");
            }
            return;
        }
        String value = text(name).replaceAll("/+$", "");
        if (WITH_USER.matcher(value).lookingAt()) {
            // Not shown: it may hold a password.
            problems.add(name + " has a user or password in it: give them as settings of their own");
            return;
        }
        try {
            URI uri = new URI(value);
            if (uri.getHost() == null
                    || !("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))) {
                problems.add("%s=%s is no URL: it must begin with http:// or https:// and name a host"
                        .formatted(name, value));
            } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                problems.add("%s=%s has a query: a query belongs into API_ENDPOINT".formatted(name, uri.resolve("/")));
            }
            values.put(name, value);
        } catch (URISyntaxException e) {
            problems.add("%s is no URL: %s at character %d".formatted(name, e.getReason(), e.getIndex() + 1));
        }
    }

    private void whole(String name, int least, int most) {
        try {
            int value = Integer.parseInt(text(name));
            if (value < least || value > most) {
                problems.add("%s=%s is not between %d and %d".formatted(name, value, least, most));
            }
        } catch (NumberFormatException e) {
            problems.add("%s=%s is not a whole number".formatted(name, text(name)));
        }
    }

    private void seconds(String name, double least, double most) {
        number(name, least, most, "a number of seconds");
    }

    private void number(String name, double least, double most, String what) {
        try {
            double value = DECIMAL.matcher(text(name)).matches() ? Double.parseDouble(text(name)) : Double.NaN;
            if (!(value >= least && value <= most)) {
                problems.add("%s=%s is not %s between %s and %s"
                        .formatted(name, text(name), what, shown(least), shown(most)));
            }
        } catch (NumberFormatException e) {
            problems.add("%s=%s is not %s".formatted(name, text(name), what));
        }
    }

    private static String shown(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("API_BASE_URL", null);
        defaults.put("API_ENDPOINT", "/api/v1/customers");
        defaults.put("API_TOKEN", null);
        defaults.put("API_USERNAME", null);
        defaults.put("API_PASSWORD", null);
        defaults.put("S3_BUCKET", null);
        defaults.put("S3_PREFIX", "raw/customers");
        defaults.put("AWS_REGION", null);
        defaults.put("AWS_ACCESS_KEY_ID", null);
        defaults.put("AWS_SECRET_ACCESS_KEY", null);
        defaults.put("AWS_SESSION_TOKEN", null);
        defaults.put("AWS_PROFILE", null);
        defaults.put("AWS_ENDPOINT_URL", null);
        defaults.put("AWS_ENDPOINT_URL_S3", null);
        defaults.put("MAX_RETRIES", "5");
        defaults.put("INITIAL_BACKOFF", "1");
        defaults.put("MAX_BACKOFF", "60");
        defaults.put("MAX_RETRY_AFTER", "300");
        defaults.put("RECORDS_PER_PAGE", "1000");
        defaults.put("REQUEST_TIMEOUT", "30");
        defaults.put("INTER_PAGE_DELAY", "0");
        defaults.put("PARALLEL_PAGES", "4");
        defaults.put("MAX_REQUESTS_PER_SECOND", null);
        defaults.put("OUTPUT_DIR", "data");
        defaults.put("MISSING_VALUE", "N/A");
        defaults.put("LOG_FORMAT", "text");
        return java.util.Collections.unmodifiableMap(defaults);
    }

    @Override
    public String toString() {
        return "Settings[hidden]";
    }
}
