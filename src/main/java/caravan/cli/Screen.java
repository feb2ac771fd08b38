package caravan.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How wide the text may be that a command prints. */
final class Screen {
    private static final int USUAL = 80;
    private static final int NARROWEST = 40;

    private Screen() {}

    /** What COLUMNS says, else the terminal; where there is neither, what a terminal usually has. */
    static int width(Map<String, String> environment) {
        Integer given = number(environment.getOrDefault("COLUMNS", ""));
        if (given == null) {
            given = ofTerminal();
        }
        return given == null || given == 0 ? USUAL : Math.max(NARROWEST, given);
    }

    /** Asked of the system: Java tells neither how wide a terminal is nor, from 22 on, whether the output goes to one. */
    private static @Nullable Integer ofTerminal() {
        try {
            Process asked = new ProcessBuilder("sh", "-c", "test -t 1 && stty size </dev/tty >&2")
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!asked.waitFor(1, TimeUnit.SECONDS)) {
                asked.destroyForcibly();
                return null;
            }
            String size = new String(asked.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII);
            return number(size.strip().replaceFirst("^[0-9]+ ", ""));
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static @Nullable Integer number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.valueOf(text) : null;
    }
}
