package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.Pages;
import caravan.fixture.TestRuns;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final String PAGE = """
            {"data": [{"b": 1, "new": 2, "a": ""}, {"a": null, "newer": "x"}, {"b": null}]}""";

    @Test
    void bringTheHeaderWhereThereIsNone() throws Exception {
        Rows rows = new Rows(Pages.read(PAGE), null);
        assertThat(written(rows)).isEqualTo("""
                b,new,a,newer
                1,2,,N/A
                N/A,N/A,N/A,x
                N/A,N/A,N/A,N/A
                """.replace("\n", "\r\n"));
        assertThat(rows.header()).containsExactly("b", "new", "a", "newer");
        assertThat(rows.further()).isEmpty();
        assertThat(rows.withHeader()).isTrue();
        assertThat(rows.headerLength()).isEqualTo("b,new,a,newer\r\n".length());
        assertThat(missing(rows))
                .containsExactly(
                        Map.entry("b", "[1, 1, 0, 0]"),
                        Map.entry("new", "[2, 0, 0, 0]"),
                        Map.entry("a", "[1, 1, 1, 0]"),
                        Map.entry("newer", "[2, 0, 0, 0]"));
    }

    @Test
    void followTheHeaderOfTheFileAndPutTheirOwnColumnsBehind() throws Exception {
        Rows rows = new Rows(Pages.read(PAGE), List.of("a", "gone", "b"));
        assertThat(written(rows)).isEqualTo("""
                ,N/A,1,2,N/A
                N/A,N/A,N/A,N/A,x
                N/A,N/A,N/A,N/A,N/A
                """.replace("\n", "\r\n"));
        assertThat(rows.further()).containsExactly("new", "newer");
        assertThat(rows.withHeader()).isFalse();
        assertThat(rows.headerLength()).isZero();
        assertThat(missing(rows))
                .containsExactly(
                        Map.entry("a", "[1, 1, 1, 0]"),
                        Map.entry("gone", "[3, 0, 0, 0]"),
                        Map.entry("b", "[1, 1, 0, 0]"),
                        Map.entry("new", "[2, 0, 0, 0]"),
                        Map.entry("newer", "[2, 0, 0, 0]"));
    }

    private static String written(Rows rows) throws Exception {
        CsvDialect.CellBuffer out = new CsvDialect.CellBuffer(0);
        rows.write(new CsvDialect(TestRuns.CSV), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, String> missing(Rows rows) {
        Map<String, String> missing = new LinkedHashMap<>();
        rows.missing().forEach((column, counts) -> missing.put(column, Arrays.toString(counts)));
        return missing;
    }
}
