package caravan.discover;

import caravan.source.LinkHeader;
import caravan.text.Urls;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a few answers of an API and says how it is to be extracted. Each guess is proven by asking for a second page that continues
 * the first. At most ten requests. Used once.
 */
public final class Discovery {
    static final int MAX_REQUESTS = 10;
    /** Those that say nothing of an end, and those that mean one anyway. */
    private static final Set<Integer> OTHER_REFUSALS = Set.of(401, 403, 404, 408, 410, 416, 425, 429);

    private static final Pattern MORE =
            Pattern.compile("(?i)(?:has_?)?more(?:_?items|_?results)?|has_?next(?:_?page)?");
    private static final Pattern LAST = Pattern.compile("(?i)(?:is_?)?last(?:_?page)?|end_?of_?stream");
    private static final Pattern TOTAL = Pattern.compile(
            "(?i)(?:@odata\\.)?(?:total|count|hits|items|(?:total|filter|record|result|item)_?-?(?:s|count|records|results|items|elements|size|rows|value)*)(?:\\.value)?");
    private static final Pattern PAGES =
            Pattern.compile("(?i)(?:total_?-?pages|pages|page_?-?count|last_?-?page|num_?pages)");
    private static final Pattern CURSOR = Pattern.compile(
            "(?i)(?:.*cursor|.*token|marker|bookmark|continue|continuation|after|.*scroll_id|lastevaluatedkey)");
    private static final List<String> TOTAL_HEADERS =
            List.of("x-total-count", "x-wp-total", "x-total", "content-range");
    private static final List<String> PAGE = List.of("page", "_page", "p", "pageNumber", "page_number", "page[number]");
    private static final List<String> OFFSET =
            List.of("offset", "skip", "$skip", "start", "_start", "startIndex", "page[offset]", "from");
    private static final List<String> SIZE = List.of(
            "per_page",
            "limit",
            "page_size",
            "pageSize",
            "size",
            "count",
            "$top",
            "_limit",
            "_per_page",
            "page[limit]",
            "page[size]",
            "maxResults",
            "rows");
    private static final List<String> CURSORS = List.of("cursor", "after", "page_token", "marker", "starting_after");

    /** Sends a request. */
    @FunctionalInterface
    public interface Ask {
        /** The answer, whatever its status. */
        Reply ask(URI url) throws IOException;
    }

    private final URI url;
    private final Ask ask;
    private final List<String> words = new ArrayList<>();
    private int requests;

    private long total = -1;
    private boolean isAbsentPastEnd;

    Discovery(URI url, Ask ask) {
        this.url = url;
        this.ask = ask;
    }

    /** What was found, in plain words, a line each. */
    List<String> words() {
        return words;
    }

    int requests() {
        return requests;
    }

    /**
     * The options of the source, as lines of YAML after the URL; null where there is nothing to extract, which {@link #words} explain.
     *
     * @param first the first answer, a good one
     */
    @Nullable
    List<String> source(Reply first) throws IOException {
        requests++;
        JsonNode body = java.util.Objects.requireNonNull(first.body());
        RecordList list = RecordList.in(body);
        if (list == null || list.records().isEmpty()) {
            words.add(
                    "There is no list of records in the answer: is this the right URL, and may this user see records?");
            return null;
        }
        List<String> yaml = new ArrayList<>();
        words.add("Records: %d, in %s."
                .formatted(list.records().size(), list.path().isEmpty() ? "the response itself" : list.path()));
        if (!list.path().isEmpty()) {
            yaml.add("records: %s # the largest list of objects".formatted(quoted(list.path())));
        }
        if (!list.record().isEmpty()) {
            yaml.add("record: %s # each item holds its record there".formatted(list.record()));
        }
        String id = list.id();
        words.add(
                id == null
                        ? "Id: no field is there in each record and different each time; set id if you know one."
                        : "Id: %s, different in all %d records."
                                .formatted(id, list.records().size()));
        if (id != null) {
            yaml.add("id: %s # different in all records of the first page".formatted(quoted(id)));
        }
        Map<String, String> totals = totals(first, list);
        Map.Entry<String, String> flag = flag(body, list);
        List<String> pagination = pagination(first, list);
        List<String> pastEnd = pastEnd(pagination, list);
        if (isAbsentPastEnd) {
            yaml.add("absentIsEmpty: true # past the end there is no list");
        }
        yaml.add("pagination:");
        pagination.forEach(line -> yaml.add("  " + line));
        pastEnd.forEach(line -> yaml.add("  " + line));
        totals.forEach((option, path) -> {
            if (option.equals("totalRecords") || pagination.get(0).startsWith("type: page-number")) {
                yaml.add("  %s: %s".formatted(option, quoted(path)));
            }
        });
        if (flag != null) {
            yaml.add("  %s: %s # says whether another page follows".formatted(flag.getKey(), quoted(flag.getValue())));
        }
        return yaml;
    }

    /** The option for a flag that says whether another page follows, and its path; null where there is none. */
    private static Map.@Nullable Entry<String, String> flag(JsonNode body, RecordList list) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        flatten(body, "", list.path(), values);
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            String name = value.getKey().replaceFirst(".*\\.(?=[^.]+$)", "");
            String shown = value.getKey().contains("@") ? path(value.getKey()) : value.getKey();
            if (value.getValue().isBoolean() && MORE.matcher(name).matches()) {
                return Map.entry("more", shown);
            } else if (value.getValue().isBoolean() && LAST.matcher(name).matches()) {
                return Map.entry("last", shown);
            }
        }
        return null;
    }

    /** What comes behind the last page of those with numbers, where a total says which one that is: options for what is unusual. */
    private List<String> pastEnd(List<String> pagination, RecordList list) throws IOException {
        int size = list.records().size();
        Matcher param = Pattern.compile("(page|offset)Param: \"?([^\"]*)\"?")
                .matcher(pagination.size() > 1 ? pagination.get(1) : "");
        if (!param.matches() || total < 0 || requests >= MAX_REQUESTS) {
            return List.of();
        }
        boolean isZeroBased = pagination.contains("firstPage: 0");
        long behind = param.group(1).equals("offset") ? total : (total + size - 1) / size + (isZeroBased ? 0 : 1);
        requests++;
        Reply reply = ask.ask(URI.create(with(param.group(2), Long.toString(behind))));
        JsonNode body = reply.body();
        if (reply.isGood() && body != null) {
            JsonNode found = body;
            for (String name :
                    list.path().isEmpty() ? new String[0] : list.path().split("\\.", -1)) {
                found = found.path(name);
            }
            isAbsentPastEnd = found.isMissingNode() || found.isNull();
            return List.of();
        }
        boolean isAboutThePage = reply.status() / 100 == 4 && !OTHER_REFUSALS.contains(reply.status());
        return isAboutThePage
                ? List.of("pastEnd: [404, 410, 416, %d] # the status past the end".formatted(reply.status()))
                : List.of();
    }

    private Map<String, String> totals(Reply first, RecordList list) {
        Map<String, String> totals = new LinkedHashMap<>();
        for (String header : TOTAL_HEADERS) {
            String value = first.headers().get(header);
            if (value != null && (value.matches("\\d+") || value.matches("\\S+ \\S+/\\d+"))) {
                totals.put("totalRecords", "header:" + header);
                total = Long.parseLong(value.replaceFirst(".*\\D(?=\\d+$)", ""));
                words.add("Total: the header %s says %s.".formatted(header, value));
            }
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        flatten(java.util.Objects.requireNonNull(first.body()), "", list.path(), values);
        values.forEach((path, value) -> {
            String name = path.replaceFirst(".*\\.(?=[^.]+$)", "");
            boolean isWhole = value.asText().matches("\\d{1,15}") && !value.isBoolean();
            long number = isWhole ? Long.parseLong(value.asText()) : -1;
            String shown = path.contains("@") ? path(path) : path;
            boolean isTotal = TOTAL.matcher(name).matches() || path.matches("(?i).*total\\.value");
            if (isTotal
                    && number >= list.records().size()
                    && !name.matches("(?i).*pages?")
                    && !totals.containsKey("totalRecords")) {
                totals.put("totalRecords", shown);
                total = number;
                words.add("Total: %s says %d records.".formatted(path, number));
            } else if (PAGES.matcher(name).matches() && number > 0 && !totals.containsKey("totalPages")) {
                totals.put("totalPages", shown);
            }
        });
        if (totals.isEmpty()) {
            words.add("Total: none is announced; the end is proven by asking.");
        }
        return totals;
    }

    /** All single values beside the records, by their paths. */
    private static void flatten(JsonNode node, String path, String records, Map<String, JsonNode> values) {
        if (node.isObject() && !(path.equals(records) && !path.isEmpty())) {
            node.properties().forEach(field -> {
                String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                if (!below.equals(records)) {
                    flatten(field.getValue(), below, records, values);
                }
            });
        }
        if (!path.isEmpty() && (node.isValueNode() || node.isObject())) {
            values.put(path, node);
        }
    }

    /** A dotted path as a source writes it; a name with a dot of its own in brackets. */
    private static String path(String path) {
        return path.startsWith("@") ? "['" + path + "']" : path;
    }

    private List<String> pagination(Reply first, RecordList list) throws IOException {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        flatten(java.util.Objects.requireNonNull(first.body()), "", list.path(), values);
        List<String> found = byLink(first, list, values);
        if (found == null) {
            found = byCursor(list, values);
        }
        if (found == null) {
            found = byNumber(list);
        }
        if (found == null) {
            words.add(
                    "Pages: no second page could be found by links, cursors or the usual parameters. If there are more, see docs/sources.md.");
            return List.of("type: none # nothing that was tried brought a second page");
        }
        return found;
    }

    private @Nullable RecordList get(String at) throws IOException {
        if (requests >= MAX_REQUESTS) {
            return null;
        }
        requests++;
        Reply reply = ask.ask(URI.create(at));
        return reply.isGood() ? RecordList.in(java.util.Objects.requireNonNull(reply.body())) : null;
    }

    private @Nullable List<String> byLink(Reply first, RecordList list, Map<String, JsonNode> values)
            throws IOException {
        String header = first.headers().get("link");
        String inHeader = header == null ? null : LinkHeader.next(header);
        if (inHeader != null) {
            return follow(list, inHeader, List.of("type: link-header # Link: <…>; rel=\"next\""), "the header Link");
        }
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            String text = value.getValue().isTextual() ? value.getValue().asText() : "";
            boolean isNext = value.getKey()
                    .matches(
                            "(?i)(?:.*[._@])?next(?:[_.]?(?:link|url|page|page_?url|href))?(?:\\.href)?|@odata\\.nextLink");
            if (isNext && (text.matches("(?i)https?://.*") || text.startsWith("/") || text.contains("?"))) {
                return follow(
                        list,
                        text,
                        List.of("type: next-link", "next: " + quoted(path(value.getKey()))),
                        value.getKey());
            }
        }
        JsonNode links = java.util.Objects.requireNonNull(first.body()).path("link");
        for (JsonNode link : links) {
            if (link.path("relation").asText().equals("next")
                    && link.path("url").isTextual()) {
                return follow(
                        list,
                        link.path("url").asText(),
                        List.of("type: next-link", "next: \"link[?(@.relation=='next')].url\""),
                        "link");
            }
        }
        return null;
    }

    private @Nullable List<String> follow(RecordList list, String link, List<String> yaml, String where)
            throws IOException {
        URI to = url.resolve(Urls.encodedUrl(link));
        boolean isElsewhere = !String.valueOf(to.getAuthority()).equals(url.getAuthority());
        String at = isElsewhere
                ? url.getScheme() + "://" + url.getRawAuthority() + to.getRawPath()
                        + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery())
                : to.toString();
        if (!list.isContinuedBy(get(at))) {
            words.add("Pages: %s names a next page, but that does not continue the first one.".formatted(where));
            return null;
        }
        words.add("Pages: %s names the next one; it was followed, and continues the first page.".formatted(where));
        List<String> all = new ArrayList<>(yaml);
        if (isElsewhere) {
            words.add("The link leads to %s: it is followed on %s instead."
                    .formatted(to.getAuthority(), url.getAuthority()));
            all.add("trustHost: true # its links name another host");
        }
        return all;
    }

    private @Nullable List<String> byCursor(RecordList list, Map<String, JsonNode> values) throws IOException {
        // An object before its own members.
        List<Map.Entry<String, JsonNode>> candidates = new ArrayList<>(values.entrySet());
        candidates.sort(Comparator.comparing(value -> !value.getValue().isObject()));
        for (Map.Entry<String, JsonNode> value : candidates) {
            JsonNode cursor = value.getValue();
            String name = value.getKey().replaceFirst(".*\\.", "");
            boolean is = (CURSOR.matcher(name).matches() || name.matches("(?i)next"))
                    && (cursor.isObject() ? !cursor.isEmpty() : cursor.isTextual() || cursor.isNumber())
                    && (cursor.isObject() || !cursor.asText().isEmpty());
            if (!is) {
                continue;
            }
            String next = "next: " + quoted(path(value.getKey()));
            if (cursor.isObject()) {
                StringBuilder at = new StringBuilder(url.toString());
                cursor.properties()
                        .forEach(field -> at.append(at.indexOf("?") < 0 ? '?' : '&')
                                .append(Urls.parameter(
                                        field.getKey(), field.getValue().asText())));
                if (list.isContinuedBy(get(at.toString()))) {
                    words.add("Pages: %s is an object, and with its members in the query comes the next one."
                            .formatted(value.getKey()));
                    return List.of("type: cursor", next);
                }
                continue;
            }
            List<String> names = new ArrayList<>(List.of(name));
            CURSORS.stream().filter(other -> !other.equals(name)).forEach(names::add);
            for (String param : names.subList(0, Math.min(4, names.size()))) {
                if (list.isContinuedBy(get(with(param, cursor.asText())))) {
                    words.add("Pages: %s given back as %s brings the next one.".formatted(value.getKey(), param));
                    return List.of("type: cursor", next, "cursorParam: " + quoted(param));
                }
            }
        }
        return null;
    }

    private String with(String param, String value) {
        return Urls.withParameter(url, param, value).toString();
    }

    private @Nullable List<String> byNumber(RecordList list) throws IOException {
        int size = list.records().size();
        List<String> known = new ArrayList<>();
        OFFSET.stream().filter(name -> Urls.hasParameter(url.toString(), name)).forEach(known::add);
        PAGE.stream().filter(name -> Urls.hasParameter(url.toString(), name)).forEach(known::add);
        if (known.isEmpty()) {
            known.addAll(List.of("page", "offset", "skip", "_page", "start"));
        }
        for (String name : known) {
            if (OFFSET.contains(name)) {
                if (list.isContinuedBy(get(with(name, Integer.toString(size))))) {
                    words.add("Pages: %s=%d continues the first page.".formatted(name, size));
                    return numbered("type: offset", "offsetParam: " + quoted(name), size);
                }
            } else {
                RecordList one = get(with(name, "1"));
                if (list.isContinuedBy(one)) {
                    words.add("Pages: %s=1 continues the first page, which has number 0.".formatted(name));
                    return numbered("type: page-number", "pageParam: " + quoted(name) + "\nfirstPage: 0", size);
                }
                if (list.isSameAs(one) && list.isContinuedBy(get(with(name, "2")))) {
                    words.add("Pages: %s=2 continues the first page.".formatted(name));
                    return numbered("type: page-number", "pageParam: " + quoted(name), size);
                }
            }
        }
        return null;
    }

    private List<String> numbered(String type, String options, int size) {
        List<String> yaml = new ArrayList<>(List.of(type));
        yaml.addAll(List.of(options.split("\n", -1)));
        for (String name : SIZE) {
            if (Urls.hasParameter(url.toString(), name)) {
                yaml.add("sizeParam: " + quoted(name));
                yaml.add("size: " + size + " # as the URL asked; more a page means fewer requests");
                return yaml;
            }
        }
        yaml.add("# sizeParam: and size: here make larger pages, if the API has a parameter for that");
        return yaml;
    }

    /** The URL without what pagination sets for each page. */
    String plainUrl(List<String> yaml) {
        String plain = url.toString();
        for (String line : yaml) {
            if (line.matches("\\s*(?:pageParam|offsetParam|sizeParam): .*")) {
                String name = line.replaceFirst("\\s*\\w+: ", "").replaceAll("^\"|\"$", "");
                plain = Urls.withoutParameter(plain, name);
            }
        }
        return plain;
    }

    static String quoted(String text) {
        return text.matches("[A-Za-z_][\\w.-]*(?::[\\w-]+)?")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
