package caravan.preview;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.Pages;
import caravan.fixture.TestSources;
import caravan.page.Announced;
import caravan.page.Page;
import caravan.source.Source;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NatureTest {
    private static final String CURSOR = "pagination: {type: cursor, next: n, cursorParam: c}";

    private static Nature nature(String options, String records, Announced announced) throws Exception {
        Source source = TestSources.read("s.yaml", "url: http://x/c\n" + options, Map.of());
        Page page = Pages.read(records.getBytes(StandardCharsets.UTF_8), source.shape(), Map.of());
        page.announced(announced);
        return Nature.of(source, page);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"id":1},{"id":2},{"id":10}]                | unique in 3 records          | by id, ascending
            [{"id":10},{"id":9},{"id":2}]                | unique in 3 records          | by id, descending: what is added comes first
            [{"id":3},{"id":1},{"id":3}]                 | not unique: 1 value stand    | by no field that shows
            [{"id":3,"t":"a"},{"id":1,"t":"b"},{"id":2,"t":"c"}] | unique               | by t, ascending: where that changes
            [{"id":1},{"a":2},{"id":null}]               | id is missing in 2 of 3 records | by no field that shows
            [{"a":1},{"a":1},{"a":1}]                    | no record has id; the fields are a | by no field that shows
            [{"id":1}]                                   | unique in 1 record           | too few records
            """)
    void idsAndOrderAreSeen(String records, String ids, String order) throws Exception {
        Nature nature = nature("id: id", records, Announced.NOTHING);
        assertThat(nature.ids()).contains(ids);
        assertThat(nature.order()).contains(order);
    }

    @Test
    void theStyleIsNamedAndWhetherAnotherPageFollows() throws Exception {
        Announced next = new Announced(-1, -1, -1, -1, "\"abc\"");
        Announced none = new Announced(-1, -1, -1, -1, Announced.NO_NEXT);
        String records = "[{\"id\":1}]";
        assertThat(nature(CURSOR, records, next).pages())
                .isEqualTo("cursor, one after another; the next one is named (n)");
        assertThat(nature(CURSOR, records, none).pages()).endsWith("nothing follows this one");
        assertThat(nature(CURSOR, records, Announced.NOTHING).pages())
                .endsWith("there is no n: nothing follows, or the path is wrong");
        assertThat(nature("pagination: {type: offset, offsetParam: skip}", records, none)
                        .pages())
                .isEqualTo("offset (skip), in any order");
        assertThat(nature("", records, none).pages()).isEqualTo("none, there is one");
        assertThat(nature("", records, none).ids()).startsWith("none is named");
    }

    @Test
    void itemsThatAreNoObjectsAreNamed() throws Exception {
        assertThat(nature("", "[[1,2],[3,4]]", Announced.NOTHING).items()).contains("columns are 0, 1");
        assertThat(nature("", "[1,2]", Announced.NOTHING).items()).contains("column value");
        assertThat(nature("", "[{\"a\":1}]", Announced.NOTHING).items()).isNull();
        assertThat(nature("", "[1]", Announced.NOTHING).lines()).hasSize(4);
    }
}
