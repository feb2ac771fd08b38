package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @ParameterizedTest
    @CsvSource({
        "24 80,    xterm, '',  UTF-8,      80,  true,  true",
        "50 213,   xterm, '',  UTF-8,      213, true,  true",
        "0 0,      xterm, '',  UTF-8,      80,  true,  true",
        "unknown,  xterm, '',  UTF-8,      80,  true,  true",
        "'',       xterm, '',  UTF-8,      80,  true,  true",
        "24 80,    xterm, 1,   UTF-8,      80,  false, true",
        "24 80,    xterm, '',  US-ASCII,   80,  true,  false",
        "24 80,    xterm, '',  ISO-8859-1, 80,  true,  false",
        "24 80,    dumb,  '',  UTF-8,      0,   false, false",
        "none,     xterm, '',  UTF-8,      0,   false, false"
    })
    void isWhatTheEnvironmentSays(
            String size, String term, String noColor, Charset charset, int columns, boolean colours, boolean unicode) {
        assertThat(Terminal.of(size, Map.of("TERM", term, "NO_COLOR", noColor), charset))
                .isEqualTo(new Terminal(columns, colours, unicode));
    }
}
