package caravan.preview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            '',          0
            abc,         3
            Zürich,      6
            Zu\u0308rich, 6
            東京,        4
            ｶﾅ,          2
            서울,        4
            😀,          2
            Ольга,       5
            a—b…,        4
            """)
    void knowsHowWideATerminalShowsIt(String text, int width) {
        assertThat(SafeText.width(text)).isEqualTo(width);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            abcdef, 6, abcdef
            abcdef, 5, abcd…
            abcdef, 1, …
            東京都庁, 8, 東京都庁
            東京都庁, 7, 東京都…
            東京都庁, 6, 東京…
            東京都庁, 2, …
            😀😀😀, 5, 😀😀…
            u\u0308u\u0308u\u0308, 2, u\u0308…
            """)
    void cutsBetweenCharacters(String text, int width, String cut) {
        assertThat(SafeText.cut(text, width)).isEqualTo(cut);
        assertThat(SafeText.width(SafeText.cut(text, width))).isLessThanOrEqualTo(width);
    }

    @Test
    void showsWhatWouldSteerTheTerminal() {
        assertThat(SafeText.harmless("a\tb\r\nc\0")).isEqualTo("a␉b␍␊c␀");
        assertThat(SafeText.harmless("a\33[31mb\177")).isEqualTo("a␛[31mb␡");
        // C1's own control sequence, a turn to the left, a line separator, a byte order mark, half a character
        for (int character : new int[] {0x9B, 0x202E, 0x2028, 0xFEFF, 0xD83D}) {
            assertThat(SafeText.harmless("a" + (char) character + "b")).isEqualTo("a\uFFFDb");
        }
        // The joiner of emoji stays.
        String shown = "é東😀" + (char) 0x200D + "😀";
        assertThat(SafeText.harmless(shown)).isEqualTo(shown);
    }
}
