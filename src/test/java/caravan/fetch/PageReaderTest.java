package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fixture.Pages;
import caravan.page.Announced;
import caravan.page.Page;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageReaderTest {
    /** JSON as the source writes it, and the cell that it becomes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # numbers: as they were written
            1.10 | 1.10
            1E+2 | 1E+2
            1e-7 | 1e-7
            -0 | -0
            -0.0 | -0.0
            123456789012345678901234567890 | 123456789012345678901234567890
            0.1000000000000000055511151231257827 | 0.1000000000000000055511151231257827
            1e999999999 | 1e999999999
            true | true
            false | false
            # strings: as they are meant
            "" | ``
            " a " | ` a `
            "null" | null
            "\\u00e9\\/\\"\\\\" | é/"\\
            "\\ud83d\\ude00" | 😀
            "\\ud83d" | \ufffd
            "\\ude00\\ud83d!" | \ufffd\ufffd!
            "a\\r\\n\\tb" | `a\r\n\tb`
            "x\\u0000y" | `x\0y`
            # what has others inside: compact JSON, its numbers as they were written
            { } | {}
            [ ] | []
            [ 1.10 , 1E+2, -0 , null , true, "a b" ] | [1.10,1E+2,-0,null,true,"a b"]
            { "a" : { "b" : [ 1.0 , { } ] } , "c" : "d,\\"e\\"" } | {"a":{"b":[1.0,{}]},"c":"d,\\"e\\""}
            { "é" : "\\u00fc😀" } | {"é":"ü😀"}
            [ "\\ud83d" ] | ["\ufffd"]
            { "a" : 123456789012345678901234567890 } | {"a":123456789012345678901234567890}
            { "a" : 1, "a" : 2 } | {"a":1,"a":2}
            [ "\\n\\u0000" ] | ["\\n\\u0000"]
            """)
    void keepsTheTextOfTheSource(String json, String cell) throws Exception {
        Page page = Pages.read("{\"data\":[{\"before\":7,\"x\":" + json + ",\"after\":8}]}");
        assertThat(Pages.cells(page)).containsExactly(List.of("7", cell, "8"));
    }

    @Test
    void tellsNullAndAbsentAndEmptyApart() throws Exception {
        Page page = Pages.read("""
                {"data": [{"a": null, "b": ""}, {"b": "null"}, {}, {"c": 1, "a": 2}]}""");
        assertThat(page.columns()).containsExactly("a", "b", "c");
        assertThat(Pages.cells(page))
                .containsExactly(
                        List.of("<null>", "", "<absent>"),
                        List.of("<absent>", "null", "<absent>"),
                        List.of("<absent>", "<absent>", "<absent>"),
                        List.of("2", "<absent>", "1"));
    }

    @Test
    void hasColumnsInOrderOfFirstAppearanceWhateverTheOrderInARecord() throws Exception {
        Page page = Pages.read("""
                {"data": [{"b": 1, "a": 2}, {"a": 3, "b": 4}, {"z": 5, "a": 6, "": 7}]}""");
        assertThat(page.columns()).containsExactly("b", "a", "z", "");
        assertThat(Pages.cells(page))
                .containsExactly(
                        List.of("1", "2", "<absent>", "<absent>"),
                        List.of("4", "3", "<absent>", "<absent>"),
                        List.of("<absent>", "6", "5", "7"));
    }

    @Test
    void takesTheLastOfAFieldThatIsRepeatedAndCountsIt() throws Exception {
        Page page = Pages.read("""
                {"data": [{"a": 1, "b": 2, "a": 3}, {"a": 4, "a": null}, {"a": null, "a": 5, "a": ""}, {"a": 6}]}""");
        assertThat(Pages.cells(page))
                .containsExactly(
                        List.of("3", "2"),
                        List.of("<null>", "<absent>"),
                        List.of("", "<absent>"),
                        List.of("6", "<absent>"));
        assertThat(page.problems())
                .containsExactly("fields stand twice in their record, and the last value was taken: 4 in a");
    }

    /** What is no character can stand neither in the CSV's header nor in the ledger. */
    @Test
    void replacesLoneSurrogatesInNamesToo() throws Exception {
        Page page = Pages.read("""
                {"data": [{"x\\ud83d": 1, "\\ud83d\\ude00": 2}, {"x\\ud83d": 3, "\\ud83d\\ude00": 4}]}""");
        assertThat(page.columns()).containsExactly("x\ufffd", "😀");
        assertThat(Pages.cells(page)).containsExactly(List.of("1", "2"), List.of("3", "4"));
        assertThat(page.problems())
                .containsExactly("halves of surrogate pairs in the names of fields became U+FFFD: 2");
    }

    @Test
    void carriesWhatIsNoNumberAsItIsWrittenAndNamesIt() throws Exception {
        Page page = Pages.read("""
                {"data": [{"a": NaN, "b": {"c": [-Infinity, 1, 1e9]}}, {"a": -Infinity, "b": 1E5}, {"a": "NaN", "b": Infinity}]}""");
        assertThat(Pages.cells(page))
                .containsExactly(
                        List.of("NaN", "{\"c\":[-Infinity,1,1e9]}"),
                        List.of("-Infinity", "1E5"),
                        List.of("NaN", "Infinity"));
        assertThat(page.problems())
                .containsExactly("NaN or Infinity, which JSON does not have, was carried as text: 2 in a, 2 in b");
    }

    @Test
    void countsHalvesOfSurrogatePairsByField() throws Exception {
        Page page = Pages.read("""
                {"data": [{"a": "\\ud83d", "b": {"c": "\\ude00\\ud83d"}}, {"a": "\\ud83d\\ude00", "b": 1}]}""");
        assertThat(page.problems())
                .containsExactly(
                        "halves of surrogate pairs became U+FFFD, since UTF-8 cannot hold them: 1 in a, 2 in b");
    }

    @Test
    void growsWithAPage() throws Exception {
        StringBuilder json = new StringBuilder("{\"data\":[");
        for (int row = 0; row < 500; row++) {
            json.append(row == 0 ? "{" : ",{");
            for (int column = 0; column < 50; column++) {
                json.append(column == 0 ? "" : ",").append("\"c%d\":\"%d/%d\"".formatted(column, row, column));
            }
            json.append('}');
        }
        Page page = Pages.read(json.append("]}").toString());
        assertThat(page.rows()).isEqualTo(500);
        assertThat(page.columns()).hasSize(50);
        assertThat(Pages.cells(page).get(499).get(49)).isEqualTo("499/49");
        assertThat(Pages.cells(page).get(0).get(0)).isEqualTo("0/0");
    }

    @Test
    void readsAByteOrderMarkDataBeforeMetadataAndFieldsOfNoConcern() throws Exception {
        Page page = Pages.read("""
                \ufeff {"links": {"data": [1]}, "data": [{"a": 1}], "x": [[]],
                "metadata": {"page": 1, "limit": 2, "total_pages": 3, "total_records": 4, "more": {"page": 9}}} \n""");
        assertThat(Pages.cells(page)).containsExactly(List.of("1"));
        assertThat(page.announced()).isEqualTo(new Announced(1, 2, 3, 4));
    }

    @Test
    void hasNoRowsWhereDataIsEmpty() throws Exception {
        Page page = Pages.read("{\"data\": [], \"metadata\": {\"total_pages\": 0}}");
        assertThat(page.rows()).isZero();
        assertThat(page.columns()).isEmpty();
        assertThat(page.announced()).isEqualTo(new Announced(-1, -1, 0, -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7                       | 7
            0                       | 0
            999999999999999999      | 999999999999999999
            9999999999999999999     | -1
            123456789012345678901234567890 | -1
            -1                      | -1
            -5                      | -1
            1.0                     | 1
            1e3                     | 1000
            1.5                     | -1
            "7"                     | 7
            "1,234"                 | 1234
            "1.234"                 | -1
            "1.234e3"               | 1234
            "12,34"                 | -1
            1e999999999             | -1
            null                    | -1
            true                    | -1
            [7]                     | -1
            {"total_pages": 7}      | -1
            """)
    void takesNonsenseInMetadataForUnknown(String json, long expected) throws Exception {
        Page page = Pages.read("{\"metadata\": {\"total_pages\": " + json + ", \"page\": 3}, \"data\": []}");
        assertThat(page.announced()).isEqualTo(new Announced(3, -1, expected, -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\": []}",
                "{\"metadata\": null, \"data\": []}",
                "{\"metadata\": [1], \"data\": []}",
                "{\"metadata\": \"x\", \"data\": []}",
                "{\"metadata\": {}, \"data\": []}"
            })
    void doesWithoutMetadata(String json) throws Exception {
        assertThat(Pages.read(json).announced()).isEqualTo(Announced.NOTHING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | there is no data
            {"error": "x"} | there is no data
            {"metadata": {}} | there is no data
            [] | an object with data
            "text" | an object with data
            42 | an object with data
            null | a page, and not null
            {"data": null} | data to be a list
            {"data": {"a": 1}} | each record to be an object
            {"data": "x"} | data to be a list
            {"data": [1]} | each record to be an object
            {"data": [{}, null]} | each record to be an object
            {"data": [[]]} | each record to be an object
            {"data": [], "data": []} | data in it twice
            {"data": []} {} | Trailing token
            {"data": []} x | Unrecognized token
            {"data": []}} | Unexpected close marker
            {"data": [{"a": 01}]} | Leading zeroes
            {"data": [{"a": nan}]} | Unrecognized token
            {"data": [{"a": 'b'}]} | Unexpected character
            {"data": [{a: 1}]} | Unexpected character
            {"data": [{"a": 1},]} | Unexpected character
            <html></html> | Unexpected character
            """)
    void refusesWhatIsNoPage(String json, String message) {
        assertThatThrownBy(() -> Pages.read(json))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAPageThatIsCutAtAnyByte() throws Exception {
        byte[] whole = "{\"metadata\":{\"page\":1},\"data\":[{\"a\":12,\"é\":{\"b\":[1,\"x\"]}},{\"a\":null}]}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(Pages.read(whole).rows()).isEqualTo(2);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Pages.read(cut))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(JsonProcessingException.class);
        }
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[] latin = "{\"data\":[{\"a\":\"\u00e9x\"}]}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Pages.read(latin)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void bearsDepthAndLengthWithinReasonAndRefusesMore() throws Exception {
        String deep = "[".repeat(990) + "]".repeat(990);
        assertThat(Pages.cells(Pages.read("{\"data\":[{\"a\":" + deep + "}]}"))).containsExactly(List.of(deep));
        String tooDeep = "[".repeat(1000) + "]".repeat(1000);
        assertThatThrownBy(() -> Pages.read("{\"data\":[{\"a\":" + tooDeep + "}]}"))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("nesting depth");
        assertThatThrownBy(() -> Pages.read("{\"ignored\":" + tooDeep + ",\"data\":[]}"))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("nesting depth");

        String name = "n".repeat(50_000);
        assertThat(Pages.read("{\"data\":[{\"" + name + "\":1}]}").columns()).containsExactly(name);
        assertThatThrownBy(() -> Pages.read("{\"data\":[{\"" + name + "n\":1}]}"))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("Name length");

        String number = "9".repeat(100_000);
        assertThat(Pages.cells(Pages.read("{\"data\":[{\"a\":" + number + ",\"b\":\"" + number + "\"}]}")))
                .containsExactly(List.of(number, number));
    }

    @Test
    void masksAFieldInEveryRecordThatHasIt() throws Exception {
        Page page = Pages.read("""
                {"data": [{"a": "secret", "b": 1}, {"a": null}, {"b": 2}, {"a": {"x": 1}}]}""");
        assertThat(page.mask("a", "***").mask("none", "x")).isSameAs(page);
        assertThat(Pages.cells(page))
                .containsExactly(
                        List.of("***", "1"),
                        List.of("<null>", "<absent>"),
                        List.of("<absent>", "2"),
                        List.of("***", "<absent>"));
    }
}
