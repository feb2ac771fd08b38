package caravan.trial;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the pages of a {@link CrmSimulator} are asked for. */
public enum Style {
    /** {@code ?page=N&limit=M}. */
    PAGE_NUMBER("page", ""),
    /** {@code ?offset=N&limit=M}. */
    OFFSET("offset", ""),
    /** {@code ?cursor=…&limit=M}, with a cursor from {@code metadata.next}. */
    CURSOR("cursor", "next"),
    /** {@code ?after=…&limit=M}, with the id of the last item that came, or with its cursor where a record lies inside an item. */
    LAST_RECORD("after", ""),
    /** A link in {@code metadata.next}, relative to the one asked. */
    NEXT_LINK("cursor", "next"),
    /** A {@code Link} header (RFC 8288), absolute. */
    LINK_HEADER("cursor", ""),
    /** All in one answer. */
    NONE("", "");

    /** The parameter that says which page is meant; empty for none. */
    final String param;
    /** The member of the metadata that names the next page; empty for none. */
    final String next;

    Style(String param, String next) {
        this.param = param;
        this.next = next;
    }

    /** As {@code pagination.type} has it. */
    public String type() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException that says which there are */
    public static Style of(String type) {
        return Arrays.stream(values())
                .filter(style -> style.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is none of %s"
                        .formatted(
                                type, Arrays.stream(values()).map(Style::type).collect(Collectors.joining(", ")))));
    }

    /** Whether each page names the next one. */
    boolean isChain() {
        return switch (this) {
            case CURSOR, LAST_RECORD, NEXT_LINK, LINK_HEADER -> true;
            case PAGE_NUMBER, OFFSET, NONE -> false;
        };
    }

    /** Whether an answer says which page it is, and how many pages there are. */
    boolean hasNumbers() {
        return this == PAGE_NUMBER;
    }
}
