package caravan.run;

import caravan.fetch.Redirect;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The permanent redirects that a session has met: later pages are asked for where they lead to. What is remembered is the address
 * without its query, where the redirect left the query as it was. Thread-safe.
 */
final class Redirects {
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** @param asked what was redirected */
    void remember(URI asked, Redirect redirect) {
        String query = String.valueOf(asked.getRawQuery());
        if (redirect.isPermanent() && query.equals(String.valueOf(redirect.to().getRawQuery()))) {
            known.put(withoutQuery(asked), withoutQuery(redirect.to()));
        }
    }

    /** Where to ask for this now. */
    URI target(URI uri) {
        String to = known.get(withoutQuery(uri));
        return to == null ? uri : URI.create(to + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    }

    private static String withoutQuery(URI uri) {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }
}
