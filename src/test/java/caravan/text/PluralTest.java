package caravan.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluralTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 pages, 0 pages are",
        "1, 1 page, 1 page is",
        "2, 2 pages, 2 pages are",
        "1200, '1,200 pages', '1,200 pages are'"
    })
    void nounAndVerbAgree(long count, String noun, String verb) {
        assertThat(Plural.count(count, "page")).isEqualTo(noun);
        assertThat(Plural.are(count, "page")).isEqualTo(verb);
    }
}
