package caravan.source;

import org.jspecify.annotations.Nullable;

/**
 * One option of a source file: the parser, its messages and the schema for editors are derived from it.
 *
 * @param preset as it would be written; null for none
 */
record Option(
        String name, Kind kind, boolean required, @Nullable String preset, String help) {
    /** What a value looks like. */
    enum Kind {
        TEXT("text"),
        WHOLE("a whole number"),
        FLAG("true or false"),
        PATH("a path"),
        LIST("a list"),
        STATUSES("a list of HTTP statuses"),
        MAP("a map of texts"),
        BODY("JSON text, a map, or a form such as a=1&b=2"),
        SECTION("a map"),
        LATER("");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    static Option required(String name, Kind kind, String help) {
        return new Option(name, kind, true, null, help);
    }

    static Option optional(String name, Kind kind, String help) {
        return new Option(name, kind, false, null, help);
    }

    static Option preset(String name, Kind kind, String preset, String help) {
        return new Option(name, kind, false, preset, help);
    }
}
