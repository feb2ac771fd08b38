package caravan.preview;

import caravan.text.Columns;
import caravan.text.SafeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of cells, one below the other, no wider than a terminal: wide cells are cut, and columns that do not fit even so are
 * left out from the right.
 */
public final class Table {
    private static final String GAP = "  ";
    /** Wider ones are cut before any other. */
    private static final int WIDEST = 40;
    /** No column is cut to less, for another one to fit. */
    private static final int NARROWEST = 8;

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();
    private final Map<Integer, String> notes = new HashMap<>();
    private final boolean[] right;

    public Table(List<String> header) {
        this.header = header.stream().map(SafeText::pictured).toList();
        right = new boolean[header.size()];
    }

    /** Columns of numbers: aligned at their right. */
    public Table right(int... columns) {
        for (int column : columns) {
            right[column] = true;
        }
        return this;
    }

    /** A row with a cell for every column. */
    public Table add(List<String> cells) {
        rows.add(cells.stream().map(SafeText::pictured).toList());
        return this;
    }

    /** A line of its own below the row added last: indented, and uncut, so that it can be copied. */
    public void note(String text) {
        notes.put(rows.size() - 1, SafeText.pictured(text));
    }

    /** How many columns fit; the others are left out. */
    public int columns(int width) {
        return widths(width).length;
    }

    /** Lines that are at most so wide, with the header and a rule above. */
    public String text(int width) {
        int[] widths = widths(width);
        StringBuilder text = new StringBuilder();
        line(text, header, widths);
        line(text, Arrays.stream(widths).mapToObj("─"::repeat).toList(), widths);
        for (int i = 0; i < rows.size(); i++) {
            line(text, rows.get(i), widths);
            if (notes.containsKey(i)) {
                text.append(GAP).append(notes.get(i)).append('\n');
            }
        }
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = Columns.cut(cells.get(i), widths[i]);
            String space = " ".repeat(widths[i] - Columns.width(cell));
            line.append(i == 0 ? "" : GAP).append(right[i] ? space + cell : cell + space);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int[] widths(int width) {
        int[] natural = new int[header.size()];
        for (int i = 0; i < natural.length; i++) {
            int column = i;
            int widest = rows.stream()
                    .mapToInt(row -> Columns.width(row.get(column)))
                    .max()
                    .orElse(0);
            natural[i] = Math.min(WIDEST, Math.max(1, Math.max(widest, Columns.width(header.get(i)))));
        }
        int fit = 0;
        int least = -GAP.length();
        while (fit < natural.length
                && (fit == 0 || least + GAP.length() + Math.min(natural[fit], NARROWEST) <= width)) {
            least += GAP.length() + Math.min(natural[fit++], NARROWEST);
        }
        int[] widths = Arrays.copyOf(natural, fit);
        int space = Math.max(fit, width - GAP.length() * (fit - 1));
        while (Arrays.stream(widths).sum() > space) {
            int widest = 0;
            for (int i = 1; i < fit; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            widths[widest]--;
        }
        return widths;
    }
}
