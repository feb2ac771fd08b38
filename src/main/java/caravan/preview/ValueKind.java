package caravan.preview;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a value looks like. A guess from its text: that of a number is the same whether it stood in quotes or not. */
enum ValueKind {
    INTEGER("integer", "-?(0|[1-9][0-9]*)"),
    NUMBER("number", "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?"),
    /** What would lose its zeros as a number: a postcode, an account. */
    DIGITS("text", "0[0-9]+"),
    BOOLEAN("boolean", "true|false"),
    DATE("date", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    TIMESTAMP(
            "timestamp",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[-+][0-9]{2}:?[0-9]{2})?"),
    UUID("uuid", "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    EMAIL("email", "[^@\\s]+@[^@\\s]+\\.[^@\\s.]+"),
    OBJECT("object", null),
    LIST("list", null),
    TEXT("text", null);

    /** Whatever is longer is no number, date or address. */
    private static final int LONGEST = 320;

    private static final int DATE_LENGTH = "2026-11-22".length();

    private final String label;
    private final @Nullable Pattern pattern;

    ValueKind(String label, @Nullable String pattern) {
        this.label = label;
        this.pattern = pattern == null ? null : Pattern.compile(pattern);
    }

    /** How it is called. */
    String label() {
        return label;
    }

    /** Of a text that is not empty. */
    static ValueKind of(String text) {
        char first = text.charAt(0);
        char last = text.charAt(text.length() - 1);
        if (first == '{' && last == '}') {
            return OBJECT;
        }
        if (first == '[' && last == ']') {
            return LIST;
        }
        if (text.length() <= LONGEST) {
            for (ValueKind kind : values()) {
                if (kind.pattern != null && kind.pattern.matcher(text).matches()) {
                    return (kind == DATE || kind == TIMESTAMP) && !isDay(text) ? TEXT : kind;
                }
            }
        }
        return TEXT;
    }

    private static boolean isDay(String text) {
        try {
            LocalDate.parse(text.substring(0, DATE_LENGTH));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
