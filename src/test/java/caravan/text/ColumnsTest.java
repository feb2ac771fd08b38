package caravan.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
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
    void widthIsThatOfATerminal(String text, int width) {
        assertThat(Columns.width(text)).isEqualTo(width);
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
        assertThat(Columns.cut(text, width)).isEqualTo(cut);
        assertThat(Columns.width(Columns.cut(text, width))).isLessThanOrEqualTo(width);
    }
}
