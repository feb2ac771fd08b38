package caravan.boot;

import caravan.fetch.ApiClient;
import caravan.live.LiveAddress;
import caravan.settings.Setting;
import caravan.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is told to Camel, and what route files can name in braces. */
final class RouteProperties {
    /** All that is not called by another route: addresses that are not direct ones. */
    private static final String TRIGGERS = "(?!direct:)[^:]+:.*";

    /** Stands for the bucket where none is needed: for those who only look at a page. */
    static final String NO_BUCKET = "none";

    /** Their addresses may hold a password. */
    private static final Set<String> PROXIES = Set.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy");

    private RouteProperties() {}

    /** What route files can name in braces: all settings but the secret ones, and what is worked out from them. */
    static Properties of(
            Settings settings,
            Sources sources,
            Beans.Trigger trigger,
            boolean isLocal,
            int lanes,
            long partBytes,
            @Nullable LiveAddress address) {
        Properties properties = new Properties();
        settings.all().forEach((name, value) -> {
            if (!Setting.isSecret(name) && !PROXIES.contains(name)) {
                properties.put(name, value);
            }
        });
        if (settings.has(Setting.API_BASE_URL)) {
            properties.put("API_BASE_URL", settings.get(Setting.API_BASE_URL).toString());
        }
        properties.put("API_ENDPOINT", settings.get(Setting.API_ENDPOINT));
        properties.put("caravan.api", api(sources));
        if (trigger == Beans.Trigger.NONE) {
            properties.put("camel.main.autoStartupExcludePattern", TRIGGERS);
        }
        // Named by the routes.
        properties.putIfAbsent("S3_BUCKET", NO_BUCKET);
        properties.put("caravan.runs", trigger.runs);
        properties.put("caravan.lanes", Integer.toString(lanes));
        properties.put("caravan.live", Boolean.toString(address != null));
        if (address != null) {
            // Vert.x would make itself a folder for files of the class path, of which none is served.
            System.setProperty("vertx.disableFileCPResolving", "true");
            properties.put("camel.server.enabled", "true");
            properties.put("camel.server.host", address.host());
            properties.put("camel.server.port", Integer.toString(address.port()));
        }
        // Where the attempt to get a page is made: here, by the route get-page.
        properties.putIfAbsent("caravan.getPage", "direct:get-page");
        properties.put("caravan.upload", isLocal ? "direct:keep" : "direct:upload");
        properties.put("caravan.version", Version.of());
        properties.put("caravan.partBytes", Long.toString(partBytes));
        properties.put("caravan.initialBackoffMillis", millis(settings.get(Setting.INITIAL_BACKOFF)));
        properties.put("caravan.maxBackoffMillis", millis(settings.get(Setting.MAX_BACKOFF)));
        properties.put("OUTPUT_DIR", OutputFolder.address(settings.get(Setting.OUTPUT_DIR)));
        // The environment has its place among the settings: Camel would let it win over the command line, and take an
        // empty variable for a value.
        properties.put("camel.component.properties.environmentVariableMode", "0");
        // Retries are counted once, by the routes: the client would add its own unseen.
        properties.put("camel.component.http.automaticRetriesDisabled", "true");
        properties.put("camel.main.autowiredEnabled", "false");
        // What a log step in a route says is shown like what the program itself says.
        properties.put("camel.main.logName", "caravan.route");
        properties.put("camel.main.streamCachingEnabled", "false");
        // When it has to break a step off, Camel shows the exchange: its body may be records.
        properties.put("camel.main.logDebugMaxChars", "-1");
        properties.put("camel.main.shutdownTimeout", "3");
        properties.put("camel.main.autoConfigurationLogSummary", "false");
        properties.put("camel.main.startupSummaryLevel", "Off");
        return properties;
    }

    /** An address for camel-http to begin with: where a request really goes is said for each. */
    static String api(Sources sources) {
        String url = sources.all().iterator().next().source().url();
        return ApiClient.address(URI.create(url.replaceFirst("(?<=[^:/])[/?].*", "")))
                .toString();
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
