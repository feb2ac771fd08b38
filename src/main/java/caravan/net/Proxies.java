package caravan.net;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says through which proxy an address is reached: Java's own properties ({@code http.proxyHost} and the like) where they are given, else
 * {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY}, as curl and most other programs read them. Immutable.
 *
 * <p>{@code NO_PROXY} is a list of host names with all below them, addresses and {@code *}, each with or without a port. Java's
 * {@code http.nonProxyHosts} is taken as it is given; where it is not, nothing is excepted, also not this machine.
 */
public final class Proxies {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:http://)?(?:([^:@/]*)(?::([^@/]*))?@)?(\\[[0-9a-fA-F:.]+]|[^:@/\\[\\]]+)(?::([0-9]{1,5}))?/?");
    private static final int DEFAULT_PORT = 80;

    private final @Nullable Proxy forHttp;
    private final @Nullable Proxy forHttps;
    private final List<Pattern> exceptions;

    /**
     * A proxy, spoken to in HTTP.
     *
     * @param user empty where it asks for none
     * @param from which setting named it
     */
    public record Proxy(String host, int port, String user, String password, String from) {
        /** Without user and password. */
        @Override
        public String toString() {
            return "http://%s:%d (%s)".formatted(host, port, from);
        }

        public boolean hasUser() {
            return !user.isEmpty();
        }
    }

    private Proxies(@Nullable Proxy forHttp, @Nullable Proxy forHttps, List<Pattern> exceptions) {
        this.forHttp = forHttp;
        this.forHttps = forHttps;
        this.exceptions = exceptions;
    }

    /**
     * @param settings checked
     * @param properties Java's; null for one that is not set
     */
    public static Proxies of(Map<String, String> settings, UnaryOperator<@Nullable String> properties) {
        Proxy http = ofJava("http", properties);
        Proxy https = ofJava("https", properties);
        if (http != null || https != null) {
            return new Proxies(http, https, javaExceptions(properties.apply("http.nonProxyHosts")));
        }
        return new Proxies(
                named("HTTP_PROXY", settings), named("HTTPS_PROXY", settings), exceptions(settings.get("NO_PROXY")));
    }

    private static @Nullable Proxy ofJava(String scheme, UnaryOperator<@Nullable String> properties) {
        String host = properties.apply(scheme + ".proxyHost");
        if (host == null || host.isBlank()) {
            return null;
        }
        String port = properties.apply(scheme + ".proxyPort");
        String user = properties.apply(scheme + ".proxyUser");
        String password = properties.apply(scheme + ".proxyPassword");
        return new Proxy(
                host.strip(),
                port == null || port.isBlank()
                        ? (scheme.equals("http") ? DEFAULT_PORT : 443)
                        : Integer.parseInt(port.strip()),
                user == null ? "" : user,
                password == null ? "" : password,
                "-D" + scheme + ".proxyHost");
    }

    private static @Nullable Proxy named(String name, Map<String, String> settings) {
        String text = settings.get(name);
        return text == null ? null : read(text, name);
    }

    /**
     * Reads an address: {@code http://user:password@host:port}, of which the host is enough.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Proxy read(String text, String from) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            throw new IllegalArgumentException(
                    text.matches("(?i)[a-z0-9+]+://.*") && !text.startsWith("http://")
                            ? "is not a proxy that is spoken to in HTTP: it must begin with http://"
                            : "is not the address of a proxy, such as http://proxy.example.com:3128");
        }
        int port = address.group(4) == null ? DEFAULT_PORT : Integer.parseInt(address.group(4));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("names the port %d, which there is not".formatted(port));
        }
        return new Proxy(address.group(3), port, decoded(address.group(1)), decoded(address.group(2)), from);
    }

    private static String decoded(@Nullable String part) {
        // A plus is a plus here, other than in a form.
        return part == null ? "" : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The proxy for an address; null where it is reached directly. */
    public @Nullable Proxy to(URI address) {
        Matcher authority =
                Pattern.compile("(?:[^@]*@)?(\\[.*]|[^:]*)(?::([0-9]*))?").matcher(address.getRawAuthority());
        boolean isSecure = "https".equalsIgnoreCase(address.getScheme());
        if (!authority.matches()) {
            return null;
        }
        int port = authority.group(2) == null || authority.group(2).isEmpty()
                ? (isSecure ? 443 : 80)
                : Integer.parseInt(authority.group(2));
        return to(isSecure, authority.group(1), port);
    }

    /** All that there are. */
    public List<Proxy> all() {
        return Stream.of(forHttp, forHttps)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** The same for its parts. */
    public @Nullable Proxy to(boolean isSecure, String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        boolean isDirect = exceptions.stream()
                .anyMatch(exception -> exception.matcher(name).matches()
                        || exception.matcher(name + ":" + port).matches());
        return isDirect ? null : isSecure ? forHttps : forHttp;
    }

    private static List<Pattern> exceptions(@Nullable String list) {
        List<Pattern> exceptions = new ArrayList<>();
        for (String entry :
                list == null ? new String[0] : list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (entry.equals("*")) {
                exceptions.add(Pattern.compile(".*"));
            } else if (!entry.isEmpty()) {
                String host = entry.replaceFirst("^\\*?\\.", "");
                exceptions.add(Pattern.compile("(?:.*\\.)?" + Pattern.quote(host)));
            }
        }
        return exceptions;
    }

    private static List<Pattern> javaExceptions(@Nullable String list) {
        List<Pattern> exceptions = new ArrayList<>();
        for (String entry :
                list == null ? new String[0] : list.toLowerCase(Locale.ROOT).split("\\|", -1)) {
            if (!entry.isBlank()) {
                exceptions.add(Pattern.compile(Pattern.quote(entry.strip()).replace("*", "\\E.*\\Q")));
            }
        }
        return exceptions;
    }
}
