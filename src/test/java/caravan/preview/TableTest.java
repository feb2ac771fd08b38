package caravan.preview;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.text.Columns;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    @Test
    void alignsByWhatATerminalShows() {
        Table table = new Table(List.of("id", "name", "city")).right(0);
        table.add(List.of("7", "東京", "x")).add(List.of("1234", "Ann", "y"));
        assertThat(table.text(80)).isEqualTo("""
                  id  name  city
                ────  ────  ────
                   7  東京  x
                1234  Ann   y
                """);
    }

    @Test
    void cutsTheWidestFirstAndLeavesOutWhatDoesNotFit() {
        Table table =
                new Table(List.of("a", "long", "c")).add(List.of("123456789", "abcdefghijklmnopqrstuvwxyz", "tail"));
        assertThat(table.text(30).lines()).endsWith("123456789  abcdefghijkl…  tail");
        assertThat(table.columns(24)).isEqualTo(3);
        assertThat(table.text(24).lines()).endsWith("1234567…  abcdefg…  tail");
        assertThat(table.columns(23)).isEqualTo(2);
        assertThat(table.text(23).lines()).endsWith("123456789  abcdefghijk…");
    }

    @Test
    void notesStandBelowTheirRowUncut() {
        Table table = new Table(List.of("a"));
        table.add(List.of("1"));
        table.note("s3://a/rather/long/name");
        table.add(List.of("2"));
        assertThat(table.text(10)).isEqualTo("a\n─\n1\n  s3://a/rather/long/name\n2\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 40, 79, 80, 81, 200})
    void isNeverWiderThanItMayBe(int width) {
        List<String> header = IntStream.range(0, 30).mapToObj(i -> "列" + i).toList();
        Table table = new Table(header);
        for (int row = 0; row < 5; row++) {
            int length = row * 9;
            table.add(IntStream.range(0, 30)
                    .mapToObj(i -> "長x\u001B".repeat(length / (1 + i % 5)))
                    .toList());
        }
        assertThat(table.text(width).lines())
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(width));
    }
}
