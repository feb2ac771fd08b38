package caravan.page;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages hold the same records. */
class IdentityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":1,"a":2},{"id":2}     | {"id":2},{"id":1}          | true  | in another order, and edited
            {"id":1},{"id":2}           | {"id":1},{"id":3}          | false | another id
            {"id":1},{"id":2}           | {"id":1}                   | false | one is missing
            {"id":1},{"id":1}           | {"id":1}                   | false | as often
            {"id":12},{"id":3}          | {"id":1},{"id":23}         | false | where an id ends counts
            {"a":"x"},{"a":"y"}         | {"a":"x"},{"a":"y"}        | true  | without ids by bytes
            {"a":"x"},{"a":"y"}         | {"a":"y"},{"a":"x"}        | false | in their order
            {"a":"xy","b":"z"}          | {"a":"x","b":"yz"}         | false | where a cell ends counts
            {"a":"x","b":null}          | {"a":"x","b":""}           | false | null is not empty
            {"a":"x"},{"a":"y","b":"z"} | {"a":"x","b":"z"},{"a":"y"} | false | nor absent
            {"a":"x"}                   | {"b":"x"}                  | false | names count
            {"id":null,"a":1}           | {"id":null,"a":2}          | false | a null is no id
            """)
    void tells(String one, String other, boolean same, String why) throws Exception {
        assertThat(identity(one) == identity(other)).as(why).isEqualTo(same);
    }

    @Test
    void noRecordsHaveNone() throws Exception {
        assertThat(identity("")).isZero();
        assertThat(Pages.read("{\"data\":[]}").hasIds("id")).isFalse();
    }

    @Test
    void isThatOfWhatTheApiSent() throws Exception {
        Page page = Pages.read("{\"data\":[{\"id\":1},{\"id\":2}]}");
        long before = page.identity("id");
        assertThat(page.mask("id", "x").identity("id")).isEqualTo(before);
    }

    private static long identity(String records) throws Exception {
        return Pages.read("{\"data\":[" + records + "]}").identity("id");
    }
}
