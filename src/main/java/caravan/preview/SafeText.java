package caravan.preview;

import org.jline.utils.WCWidth;

/** SafeText from outside as a terminal shows it: how wide it is, cut to a width, and without what would steer the terminal. */
final class SafeText {
    /** What marks the place of a character that is not shown. */
    private static final int HIDDEN = '\uFFFD';

    private static final int JOINER = 0x200D;

    private SafeText() {}

    /** How many columns a terminal takes for it; wide characters take two. */
    static int width(String text) {
        return text.codePoints().map(SafeText::width).sum();
    }

    /** At most so wide; what is cut ends with an ellipsis. */
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            used += width(character);
            if (used > width) {
                break;
            }
            kept.appendCodePoint(character);
            at += Character.charCount(character);
        }
        return kept.append('…').toString();
    }

    /**
     * The same on one line: control characters as their pictures (U+2400), what reorders or hides text (Unicode's format
     * characters) as a mark.
     */
    static String harmless(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().map(SafeText::harmless).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static int harmless(int character) {
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

    private static int width(int character) {
        return Math.max(0, WCWidth.wcwidth(character));
    }
}
