package caravan.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One request as it came.
 *
 * @param headers by name in small letters
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy a body would be waste.
record WireRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Takes a head apart, without the empty line; the body comes later. Null if it is no HTTP/1.x request. */
    static WireRequest parse(String head) {
        int lineEnd = head.indexOf("\r\n");
        String line = lineEnd < 0 ? head : head.substring(0, lineEnd);
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first <= 0 || last <= first || !line.startsWith("HTTP/1.", last + 1)) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        int at = lineEnd < 0 ? head.length() : lineEnd + 2;
        while (at < head.length()) {
            int next = head.indexOf("\r\n", at);
            int end = next < 0 ? head.length() : next;
            int colon = head.indexOf(':', at);
            if (colon > at && colon < end) {
                headers.put(
                        head.substring(at, colon).toLowerCase(Locale.ROOT),
                        head.substring(colon + 1, end).strip());
            }
            at = end + 2;
        }
        String target = line.substring(first + 1, last);
        int mark = target.indexOf('?');
        return new WireRequest(
                line.substring(0, first),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                headers,
                new byte[0]);
    }

    WireRequest withBody(byte[] content) {
        return new WireRequest(method, path, query, headers, content);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean accepts(String encoding) {
        return header("accept-encoding").contains(encoding);
    }

    /** The bearer token, or null. */
    String bearer() {
        String value = header("authorization");
        return value.regionMatches(true, 0, "Bearer ", 0, 7)
                ? value.substring(7).strip()
                : null;
    }

    /** A parameter of the query, else of a JSON body, else {@code otherwise}. */
    String parameter(String name, String otherwise) {
        int at = 0;
        while (at < query.length()) {
            int next = query.indexOf('&', at);
            int end = next < 0 ? query.length() : next;
            if (query.startsWith(name, at) && at + name.length() < end && query.charAt(at + name.length()) == '=') {
                return URLDecoder.decode(query.substring(at + name.length() + 1, end), StandardCharsets.UTF_8);
            }
            at = end + 1;
        }
        return body.length == 0 ? otherwise : member(name, otherwise);
    }

    private String member(String name, String otherwise) {
        try {
            return JSON.readTree(body).path(name).asText(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
