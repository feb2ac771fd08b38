package caravan.auth;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of this process, and text without them: the last line of defence, for what others print or an API echoes.
 *
 * <p>Static because the logging, which needs it, is made before anything else. Thread-safe.
 */
public final class Secrets {
    /** Shorter ones would blot out ordinary words. */
    private static final int SHORTEST = 4;
    /** How many tokens may still be on their way somewhere, when each login brings another. */
    private static final int NEWEST_TOKENS = 16;

    private static final Set<String> LASTING = new LinkedHashSet<>();
    private static final Set<String> TOKENS = new LinkedHashSet<>();
    /** All of them, the longest first: one that begins with another must not leave its rest behind. */
    private static volatile List<String> hidden = List.of();

    private Secrets() {}

    /** From now on {@code secret} is not to be shown. */
    public static synchronized void hide(@Nullable String secret) {
        if (secret != null && secret.length() >= SHORTEST) {
            LASTING.add(secret);
            collect();
        }
    }

    /** The token of a login is not to be shown until many others have come after it. */
    public static synchronized void hideToken(String token) {
        if (token.length() >= SHORTEST) {
            TOKENS.remove(token);
            TOKENS.add(token);
            if (TOKENS.size() > NEWEST_TOKENS) {
                TOKENS.remove(TOKENS.iterator().next());
            }
            collect();
        }
    }

    /** The text with three asterisks in the place of every secret. */
    public static String redact(String text) {
        String safe = text;
        for (String secret : hidden) {
            safe = safe.replace(secret, "***");
        }
        return safe;
    }

    private static void collect() {
        hidden = Stream.concat(LASTING.stream(), TOKENS.stream())
                .flatMap(secret -> Stream.of(secret, inJson(secret)))
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** As an answer may repeat it. */
    private static String inJson(String secret) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(secret));
    }
}
