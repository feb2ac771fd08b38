package caravan.report;

import caravan.text.SafeText;
import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a template shows. All text is escaped for the place where it stands, as jte does; here it is also shortened, so
 * that no API can make the page large, and cleared of characters that turn or hide the text around them or that no file can
 * hold.
 */
final class PageOutput extends OwaspHtmlTemplateOutput {
    static final int LONGEST = 400;

    PageOutput(TemplateOutput output) {
        super(output);
    }

    @Override
    public void writeUserContent(@Nullable String text) {
        super.writeUserContent(text == null ? null : SafeText.marked(shortened(text)));
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
