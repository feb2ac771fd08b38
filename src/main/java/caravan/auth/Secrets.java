package caravan.auth;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The secrets of this process, and text without them: the last line of defence, for what others print or an API echoes.
 *
 * <p>Static because the logging, which needs it, is made before anything else. Thread-safe.
 */
public final class Secrets {
    private static final List<String> HIDDEN = new CopyOnWriteArrayList<>();
    /** Shorter ones would blot out ordinary words. */
    private static final int SHORTEST = 4;

    private Secrets() {}

    /** From now on {@code secret} is not to be shown. */
    public static void hide(String secret) {
        if (secret != null && secret.length() >= SHORTEST && !HIDDEN.contains(secret)) {
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
