package caravan.source;

import caravan.page.PageTask;
import caravan.text.Urls;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API resource and how it is paged, as a route file declares it.
 *
 * <p>Declared as a bean in YAML, hence the setters; not changed after the routes have started.
 */
public final class Source {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

    private String name = "";
    private String url = "";
    private String pageParameter = "page";
    private String limitParameter = "limit";
    private int recordsPerPage = 1000;
    private String idField = "id";

    /** Where page {@code page} is. A query that the URL already has is kept. */
    public PageTask page(int page, PageTask.Purpose purpose) {
        String separator = url.contains("?") ? "&" : "?";
        return new PageTask(
                name,
                page,
                URI.create(url + separator + pageParameter + "=" + page + "&" + limitParameter + "=" + recordsPerPage),
                purpose);
    }

    /** What is wrong with it as a whole; null when nothing is. */
    public @Nullable String problem() {
        for (String parameter : List.of(pageParameter, limitParameter)) {
            if (Urls.hasParameter(url, URLDecoder.decode(parameter, StandardCharsets.UTF_8))) {
                return "The URL of %s has a parameter %s of its own, which is set for each page: take it out of API_ENDPOINT"
                        .formatted(name, parameter);
            }
        }
        return null;
    }

    public String getName() {
        return name;
    }

    /** The name that files and reports carry: lower-case letters, digits, {@code -} and {@code _}. */
    public void setName(String name) {
        if (!NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(
                    "The source's name becomes part of file names: letters, digits, - and _ only, not \"" + name
                            + "\"");
        }
        this.name = name;
    }

    public String getUrl() {
        return url;
    }

    /** The resource, without the paging parameters. */
    public void setUrl(String url) {
        String stripped = url.strip();
        int path = stripped.indexOf('/', Math.max(0, stripped.indexOf("//")) + 2);
        this.url = path < 0 ? stripped : stripped.substring(0, path) + Urls.encoded(stripped.substring(path));
    }

    /** The query parameter that holds the page's number. */
    public String getPageParameter() {
        return pageParameter;
    }

    public void setPageParameter(String pageParameter) {
        this.pageParameter = encoded(pageParameter);
    }

    public void setLimitParameter(String limitParameter) {
        this.limitParameter = encoded(limitParameter);
    }

    public int getRecordsPerPage() {
        return recordsPerPage;
    }

    public void setRecordsPerPage(int recordsPerPage) {
        this.recordsPerPage = recordsPerPage;
    }

    public String getIdField() {
        return idField;
    }

    /** The field that identifies a record; records that share it are counted, never dropped. */
    public void setIdField(String idField) {
        this.idField = idField;
    }

    private static String encoded(String parameter) {
        return URLEncoder.encode(parameter, StandardCharsets.UTF_8);
    }
}
