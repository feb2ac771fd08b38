package caravan.source;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Link} header (RFC 8288). */
public final class LinkHeader {
    /** One parameter of a link: a token, with a token or a quoted text as its value. */
    private static final Pattern PARAMETER =
            Pattern.compile("\\s*;\\s*([\\w!#$&+.^`|~*-]+)\\s*(?:=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;,\"]*)))?");

    private LinkHeader() {}

    /** Where the link of relation {@code next} leads to, as it stands there; null where there is none. */
    public static @Nullable String next(String value) {
        int at = 0;
        while (true) {
            int begin = value.indexOf('<', at);
            int end = begin < 0 ? -1 : value.indexOf('>', begin);
            if (end < 0) {
                return null;
            }
            String target = value.substring(begin + 1, end).strip();
            Matcher parameter = PARAMETER.matcher(value);
            at = end + 1;
            String relation = null;
            while (parameter.region(at, value.length()).lookingAt()) {
                // The first one counts (RFC 8288, 3.3).
                if (relation == null && parameter.group(1).equalsIgnoreCase("rel")) {
                    relation = parameter.group(2) != null ? parameter.group(2) : parameter.group(3);
                }
                at = parameter.end();
            }
            if (relation != null
                    && List.of(relation.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                            .contains("next")) {
                return target;
            }
        }
    }
}
