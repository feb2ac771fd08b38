package caravan.text;

import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/**
 * Makes text from outside safe to show. None of this redacts secrets or escapes markup: who shows the text does that, secrets
 * first.
 */
public final class SafeText {
    /** What marks the place of a character that is not shown. */
    private static final int HIDDEN = '\uFFFD';

    private static final int JOINER = 0x200D;

    private static final Pattern SPACES = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\s]+");

    private static final Pattern VALUES = Pattern.compile("=[^&#]*");

    private SafeText() {}

    /** On one line: each run of spaces, line ends and control characters as one space, none at either end. */
    public static String oneLine(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    /** A URL whose query shows the names of its parameters alone: a value may be a key. */
    public static String withoutQueryValues(String url) {
        int query = url.indexOf('?');
        return query < 0
                ? url
                : url.substring(0, query) + VALUES.matcher(url.substring(query)).replaceAll("=…");
    }

    /** At most so many {@code char}s and an ellipsis; never half of a surrogate pair, which no file could hold. */
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length) + "…";
    }

    /**
     * For a terminal: control characters as their pictures (U+2400), and a mark in the place of what reorders or hides text
     * (Unicode's format characters, except the joiner of emoji), of line separators and of unpaired surrogates.
     */
    public static String pictured(String text) {
        return map(text, SafeText::pictured);
    }

    /** For a page: a mark in the place of control, format and unassigned characters and of unpaired surrogates. */
    public static String marked(String text) {
        return map(text, SafeText::marked);
    }

    private static String map(String text, IntUnaryOperator shown) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().map(shown).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static int pictured(int character) {
        if (character < ' ') {
            return 0x2400 + character;
        }
        if (character == 0x7F) {
            return 0x2421;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                HIDDEN;
            case Character.FORMAT -> character == JOINER ? character : HIDDEN;
            default -> character;
        };
    }

    private static int marked(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> HIDDEN;
            default -> character;
        };
    }
}
