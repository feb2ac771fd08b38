package caravan.auth;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The secrets of this process, and text without them: the last line of defence, for what others print or an API echoes.
 *
 * <p>Static because the logging, which needs it, is made before anything else. Thread-safe.
 */
public final class Secrets {
    /** The longest first: one that begins with another must not leave its rest behind. */
    private static final Set<String> HIDDEN = new ConcurrentSkipListSet<>(
            Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    /** Shorter ones would blot out ordinary words. */
    private static final int SHORTEST = 4;

    private Secrets() {}

    /** From now on {@code secret} is not to be shown. */
    public static void hide(String secret) {
        if (secret != null && secret.length() >= SHORTEST) {
            HIDDEN.add(secret);
        }
    }

    /** The text with three asterisks in the place of every secret. */
    public static String redact(String text) {
        String safe = text;
        for (String secret : HIDDEN) {
            safe = safe.replace(secret, "***");
        }
        return safe;
    }
}
