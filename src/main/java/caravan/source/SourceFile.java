package caravan.source;

import static caravan.source.Option.Kind.BODY;
import static caravan.source.Option.Kind.FLAG;
import static caravan.source.Option.Kind.LATER;
import static caravan.source.Option.Kind.LIST;
import static caravan.source.Option.Kind.MAP;
import static caravan.source.Option.Kind.PATH;
import static caravan.source.Option.Kind.SECTION;
import static caravan.source.Option.Kind.STATUSES;
import static caravan.source.Option.Kind.TEXT;
import static caravan.source.Option.Kind.WHOLE;

import caravan.text.Nearest;
import caravan.text.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a file {@code sources/NAME.yaml}. All its options are named here and in the styles of pagination; what is unknown, missing or
 * does not fit is reported with file, line and the nearest known name.
 */
public final class SourceFile {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final String NO_PLACE = "%s stands for nothing: there are ${page}, ${offset}, ${size} and ${cursor}";
    private static final Pattern PERIOD = Pattern.compile("(?:[0-9]+(?:d|h|m|s|ms)?)+");

    static final List<Option> TOP = List.of(
            Option.required("url", TEXT, "URL of the first request, its own query included"),
            Option.optional("headers", MAP, "headers of each request"),
            Option.optional("body", BODY, "makes each request a POST"),
            Option.preset(
                    "records",
                    PATH,
                    "",
                    "path of the list of records, or of an object whose values are the records; empty: the response itself"),
            Option.preset("record", PATH, "", "path inside each item of that list"),
            Option.optional("id", TEXT, "what identifies a record: a field, or a path"),
            Option.preset("absentIsEmpty", FLAG, "false", "true: a response without the list has no records"),
            Option.optional("error", PATH, "path that, when it finds something, makes a response a failed attempt"),
            Option.preset("flatten", FLAG, "false", "true: nested objects become columns a.b"),
            Option.optional("columns", LIST, "columns that come first, in this order"),
            Option.preset("schedule", TEXT, "24h", "period of the timer"),
            Option.preset("pagination", SECTION, "none", "how pages follow each other"),
            Option.preset("login", SECTION, "none", "how to log in"),
            Option.optional("slices", LATER, "slices are not there yet; write one source for each"),
            Option.optional("incremental", LATER, "incremental runs are not there yet; each run extracts everything"));

    /** What all styles of pagination know. */
    static final List<Option> PAGING = List.of(
            Option.preset("type", TEXT, "none", "the style"),
            Option.optional("sizeParam", TEXT, "query parameter that asks for the size of a page"),
            Option.optional("size", WHOLE, "how many records a page is asked for"),
            Option.optional("sizeEcho", PATH, "where a response says how many records a full page holds"),
            Option.optional("totalRecords", PATH, "where a response says how many records there are"),
            Option.optional("more", PATH, "a flag: false means that nothing follows"),
            Option.optional("last", PATH, "a flag: true means that nothing follows"),
            Option.preset("pastEnd", STATUSES, "[404, 410, 416]", "statuses that mean that there is no such page"),
            Option.optional("then", SECTION, "url and body of the second and later requests, where they differ"),
            Option.preset("trustHost", FLAG, "false", "true: a link to another host is followed on the source's own"));

    static final List<Option> THEN = List.of(
            Option.optional("url", TEXT, "URL of the second and later requests"),
            Option.optional("body", BODY, "their body"));

    static final Map<Login.Type, List<Option>> LOGINS = logins();

    private final Options.File file;
    private final String name;

    private SourceFile(Options.File file, String name) {
        this.file = file;
        this.name = name;
    }

    private static Map<Login.Type, List<Option>> logins() {
        Option type = Option.preset("type", TEXT, "none", "the kind of login");
        Option scheme = Option.preset("scheme", TEXT, "Bearer", "the word before the token; empty for none");
        Option header = Option.preset("header", TEXT, "Authorization", "header that carries the token");
        Option url = Option.preset("url", TEXT, "/login", "where to log in, absolute or relative to the source");
        Option token = Option.preset(
                "token", TEXT, "access_token", "where the answer has the token: a path, header:NAME or cookie:NAME");
        Option expires = Option.preset(
                "expiresIn", PATH, "expires_in", "where the answer says how many seconds the token lasts");
        Option body = Option.optional("body", BODY, "body of the login, with ${username} and ${password}");
        Option refreshToken =
                Option.optional("refreshToken", PATH, "where the answer has what a new token can be had for");
        Option refreshUrl = Option.optional("refreshUrl", TEXT, "where to have it; without, the same as url");
        Option refreshBody = Option.optional("refreshBody", BODY, "body of that request, with ${refreshToken}");
        Map<Login.Type, List<Option>> logins = new LinkedHashMap<>();
        logins.put(Login.Type.NONE, List.of(type));
        logins.put(Login.Type.BEARER, List.of(type, scheme, header));
        logins.put(
                Login.Type.API_KEY,
                List.of(
                        type,
                        Option.preset("header", TEXT, "X-Api-Key", "header that carries the key"),
                        Option.optional("param", TEXT, "query parameter that carries the key instead"),
                        Option.preset("scheme", TEXT, "", "a word before the key")));
        logins.put(Login.Type.BASIC, List.of(type));
        List<Option> password =
                List.of(type, url, body, token, expires, scheme, header, refreshToken, refreshUrl, refreshBody);
        logins.put(Login.Type.PASSWORD, password);
        logins.put(
                Login.Type.CLIENT_CREDENTIALS,
                List.of(
                        type,
                        Option.required("url", TEXT, "the token endpoint"),
                        Option.optional("scope", TEXT, "what to ask for"),
                        token,
                        expires,
                        scheme,
                        header));
        logins.put(Login.Type.BEARER_OR_PASSWORD, password);
        return logins;
    }

    /**
     * The source of a file; null when something is wrong with it.
     *
     * @param path of the file, for messages; its name without {@code .yaml} is the source's
     * @param settings the value of a setting by its name; throws an {@link IllegalArgumentException} that says why there is none
     * @param problems takes what is wrong, a line each
     */
    public static @Nullable Source read(
            String path, String yaml, UnaryOperator<String> settings, List<String> problems) {
        String name = path.replaceFirst(".*[/\\\\]", "").replaceFirst("\\.ya?ml$", "");
        Options.File file = new Options.File(path, settings);
        Source source = null;
        try {
            Node node = new Compose(LoadSettings.builder().setLabel(path).build())
                    .composeString(yaml)
                    .orElse(null);
            if (node == null) {
                file.problem(null, "the file is empty: a source needs at least its url");
            } else {
                source = new SourceFile(file, name).source(new Options(file, "", node));
            }
        } catch (YamlEngineException e) {
            file.problems.add("%s is not valid YAML: %s"
                    .formatted(path, String.valueOf(e.getMessage()).replaceAll("\\s+", " ")));
        }
        problems.addAll(file.problems);
        return file.problems.isEmpty() ? source : null;
    }

    private Source source(Options top) {
        if (!NAME.matcher(name).matches()) {
            top.problem("the file's name becomes part of file names: lower-case letters, digits, - and _ only, not \""
                    + name + "\"");
        }
        Options paging = section(top, "pagination");
        Options then = paging.section("then");
        RequestTemplate first =
                new RequestTemplate(url(top.text("url", "").strip(), top), top.map("headers"), top.body("body"));
        RequestTemplate later = !paging.has("then")
                ? null
                : new RequestTemplate(
                        then.has("url") ? url(then.text("url", "").strip(), then) : first.url(),
                        first.headers(),
                        then.has("body") ? then.body("body") : first.body());
        file.requests = first.all() + (later == null ? "" : later.all());
        top.check(TOP, option -> places(option, "pagination", "login"));
        then.check(THEN, option -> null);
        Style style = style(top, paging);
        List<Option> known = new ArrayList<>(PAGING);
        known.addAll(style.own());
        paging.check(known, this::placesInStyles);
        Pagination pagination = style.read().apply(paging);
        String unknown =
                first.unknownPlace() != null ? first.unknownPlace() : later == null ? null : later.unknownPlace();
        if (unknown != null) {
            top.problem("url", NO_PLACE.formatted(unknown));
        }
        String sizeParam = paging.text("sizeParam");
        long size = paging.whole("size", 0, 1);
        if (sizeParam != null && size == 0 && !paging.has("size")) {
            paging.problem("sizeParam", "pagination.sizeParam needs a size");
        }
        own(first.url(), pagination.param(), top);
        own(first.url(), sizeParam, top);
        boolean flatten = top.flag("flatten", false);
        String named = top.text("id", "");
        // Records are cells: one that is not flattened holds the id's object as a whole.
        String id = flatten || named.startsWith("@") ? named : named.replaceFirst("\\..*", "");
        String period = top.text("schedule", "24h");
        if (!PERIOD.matcher(period).matches()) {
            top.problem("schedule", "schedule is \"%s\", not a period such as 24h or 15m".formatted(period));
        }
        Shape shape = new Shape(
                top.names("records"),
                top.names("record"),
                top.flag("absentIsEmpty", false),
                top.path("error"),
                !id.isEmpty(),
                flatten,
                top.list("columns"),
                pagination.firstPage(),
                pagination.pageEcho(),
                paging.path("sizeEcho"),
                pagination.totalPages(),
                paging.path("totalRecords"),
                pagination.next(),
                pagination.nextField(),
                pagination.nextLink(),
                paging.path("more"),
                paging.path("last"));
        return new Source(
                name,
                first,
                later,
                shape,
                id,
                pagination,
                sizeParam,
                size,
                statuses(paging),
                paging.flag("trustHost", false),
                login(top),
                period);
    }

    /** A section that may be one word: the type. */
    private Options section(Options top, String title) {
        if (top.isText(title)) {
            if (!"none".equals(top.text(title))) {
                top.problem(title, "%s must be a map with a type, or none".formatted(title));
            }
            return new Options(file, title, null);
        }
        return top.section(title);
    }

    private Style style(Options top, Options paging) {
        String type = paging.text("type");
        if (type == null) {
            if (top.has("pagination") && !top.isText("pagination")) {
                paging.problem("pagination.type is missing: " + names());
            }
            return SinglePage.STYLE;
        }
        for (Style style : Style.all()) {
            if (style.name().equals(type)) {
                return style;
            }
        }
        paging.problem(
                "type", "there is no pagination.type %s; %s".formatted(type, nearest(type, styleNames(), names())));
        return SinglePage.STYLE;
    }

    private static String nearest(String name, List<String> known, String otherwise) {
        return Nearest.to(name, known).map("did you mean %s?"::formatted).orElse(otherwise);
    }

    private static List<String> styleNames() {
        return Style.all().stream().map(Style::name).toList();
    }

    private static String names() {
        return "it is one of " + String.join(", ", styleNames());
    }

    /** Where an option that is not known at the top belongs. */
    private @Nullable String places(String option, String paging, String login) {
        boolean ofPaging = PAGING.stream().anyMatch(known -> known.name().equals(option))
                || Style.all().stream()
                        .anyMatch(style -> style.own().stream()
                                .anyMatch(known -> known.name().equals(option)));
        if (ofPaging) {
            return "it is an option of " + paging;
        }
        boolean ofLogin = LOGINS.values().stream()
                .anyMatch(all -> all.stream().anyMatch(known -> known.name().equals(option)));
        return ofLogin ? "it is an option of " + login : null;
    }

    private @Nullable String placesInStyles(String option) {
        List<String> styles = Style.all().stream()
                .filter(style ->
                        style.own().stream().anyMatch(known -> known.name().equals(option)))
                .map(Style::name)
                .toList();
        if (!styles.isEmpty()) {
            return "it is an option of type " + String.join(" and ", styles);
        }
        return TOP.stream().anyMatch(known -> known.name().equals(option))
                ? "it stands beside pagination, not in it"
                : null;
    }

    private static String url(String url, Options where) {
        if (url.isEmpty()) {
            return url;
        }
        if (!url.matches("(?i)https?://[^/?#\\s]+.*") || url.contains("#")) {
            where.problem(
                    "url",
                    "url is \"%s\", not an http:// or https:// URL"
                            .formatted(caravan.text.SafeText.withoutQueryValues(url)));
            return url;
        }
        RequestTemplate given = new RequestTemplate(url, Map.of(), null);
        if (given.unknownPlace() != null) {
            where.problem("url", NO_PLACE.formatted(given.unknownPlace()));
        }
        String places = url.replaceAll("\\$\\{(page|offset|size|cursor)}", "\u0001$1\u0002");
        String encoded = Urls.encodedUrl(places).replace("%01", "${").replace("%02", "}");
        try {
            URI.create(encoded.replaceAll("\\$\\{\\w+}", "x"));
        } catch (IllegalArgumentException e) {
            where.problem("url", "url is not a valid URL: " + e.getMessage());
        }
        return encoded;
    }

    /** A parameter that is set for each page must not stand in the URL, too. */
    private static void own(String url, @Nullable String param, Options top) {
        if (param != null && Urls.hasParameter(url, param)) {
            top.problem(
                    "url",
                    "the URL has a parameter %s of its own, which is set for each page: take it out (of API_ENDPOINT, where that is a part of the URL)"
                            .formatted(param));
        }
    }

    private static Set<Integer> statuses(Options paging) {
        Set<Integer> statuses = new LinkedHashSet<>();
        for (String status : paging.list("pastEnd")) {
            if (status.matches("[45][0-9]{2}")) {
                statuses.add(Integer.valueOf(status));
            } else {
                paging.problem(
                        "pastEnd", "pagination.pastEnd has %s: a status from 400 to 599 is needed".formatted(status));
            }
        }
        return paging.has("pastEnd") ? statuses : Set.of(404, 410, 416);
    }

    private Login login(Options top) {
        Options login = section(top, "login");
        String text = login.text("type", "none");
        if (top.has("login") && !top.isText("login") && !login.has("type")) {
            login.problem("login.type is missing: it is one of " + types());
        }
        Login.Type type = null;
        for (Login.Type known : Login.Type.values()) {
            type = known.toString().equals(text) ? known : type;
        }
        if (type == null) {
            List<String> names =
                    LOGINS.keySet().stream().map(Login.Type::toString).toList();
            login.problem(
                    "type",
                    "there is no login.type %s; %s".formatted(text, nearest(text, names, "it is one of " + types())));
            return Login.of(Login.Type.NONE);
        }
        login.check(LOGINS.getOrDefault(type, List.of()), option -> {
            List<String> others = LOGINS.entrySet().stream()
                    .filter(other -> other.getValue().stream()
                            .anyMatch(known -> known.name().equals(option)))
                    .map(other -> other.getKey().toString())
                    .toList();
            return others.isEmpty() ? null : "it is an option of type " + String.join(", ", others);
        });
        Login preset = Login.of(type);
        String token = login.text("token", preset.token());
        String cookie = token.startsWith("cookie:") ? token.substring("cookie:".length()) : null;
        if (cookie == null) {
            pathOf(login, token);
        }
        ValuePath expires = login.path("expiresIn");
        String body = login.body("body");
        String refreshBody = login.body("refreshBody");
        return new Login(
                type,
                login.text("scheme", preset.scheme()).strip(),
                login.text("header", preset.header()),
                login.text("param"),
                cookie,
                login.text("url", preset.url()),
                body == null ? preset.body() : body,
                token,
                expires == null ? preset.expiresIn() : expires,
                login.text("scope"),
                login.path("refreshToken"),
                login.text("refreshUrl", login.text("url", preset.url())),
                refreshBody == null ? preset.refreshBody() : refreshBody);
    }

    private static void pathOf(Options login, String token) {
        try {
            ValuePath.of(token);
        } catch (IllegalArgumentException e) {
            login.problem("token", "login.token: " + e.getMessage());
        }
    }

    private static String types() {
        return String.join(
                ", ", LOGINS.keySet().stream().map(Login.Type::toString).toList());
    }
}
