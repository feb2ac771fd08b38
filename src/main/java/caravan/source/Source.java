package caravan.source;

import caravan.page.Announced;
import caravan.page.PageTask;
import caravan.text.Urls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API resource: where it is, how it is paginated, where its records are, how to log in; as a file of the folder {@code sources}
 * describes it. Immutable.
 *
 * @param first the first request
 * @param then the second and later ones, where they differ; null where they do not
 * @param id the column that identifies a record; empty for none
 * @param sizeParam query parameter that asks for a size; null for none
 * @param size how many records a page is asked for; 0 where nothing is asked
 * @param pastEnd statuses that mean that there is no such page
 * @param trustHost whether a link to another origin is followed on the source's own
 * @param period of the timer, as Camel reads it
 */
public record Source(
        String name,
        RequestTemplate first,
        @Nullable RequestTemplate then,
        Shape shape,
        String id,
        Pagination pagination,
        @Nullable String sizeParam,
        long size,
        Set<Integer> pastEnd,
        boolean trustHost,
        Login login,
        String period) {
    /** A link that a response holds, and that is not followed. */
    public static final class LinkException extends Exception {
        LinkException(String message) {
            super(message);
        }
    }

    /** Of a run of which only the files are there. */
    public static final Source UNKNOWN = new Source(
            "unknown",
            new RequestTemplate("http://unknown", Map.of(), null),
            null,
            new Shape(
                    List.of(), List.of(), false, null, false, false, List.of(), 1, null, null, null, null, null,
                    List.of(), false, null, null),
            "",
            new PageNumber("page", 1, null, null),
            null,
            0,
            Set.of(),
            false,
            Login.of(Login.Type.NONE),
            "24h");

    /** The first request's URL, without what paging adds. */
    public String url() {
        return first.url();
    }

    /** Whether there is one page. */
    public boolean isSinglePage() {
        return isChained()
                && pagination.next() == null
                && pagination.nextField().isEmpty()
                && !pagination.nextLink();
    }

    /** Where each page of a chain names the next one, for messages. */
    public String nextPlace() {
        ValuePath path = pagination.next();
        return path != null
                ? path.toString()
                : pagination.nextLink()
                        ? "Link header"
                        : String.join(".", pagination.nextField()) + " of the last record";
    }

    public boolean isChained() {
        return pagination.isChained();
    }

    /** Page {@code page} of those that have numbers. */
    public PageTask page(int page, PageTask.Purpose purpose) {
        return page(page, purpose, size);
    }

    /** @param asked how many records a page holds where its place depends on that */
    public PageTask page(int page, PageTask.Purpose purpose, long asked) {
        return task(page == 1 || then == null ? first : then, page, purpose, pagination.at(page, asked), asked, null);
    }

    /** The first page of a chain. */
    public PageTask start(PageTask.Purpose purpose) {
        return task(first, 1, purpose, Place.START, size, null);
    }

    /**
     * The page that another one names; null where it names none.
     *
     * @throws LinkException when what it names is not to be requested
     */
    public @Nullable PageTask after(PageTask asked, Announced announced) throws LinkException {
        String next = announced.next();
        if (next == null || next.equals(Announced.NO_NEXT) || next.equals(Announced.MORE)) {
            return null;
        }
        return after(asked.page() + 1, asked.uri(), next, PageTask.Purpose.RECORDS, size);
    }

    /**
     * The task that was made of these: what travels to another machine is so much, and not where to go with a token.
     *
     * @param asked how many records were asked for
     * @param next what the page before named; null for the first one and for pages with numbers
     * @throws LinkException when it leads to another origin
     */
    public PageTask task(int page, PageTask.Purpose purpose, long asked, @Nullable String next) throws LinkException {
        if (next != null) {
            String address = first.url().replaceFirst("[?].*", "").replaceAll("\\$\\{\\w+}", "x");
            return after(page, URI.create(Urls.encodedUrl(address)), next, purpose, asked);
        }
        return isChained() ? start(purpose) : page(page, purpose, asked);
    }

    private PageTask after(int page, URI from, String next, PageTask.Purpose purpose, long asked) throws LinkException {
        try {
            JsonNode value = JsonBody.JSON.readTree(next);
            Place place = pagination.after(value);
            String named = next;
            if (place.link() != null) {
                String link = link(from, place.link()).toString();
                place = new Place(place.values(), place.params(), link);
                named = JsonNodeFactory.instance.textNode(link).toString();
            }
            return task(then == null ? first : then, page, purpose, place, asked, named);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new LinkException(String.valueOf(e.getMessage()));
        }
    }

    private PageTask task(
            RequestTemplate template,
            int page,
            PageTask.Purpose purpose,
            Place place,
            long asked,
            @Nullable String next) {
        Map<String, JsonNode> values = new LinkedHashMap<>(place.values());
        Map<String, JsonNode> params = new LinkedHashMap<>(place.params());
        if (asked > 0) {
            values.put("size", JsonNodeFactory.instance.numberNode(asked));
            if (sizeParam != null) {
                params.put(sizeParam, values.get("size"));
            }
        }
        return template.fill(name, page, purpose, new Place(values, params, place.link()), asked, next);
    }

    /** A link as it is to be requested: within the origin of the source. */
    private URI link(URI asked, String link) throws LinkException {
        URI to;
        try {
            to = Urls.resolve(asked, link);
        } catch (IllegalArgumentException e) {
            throw new LinkException("the next link is not a URL");
        }
        if (Urls.origin(to).equals(Urls.origin(asked))) {
            return to;
        }
        if (!trustHost) {
            throw new LinkException(
                    "the next link leads to %s, not to %s: it is not followed, and no secret goes there. If a proxy in front of the API makes the difference, set pagination.trustHost: true"
                            .formatted(Urls.origin(to), Urls.origin(asked)));
        }
        String path = to.getRawPath() == null ? "" : to.getRawPath();
        return URI.create(Urls.origin(asked) + path + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery()));
    }

    /** All that decides which records come, as one text without secrets: another text is another source. */
    public String definition() {
        return String.join(
                "\n",
                Urls.withoutSecrets(first.all()),
                then == null ? "" : Urls.withoutSecrets(then.all()),
                shape.definition(),
                pagination.type(),
                String.valueOf(pagination.param()),
                sizeParam + "=" + size,
                String.valueOf(trustHost));
    }
}
