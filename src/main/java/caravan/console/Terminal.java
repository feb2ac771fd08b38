package caravan.console;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What stderr is shown on.
 *
 * @param columns how wide it is; 0 where it is no terminal
 * @param colours whether colours are wanted (https://no-color.org)
 * @param unicode whether it can show more than ASCII
 */
record Terminal(int columns, boolean colours, boolean unicode) {
    /** In the words of {@code bin/caravan}, which knows it without starting another process. */
    private static final String SIZE = System.getProperty("caravan.terminal");

    static final Terminal NOWHERE = new Terminal(0, false, false);

    private static final String NONE = "none";
    private static final int USUAL = 80;

    private static final class Stderr {
        private static final Terminal TERMINAL = of(SIZE == null ? ask() : SIZE, System.getenv(), charset());
    }

    static Terminal ofStderr() {
        return Stderr.TERMINAL;
    }

    /** @param size rows and columns, as {@code stty size} tells them; {@code none} where there is no terminal */
    static Terminal of(String size, Map<String, String> environment, Charset charset) {
        if (size.equals(NONE) || environment.getOrDefault("TERM", "").equals("dumb")) {
            return NOWHERE;
        }
        String columns = size.replaceFirst(".* ", "").strip();
        int wide = columns.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(columns) : USUAL;
        return new Terminal(
                wide,
                environment.getOrDefault("NO_COLOR", "").isEmpty(),
                charset.newEncoder().canEncode(ProgressText.UNICODE));
    }

    boolean isThere() {
        return columns > 0;
    }

    /** The encoding of what is printed to a stream: {@code stdout} or {@code stderr}. */
    static Charset charset(String stream) {
        // The first name is Java's from 19 on, the second what it was called before.
        String name = System.getProperty(stream + ".encoding", System.getProperty("sun." + stream + ".encoding"));
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
    }

    private static Charset charset() {
        return charset("stderr");
    }

    /** Java itself only tells whether there is a terminal behind stdin and stdout. */
    private static String ask() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", "[ -t 2 ] || { echo none; exit; }; stty size <&2")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            shell.getOutputStream().close();
            return new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            // No shell: Windows.
            return NONE;
        }
    }
}
