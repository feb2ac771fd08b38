package caravan.source;

import java.util.List;
import java.util.function.Function;

/**
 * A style of pagination by its name in source files.
 *
 * @param own the options that only it has
 * @param read makes it of a source's options
 */
record Style(String name, List<Option> own, Function<Options, Pagination> read) {
    /** All there are. */
    static List<Style> all() {
        return List.of(
                PageNumber.STYLE,
                Offset.STYLE,
                Cursor.STYLE,
                LastRecord.STYLE,
                NextLink.STYLE,
                LinkHeaderLinks.STYLE,
                SinglePage.STYLE);
    }
}
