package caravan.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * A line at the bottom of the terminal, under all that the process prints meanwhile. Whoever prints to {@link System#out} or
 * {@link System#err} takes the line away first, and gets it back under a finished line, never inside one. Thread-safe.
 */
final class StatusLine implements AutoCloseable {
    private static final String ERASE = "\r\033[K";

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private String text = "";
    private boolean isDrawn;
    /** Whether the last thing that was printed ended its line. */
    private boolean lineStart = true;

    private boolean closed;

    private StatusLine() {}

    /** Takes its place in front of both streams, until it is closed. */
    static StatusLine open() {
        StatusLine line = new StatusLine();
        System.setOut(new PrintStream(line.new Above(line.out, false), true, Terminal.charset("stdout")));
        System.setErr(new PrintStream(line.new Above(line.err, true), true, Terminal.charset("stderr")));
        return line;
    }

    /** Shows another line, or none when it is empty. It must fit into one line of the terminal. */
    synchronized void show(String line) {
        if (closed || (line.equals(text) && (isDrawn || line.isEmpty()))) {
            return;
        }
        text = line;
        if (text.isEmpty()) {
            erase();
        } else if (lineStart) {
            draw();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        erase();
        System.setOut(out);
        System.setErr(err);
    }

    private void draw() {
        // The cursor goes back to the first column, where the terminal's echo of a key makes no second line. Where the
        // window has become too narrow, the line is cut and not continued below (?7l).
        err.print("\r\033[?7l" + text + "\033[K\033[?7h\r");
        err.flush();
        isDrawn = true;
    }

    private void erase() {
        if (isDrawn) {
            err.print(ERASE);
            err.flush();
            isDrawn = false;
        }
    }

    private final class Above extends OutputStream {
        private final PrintStream to;
        private final boolean drawAgain;

        /** @param drawAgain at once, or not before the line is shown again: with the report, the run is over */
        Above(PrintStream to, boolean drawAgain) {
            this.to = to;
            this.drawAgain = drawAgain;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            synchronized (StatusLine.this) {
                erase();
                to.write(bytes, offset, length);
                to.flush();
                lineStart = bytes[offset + length - 1] == '\n';
                if (drawAgain && lineStart && !closed && !text.isEmpty()) {
                    draw();
                }
            }
        }

        @Override
        public void flush() {
            to.flush();
        }
    }
}
