package caravan.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .env} file: {@code NAME=value} lines, with or without {@code export}, comments after {@code #}.
 *
 * <p>A value in single quotes is taken as it is; in double quotes, {@code \n}, {@code \"} and {@code \\} are known. Outside
 * of quotes a {@code #} only begins a comment after white space: tokens may contain one.
 */
final class DotEnv {
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*)");
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
    private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private DotEnv() {}

    /** The settings in the file's order; adds a line to {@code problems} for each that cannot be read. */
    static Map<String, String> parse(String text, String file, List<String> problems) {
        Map<String, String> settings = new LinkedHashMap<>();
        // Some editors put a byte order mark in front.
        String[] lines = text.replaceFirst("^\uFEFF", "").split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher setting = LINE.matcher(line);
            String value = setting.matches() ? value(setting.group(2)) : null;
            if (value == null) {
                // The line itself is not shown: it may hold a secret.
                problems.add("%s, line %d is not NAME=value".formatted(file, i + 1));
            } else {
                settings.put(setting.group(1), value);
            }
        }
        return settings;
    }

    private static @Nullable String value(String text) {
        if (text.startsWith("'")) {
            Matcher quoted = SINGLE_QUOTED.matcher(text);
            return quoted.matches() ? quoted.group(1) : null;
        }
        if (text.startsWith("\"")) {
            Matcher quoted = DOUBLE_QUOTED.matcher(text);
            return quoted.matches() ? ESCAPE.matcher(quoted.group(1)).replaceAll(DotEnv::unescaped) : null;
        }
        return text.replaceFirst("(^|\\s+)#.*", "").strip();
    }

    private static String unescaped(MatchResult escape) {
        return escape.group(1).equals("n") ? "\n" : Matcher.quoteReplacement(escape.group(1));
    }
}
