package caravan.preview;

import static caravan.text.Numbers.grouped;
import static caravan.text.Plural.count;

import caravan.page.Page;
import caravan.text.Numbers;
import caravan.text.Plural;
import caravan.text.SafeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A page for people: its first records, its fields, and what the whole would take. */
public final class Preview {
    private final PageSample look;
    private final Page page;
    private final int rows;
    private final String missing;
    private final int width;

    /**
     * @param page the one that was found
     * @param rows how many records to show
     * @param missing what stands for null and absent
     */
    public Preview(PageSample look, Page page, int rows, String missing, int width) {
        this.look = look;
        this.page = page;
        this.rows = rows;
        this.missing = missing;
        this.width = width;
    }

    /** All of it; the last three are the settings that say how fast a run may ask. */
    public String text(int parallel, double perSecond, Duration delay) {
        StringBuilder text = new StringBuilder();
        int there = page.rows();
        int shown = Math.min(rows, there);
        text.append("Page %s of %s: "
                .formatted(
                        grouped(look.number()),
                        SafeText.withoutQueryValues(look.source().url())));
        text.append(shown == there ? "" : "the first %s of ".formatted(grouped(shown)));
        text.append(count(there, "record"));
        text.append("\n\n");
        List<Field> fields = Field.of(page);
        if (shown > 0 && !fields.isEmpty()) {
            text.append(records(fields, shown)).append('\n');
        }
        if (!fields.isEmpty()) {
            text.append(fields(fields)).append('\n');
        }
        Nature.of(look.source(), page)
                .lines()
                .forEach(line -> text.append(SafeText.pictured(line)).append('\n'));
        doubts(text);
        whole(text, parallel, perSecond, delay);
        return text.toString();
    }

    private String records(List<Field> fields, int shown) {
        Table table = new Table(fields.stream().map(Field::name).toList())
                .right(IntStream.range(0, fields.size())
                        .filter(i -> fields.get(i).isNumber())
                        .toArray());
        for (List<@Nullable String> record : Field.records(page, shown)) {
            List<String> cells = new ArrayList<>(record);
            cells.replaceAll(cell -> cell == null ? missing : cell);
            table.add(cells);
        }
        int more = fields.size() - table.columns(width);
        return table.text(width)
                + (more == 0
                        ? ""
                        : "(%s more %s; all are below)\n"
                                .formatted(
                                        grouped(more), Plural.choose(more, "field does not fit", "fields do not fit")));
    }

    private String fields(List<Field> fields) {
        Table table = new Table(List.of("field", "filled", "looks like", "for example")).right(1);
        for (Field field : fields) {
            table.add(List.of(field.name(), field.filled(), field.looksLike(), field.example()));
        }
        return table.text(width);
    }

    private void doubts(StringBuilder text) {
        if (look.failure() != null) {
            text.append("Doubtful: ")
                    .append(SafeText.pictured(look.failure().getMessage()))
                    .append('\n');
        }
        if (look.first() != null) {
            text.append("The first attempt failed: ")
                    .append(SafeText.pictured(look.first().getMessage()))
                    .append('\n');
        }
    }

    private void whole(StringBuilder text, int parallel, double perSecond, Duration delay) {
        long pages = look.pages();
        long records = look.plan().announcedRecords();
        String took = Numbers.decimals(look.took().toNanos() / 1e9, 2);
        if (pages == 0) {
            text.append("The API does not say how many records there are: a run asks until they end.\n");
            text.append("This page took %s s.\n".formatted(took));
            return;
        }
        text.append(
                records < 0
                        ? "All: %s\n".formatted(count(pages, "page"))
                        : "All: %s on %s\n".formatted(count(records, "record"), count(pages, "page")));
        Estimate estimate = Estimate.of(pages, look.took(), parallel, perSecond, delay);
        text.append("A run: about %s and %s\n".formatted(count(estimate.requests(), "request"), estimate.shown()));
        text.append("  (an estimate: this page took %s s, at most %d at a time%s%s; retries add to it)\n"
                .formatted(
                        took,
                        parallel,
                        Double.isInfinite(perSecond) ? "" : ", %s a second".formatted(perSecond),
                        delay.isZero() ? "" : ", %s s apart".formatted(delay.toMillis() / 1000.0)));
    }
}
