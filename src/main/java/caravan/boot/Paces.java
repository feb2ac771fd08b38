package caravan.boot;

import caravan.pace.Pace;
import caravan.pace.SharedPace;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.source.Source;
import caravan.text.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** One pace for all sources of one host and user, since the API's limit is theirs together. Thread-safe. */
final class Paces {
    private final Sources sources;
    private final long memory;
    private final LongSupplier nanos;
    private final Map<Limited, SharedPace> paces = new HashMap<>();

    /** Whom the API counts. */
    private record Limited(String origin, String user) {
        static Limited of(Sources.Configured one) {
            String address = one.source().url().replaceFirst("[?].*", "").replaceAll("\\$\\{\\w+}", "x");
            return new Limited(Urls.origin(URI.create(address)).toString(), one.account());
        }
    }

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
        return paces.compute(
                        Limited.of(sources.of(source.name())),
                        (limited, known) -> known == null || known.isSpent() ? pace(limited) : known)
                .join();
    }

    /** Where settings are given for single sources, the strictest counts. */
    private SharedPace pace(Limited limited) {
        List<Settings> all = sources.all().stream()
                .filter(one -> Limited.of(one).equals(limited))
                .map(Sources.Configured::settings)
                .toList();
        return new SharedPace(
                all.stream()
                        .mapToInt(own -> own.get(Setting.PARALLEL_PAGES))
                        .min()
                        .orElse(1),
                all.stream()
                        .map(own -> own.get(Setting.INTER_PAGE_DELAY))
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO),
                all.stream()
                        .mapToDouble(own -> own.get(Setting.MAX_REQUESTS_PER_SECOND, Double.POSITIVE_INFINITY))
                        .min()
                        .orElse(Double.POSITIVE_INFINITY),
                all.stream()
                        .map(own -> own.get(Setting.MAX_RETRY_AFTER))
                        .min(Comparator.naturalOrder())
                        .orElse(Duration.ZERO),
                memory / sources.atOnce(),
                nanos);
    }
}
