package caravan.preview;

import caravan.text.Columns;
import caravan.text.Plural;
import caravan.text.SafeText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Checks as lines, each printed as soon as its outcome is known; remembers the exit code of the first that failed. */
public final class Checklist {
    private static final int NAME = 10;
    private static final String INDENT = " ".repeat(2 + NAME);

    private final PrintStream out;
    private final int width;
    private final UnaryOperator<String> redact;
    private int exitCode;
    private int failed;
    private int skipped;

    /** @param redact takes secrets out of a text */
    public Checklist(PrintStream out, int width, UnaryOperator<String> redact) {
        this.out = out;
        this.width = width;
        this.redact = redact;
    }

    /** The checks that follow are of one of several sources. */
    public void begin(String source) {
        out.printf("%s:%n", source);
    }

    public void passed(String name, String what) {
        line("✓", name, what);
    }

    /**
     * @param what one line for each thing that is wrong
     * @param toDo null where the lines say it
     */
    public void failed(String name, List<String> what, @Nullable String toDo, int code) {
        failed++;
        exitCode = exitCode == 0 ? code : exitCode;
        List<String> lines = new ArrayList<>(what);
        if (toDo != null) {
            lines.add("→ " + toDo);
        }
        line("✗", name, lines.toArray(String[]::new));
    }

    public void notTried(String name, String why) {
        skipped++;
        line("–", name, "not checked: " + why);
    }

    /** One sentence for all, and the exit code of the first that failed. */
    public int end() {
        out.printf(
                "%n%s%n",
                failed == 0
                        ? "All is ready: caravan run."
                        : "%s failed%s."
                                .formatted(
                                        Plural.count(failed, "check"),
                                        skipped == 0 ? "" : ", " + skipped + " could not be tried"));
        return exitCode;
    }

    private void line(String mark, String name, String... texts) {
        StringBuilder lines = new StringBuilder();
        for (String text : texts) {
            for (String line : wrapped(SafeText.pictured(redact.apply(text)))) {
                String begin = lines.isEmpty() ? mark + " " + name + " ".repeat(NAME - name.length()) : INDENT;
                lines.append(begin).append(line).append('\n');
            }
        }
        out.print(lines);
        out.flush();
    }

    /** At spaces where there are some: addresses and paths stay whole, so that they can be copied. */
    private List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && Columns.width(line + " " + word) > width - INDENT.length()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
