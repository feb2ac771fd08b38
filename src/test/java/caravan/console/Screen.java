package caravan.console;

import java.util.ArrayList;
import java.util.List;

/**
 * What a terminal shows of what was written to it: carriage return, line feed, erasing to the end of the line, wrapping on and
 * off, colours. Anything else that controls a terminal is an error.
 */
public final class Screen {
    private final int columns;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    /** What stood in the line of the cursor whenever it was drawn without wrapping: each picture of the status line. */
    private final List<String> statusLines = new ArrayList<>();

    private int column;
    private boolean wraps = true;
    private boolean coloured;

    private Screen(int columns) {
        this.columns = columns;
    }

    public static Screen showing(String written, int columns) {
        Screen screen = new Screen(columns);
        int at = 0;
        while (at < written.length()) {
            at = screen.take(written, at);
        }
        return screen;
    }

    /** The lines as they were printed, not as they were wrapped. */
    public List<String> lines() {
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }

    public List<String> statusLines() {
        return statusLines;
    }

    public boolean isColoured() {
        return coloured;
    }

    private int take(String written, int at) {
        char c = written.charAt(at);
        switch (c) {
            case '\r' -> column -= column % columns;
            case '\n' -> {
                lines.add(new StringBuilder());
                column = 0;
            }
            case '\033' -> {
                int end = at + 2;
                while (!Character.isLetter(written.charAt(end))) {
                    end++;
                }
                control(written.substring(at + 1, end + 1));
                return end + 1;
            }
            default -> {
                if (c < ' ') {
                    throw new AssertionError("control character " + (int) c + " after " + lines());
                }
                put(c);
            }
        }
        return at + 1;
    }

    private void put(char c) {
        StringBuilder line = lines.get(lines.size() - 1);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column, c);
        column = wraps ? column + 1 : Math.min(column + 1, columns - 1);
    }

    private void control(String sequence) {
        StringBuilder line = lines.get(lines.size() - 1);
        switch (sequence) {
            case "[K" -> line.setLength(Math.min(line.length(), column));
            case "[?7l" -> wraps = false;
            case "[?7h" -> {
                wraps = true;
                statusLines.add(line.toString());
            }
            default -> {
                if (!sequence.matches("\\[[0-9;]*m")) {
                    throw new AssertionError("unknown control sequence " + sequence);
                }
                coloured = true;
            }
        }
    }
}
