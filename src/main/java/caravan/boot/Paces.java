package caravan.boot;

import caravan.pace.Pace;
import caravan.pace.SharedPace;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.source.Source;
import caravan.text.Urls;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** One pace for all sources of one host and user, since the API's limit is theirs together. Thread-safe. */
final class Paces {
    private final Sources sources;
    private final long memory;
    private final LongSupplier nanos;
    /** By host and user. */
    private final Map<List<String>, SharedPace> paces = new HashMap<>();

    /**
     * @param memory how many bytes pages may take together
     * @param nanos the time in nanoseconds, of any origin
     */
    Paces(Sources sources, long memory, LongSupplier nanos) {
        this.sources = sources;
        this.memory = memory;
        this.nanos = nanos;
    }

    /** For one run more of a source. */
    synchronized Pace of(Source source) {
        List<String> limited = limited(sources.of(source.name()));
        SharedPace pace = paces.get(limited);
        if (pace == null || pace.isSpent()) {
            pace = pace(limited);
            paces.put(limited, pace);
        }
        return pace.join();
    }

    /** Whom the API counts: a host and a user. */
    private static List<String> limited(Sources.Configured one) {
        String address = one.source().url().replaceFirst("[?].*", "").replaceAll("\\$\\{\\w+}", "x");
        return List.of(Urls.origin(URI.create(address)).toString(), one.account());
    }

    /** Where settings are given for single sources, the strictest counts. A loop: streams take 5 ms at the start. */
    private SharedPace pace(List<String> limited) {
        int slots = Integer.MAX_VALUE;
        double perSecond = Double.POSITIVE_INFINITY;
        Duration delay = Duration.ZERO;
        Duration longestPause = ChronoUnit.FOREVER.getDuration();
        for (Sources.Configured one : sources.all()) {
            if (limited(one).equals(limited)) {
                Settings own = one.settings();
                slots = Math.min(slots, own.get(Setting.PARALLEL_PAGES));
                perSecond = Math.min(perSecond, own.get(Setting.MAX_REQUESTS_PER_SECOND, Double.POSITIVE_INFINITY));
                Duration wanted = own.get(Setting.INTER_PAGE_DELAY);
                delay = wanted.compareTo(delay) > 0 ? wanted : delay;
                Duration longest = own.get(Setting.MAX_RETRY_AFTER);
                longestPause = longest.compareTo(longestPause) < 0 ? longest : longestPause;
            }
        }
        return new SharedPace(slots, delay, perSecond, longestPause, memory / sources.atOnce(), nanos);
    }
}
