package caravan.trial;

/** The source file that says how a {@link CrmSimulator} is asked. */
final class SourceText {
    private SourceText() {}

    static String of(SimulatorOptions options) {
        Style style = options.style;
        StringBuilder text = new StringBuilder("url: \"{{API_BASE_URL}}")
                .append(options.path)
                .append("\"\n");
        if (options.post) {
            text.append("body:\n  limit: \"${size}\"\n");
            text.append(style.param.isEmpty() ? "" : "  " + style.param + ": \"${" + place(style) + "}\"\n");
        }
        line(text, "records", options.recordsPath);
        line(text, "record", options.record);
        text.append("id: id\npagination:\n");
        line(text, "  type", style.type());
        if (!options.post) {
            switch (style) {
                case PAGE_NUMBER -> line(text, "  pageParam", style.param);
                case OFFSET -> line(text, "  offsetParam", style.param);
                case CURSOR, LAST_RECORD -> line(text, "  cursorParam", style.param);
                case NEXT_LINK, LINK_HEADER, NONE -> {}
            }
        }
        if (style == Style.LAST_RECORD) {
            line(text, "  field", options.isWrapped() ? "cursor" : "id");
        } else if (!style.next.isEmpty()) {
            line(text, "  next", metadata(options, style.next));
        }
        if (style != Style.NONE) {
            line(text, "  sizeParam", options.post ? "" : "limit");
            line(text, "  size", Integer.toString(options.limit));
        }
        if (style.hasNumbers()) {
            line(text, "  pageEcho", metadata(options, "page"));
            line(text, "  totalPages", metadata(options, "total_pages"));
        }
        line(text, "  totalRecords", metadata(options, "total_records"));
        return text.append("login: {type: bearer-or-password}\n").toString();
    }

    private static String place(Style style) {
        return switch (style) {
            case PAGE_NUMBER -> "page";
            case OFFSET -> "offset";
            default -> "cursor";
        };
    }

    private static String metadata(SimulatorOptions options, String member) {
        return options.recordsPath.isEmpty() ? "header:X-" + member.replace('_', '-') : "metadata." + member;
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(name).append(": ").append(value).append('\n');
        }
    }
}
