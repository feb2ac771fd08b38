package caravan.fetch;

import caravan.page.PageTask;
import caravan.text.SafeText;
import caravan.text.Urls;
import java.net.URI;
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
            to = Urls.resolve(asked, location);
        } catch (IllegalArgumentException e) {
            return null;
        }
        return Urls.origin(to).equals(Urls.origin(asked))
                ? new Redirect(to, head.status() == 301 || head.status() == 308)
                : null;
    }

    @Override
    public String toString() {
        return SafeText.withoutQueryValues(to.toString());
    }
}
