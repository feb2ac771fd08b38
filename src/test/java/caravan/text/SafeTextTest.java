package caravan.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {
    @Test
    void showsWhatWouldSteerTheTerminal() {
        assertThat(SafeText.pictured("a\tb\r\nc\0")).isEqualTo("a␉b␍␊c␀");
        assertThat(SafeText.pictured("a\33[31mb\177")).isEqualTo("a␛[31mb␡");
        // C1's own control sequence, a turn to the left, a line separator, a byte order mark, half a character
        for (int character : new int[] {0x9B, 0x202E, 0x2028, 0xFEFF, 0xD83D}) {
            assertThat(SafeText.pictured("a" + (char) character + "b")).isEqualTo("a\uFFFDb");
        }
        // The joiner of emoji stays.
        String shown = "é東😀" + (char) 0x200D + "😀";
        assertThat(SafeText.pictured(shown)).isEqualTo(shown);
    }

    @Test
    void marksWhatAPageMustNotShow() {
        // A control character, a turn to the left, half a character, one that is none
        assertThat(SafeText.marked("a\u202eb\0c\ud800d\uffff\n")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFD\uFFFD");
        assertThat(SafeText.marked("é東😀 <b>")).isEqualTo("é東😀 <b>");
    }

    @Test
    void oneLineHasNoLineEndsOrControls() {
        assertThat(SafeText.oneLine("  a \r\n\tb\0\u0085\u2028c\u2029 ")).isEqualTo("a b c");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3, abc", "abcd, 3, abc…", "ab😀cd, 4, ab😀…", "ab😀cd, 3, ab…"})
    void cutKeepsPairsWhole(String text, int length, String cut) {
        assertThat(SafeText.cut(text, length)).isEqualTo(cut);
    }
}
