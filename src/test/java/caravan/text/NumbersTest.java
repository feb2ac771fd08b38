package caravan.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "999, 999", "'-1200', '-1,200'", "1234567, '1,234,567'"})
    void groupsThousands(long value, String text) {
        assertThat(Numbers.grouped(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 %",
        "1, < 0.1 %",
        "999, < 0.1 %",
        "1000, 0.1 %",
        "500000, 50.0 %",
        "999000, 99.9 %",
        "999001, > 99.9 %",
        "1000000, 100 %"
    })
    void percentSaysAllAndNothingOnlyWhenTrue(long part, String text) {
        assertThat(Numbers.percent(part, 1_000_000)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.4, 2, 0.40", "2.96, 1, 3.0", "12345.6, 0, 12346"})
    void decimalsAreExact(double value, int digits, String text) {
        assertThat(Numbers.decimals(value, digits)).isEqualTo(text);
    }
}
