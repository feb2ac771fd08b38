package caravan.fetch;

import caravan.page.PageTask;
import caravan.text.SafeText;
import caravan.text.Urls;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer sends its request to, within the origin it was sent to: a token never travels to another one.
 *
 * @param isPermanent whether later requests are to go there at once (RFC 9110, 15.4.2 and 15.4.9)
 */
public record Redirect(URI to, boolean isPermanent) {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    /** Null for an answer that is none, or one to another origin. */
    static @Nullable Redirect of(PageTask task, ResponseHead head) {
        URI asked = task.uri();
        if (task.body() != null && head.status() < 304) {
            // It would become a GET (RFC 9110, 15.4.2 to 15.4.4).
            return null;
        }
        String location = head.header("Location");
        if (!STATUSES.contains(head.status()) || location == null || location.isBlank()) {
            return null;
        }
        URI to;
        try {
            // Encoded: camel-http would take braces for the name of a property.
            to = asked.resolve(encoded(location.strip().replaceFirst("#.*", "")));
        } catch (IllegalArgumentException e) {
            return null;
        }
        return origin(to).equals(origin(asked)) ? new Redirect(to, head.status() == 301 || head.status() == 308) : null;
    }

    private static String encoded(String location) {
        int path = location.matches("(?i)https?://.*") ? location.indexOf('/', location.indexOf("//") + 2) : 0;
        return path < 0 ? location : location.substring(0, path) + Urls.encoded(location.substring(path));
    }

    private static String origin(URI uri) {
        String authority = String.valueOf(uri.getRawAuthority()).toLowerCase(Locale.ROOT);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String port = scheme.equals("https") ? ":443" : ":80";
        return scheme + "://"
                + (authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority);
    }

    @Override
    public String toString() {
        return SafeText.withoutQueryValues(to.toString());
    }
}
