package caravan.run;

import caravan.source.Source;
import caravan.store.LedgerLine;
import caravan.text.SafeText;
import caravan.text.Urls;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What must be the same for a run to be resumed: the source, the routes that touch records, the CSV format and who asks. Nothing of it
 * can be read back where it may be secret: hashes are salted with the run's id.
 *
 * @param routes a hash of the route files that touch records
 * @param user who logs in; empty where nobody does
 * @param token the one that is given; empty where there is none
 */
public record RunIdentity(String routes, String user, String token) {
    /** Of the names under which it is kept: what to say when it is another one, where the value itself says nothing. */
    private static final Map<String, String> HIDDEN = Map.of(
            "source", "the source's file says something else",
            "routes", "the routes that touch records were edited",
            "user", "API_USERNAME is another one");

    /**
     * By name, in the order of messages.
     *
     * @param csv the format of the file
     */
    Map<String, String> settings(Source source, String csv, String salt) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("url", shown(source.url()));
        settings.put("records per page", Long.toString(source.size()));
        settings.put(LedgerLine.Begun.ID_FIELD, source.id());
        settings.put("csv", csv);
        settings.put("source", hash(salt, source.definition()));
        settings.put("routes", hash(salt, routes));
        settings.put("user", hash(salt, user));
        return settings;
    }

    /** The hash of the token, and of the keys in the source's query, for the ledger; empty where there is neither. */
    String tokenHash(Source source, String salt) {
        String keys = String.join("\n", Urls.secrets(source.url()));
        return token.isEmpty() && keys.isEmpty() ? "" : hash(salt, keys.isEmpty() ? token : token + "\n" + keys);
    }

    /** What is another one now; empty when nothing is. */
    static String differences(Map<String, String> then, Map<String, String> now) {
        StringBuilder text = new StringBuilder();
        now.forEach((name, value) -> {
            String before = then.getOrDefault(name, "");
            // The URL's own line says it better than the hash of all of it.
            boolean said = name.equals("source") && !text.isEmpty();
            if (!value.equals(before) && !said) {
                text.append(text.isEmpty() ? "" : "; ")
                        .append(HIDDEN.getOrDefault(name, "%s was %s, is now %s".formatted(name, before, value)));
            }
        });
        return text.toString();
    }

    /** A URL without the values of its query: one of them may be a key. */
    static String shown(String url) {
        return SafeText.withoutQueryValues(url);
    }

    private static String hash(String salt, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt.getBytes(StandardCharsets.UTF_8));
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
