package caravan.text;

import java.net.IDN;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns URLs as people write them into URLs as RFC 3986 has them, and finds what is secret in their queries. */
public final class Urls {
    /** Reserved and unreserved characters (RFC 3986, 2.2 and 2.3), but for brackets, which only belong into a host. */
    private static final String ALLOWED = "-._~:/?@!$&'()*+,;=";

    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern PARAMETER = Pattern.compile("([?&])([^=&#]*)=([^&#]*)");
    /** As the names of keys end, whatever stands between their words. */
    private static final Pattern SECRET = Pattern.compile(
            ".*(?:key|token|secret|password|passwd|pwd|passphrase|signature|sig|auth|authorization|credentials?|appid)");

    private Urls() {}

    /** Percent-encodes what no path and no query may hold, a {@code %} that begins no code included; what is encoded stays. */
    public static String encoded(String pathAndQuery) {
        StringBuilder encoded = new StringBuilder(pathAndQuery.length());
        Matcher code = ENCODED.matcher(pathAndQuery);
        for (int at = 0; at < pathAndQuery.length(); ) {
            int character = pathAndQuery.codePointAt(at);
            int next = at + Character.charCount(character);
            boolean isCode =
                    character == '%' && code.region(at, pathAndQuery.length()).lookingAt();
            if (isCode || isAllowed(character)) {
                encoded.appendCodePoint(character);
            } else {
                for (byte unit : pathAndQuery.substring(at, next).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append("%%%02X".formatted(unit & 0xFF));
                }
            }
            at = next;
        }
        return encoded.toString();
    }

    private static boolean isAllowed(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || ALLOWED.indexOf(character) >= 0;
    }

    /**
     * A host name in ASCII (RFC 3490), in lower case.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String asciiHost(String host) {
        return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    }

    /** Whether a parameter of this name mostly holds a key or a token. */
    static boolean isSecret(String parameter) {
        String name = parameter.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return SECRET.matcher(name).matches();
    }

    /** The values of such parameters in a URL, as they stand there and decoded. */
    public static List<String> secrets(String url) {
        List<String> values = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(url);
        while (parameter.find()) {
            if (isSecret(parameter.group(2))) {
                values.add(parameter.group(3));
                values.add(decoded(parameter.group(3)));
            }
        }
        return values;
    }

    /** A URL without the values of such parameters: what it asks for, whoever asks. */
    public static String withoutSecrets(String url) {
        return PARAMETER
                .matcher(url)
                .replaceAll(parameter -> Matcher.quoteReplacement(
                        isSecret(parameter.group(2))
                                ? parameter.group(1) + parameter.group(2) + "="
                                : parameter.group()));
    }

    /** Whether a query has a parameter of this name. */
    public static boolean hasParameter(String url, String name) {
        int query = url.indexOf('?');
        if (query < 0) {
            return false;
        }
        for (String parameter : url.substring(query + 1).split("&", -1)) {
            if (decoded(parameter.replaceFirst("=.*", "")).equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The same of a whole URL, whose origin stays as it is. */
    public static String encodedUrl(String url) {
        int path = url.matches("(?i)https?://.*") ? url.indexOf('/', url.indexOf("//") + 2) : 0;
        int query = url.indexOf('?');
        int from = path < 0 || (query >= 0 && query < path) ? query : path;
        return from < 0 ? url : url.substring(0, from) + encoded(url.substring(from));
    }

    /**
     * Where a link of a response leads to (RFC 3986, 5.2), without its fragment. Encoded: camel-http would take braces for the name of a
     * property.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static URI resolve(URI from, String link) {
        String target = encodedUrl(link.strip().replaceFirst("#.*", ""));
        // Java's own resolution of a query alone takes the last name of the path away.
        return target.startsWith("?")
                ? URI.create(from.toString().replaceFirst("\\?.*", "") + target)
                : from.resolve(target);
    }

    /** Scheme, host and port, in lower case and without a port that goes without saying (RFC 6454, 6.2). */
    public static String origin(URI uri) {
        String authority = String.valueOf(uri.getRawAuthority()).toLowerCase(Locale.ROOT);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String port = scheme.equals("https") ? ":443" : ":80";
        return scheme + "://"
                + (authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority);
    }

    /** A parameter as a query has it. */
    public static String parameter(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The URL without the parameter of this name. */
    public static String withoutParameter(String url, String name) {
        int query = url.indexOf('?');
        if (query < 0) {
            return url;
        }
        StringBuilder kept = new StringBuilder();
        for (String parameter : url.substring(query + 1).split("&", -1)) {
            if (!decoded(parameter.replaceFirst("=.*", "")).equals(name)) {
                kept.append(kept.isEmpty() ? "?" : "&").append(parameter);
            }
        }
        return url.substring(0, query) + kept;
    }

    /** The URL with this parameter, in the place of one of its name if there is one. */
    public static URI withParameter(URI url, String name, String value) {
        StringBuilder query = new StringBuilder();
        for (String parameter :
                url.getRawQuery() == null ? new String[0] : url.getRawQuery().split("&", -1)) {
            if (!decoded(parameter.replaceFirst("=.*", "")).equals(name)) {
                query.append(parameter).append('&');
            }
        }
        query.append(parameter(name, value));
        return URI.create(url.toString().replaceFirst("\\?.*", "") + "?" + query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(encoded(text), StandardCharsets.UTF_8);
    }
}
