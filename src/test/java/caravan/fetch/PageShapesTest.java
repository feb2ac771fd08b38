package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fixture.Pages;
import caravan.fixture.TestSources;
import caravan.page.Page;
import caravan.source.Source;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses in the shapes that sources describe. */
class PageShapesTest {
    private static Page read(String options, String json, Map<String, Object> headers) throws Exception {
        Source source = TestSources.read("a.yaml", "url: http://a/b\n" + options, Map.of());
        return Pages.read(json.getBytes(StandardCharsets.UTF_8), source.shape(), headers);
    }

    private static Page read(String options, String json) throws Exception {
        return read(options, json, Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # options | the response | the columns | the rows
            id: a                            | [{"a":1},{"a":2}]                             | [a]      | [[1], [2]]
            records: x.y                     | {"x":{"z":[7],"y":[{"a":1}]}}                 | [a]      | [[1]]
            records: x                       | {"x":{"k":{"a":1},"l":{"a":2}}}               | [a]      | [[1], [2]]
            `records: x\nrecord: node.r`     | {"x":[{"c":"z","node":{"q":0,"r":{"a":1}}}]}  | [a]      | [[1]]
            `records: x\nrecord: node`       | {"x":[{"node":null},{"node":{"a":1}}]}        | [a]      | [[<absent>], [1]]
            flatten: true                    | [{"a":{"b":1,"c":{"d":[1, 2]}},"e":2}]        | [a.b, a.c.d, e] | [[1, [1,2], 2]]
            columns: [z, a]                  | [{"a":1,"b":2}]                               | [z, a, b] | [[<absent>, 1, 2]]
            flatten: false                   | [[1,"x"],[2,null]]                            | [0, 1]   | [[1, x], [2, <null>]]
            flatten: false                   | ["x",7,null]                                  | [value]  | [[x], [7], [<null>]]
            `records: x\nabsentIsEmpty: true` | {"total":0}                                  | []       | []
            `records: d.x\nabsentIsEmpty: true` | {"d":{"x":null}}                           | []       | []
            """)
    void recordsAreFoundWhereTheyAre(String options, String json, String columns, String rows) throws Exception {
        Page page = read(options.replace("\\n", "\n"), json);
        assertThat(page.columns().toString()).isEqualTo(columns);
        assertThat(Pages.cells(page).toString()).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            records: x                   | {"y":[1],"z":{"w":[]}}       | there is no x in it: the lists in it are y, z.w
            records: x.y                 | {"x":[1]}                    | there is no x.y in it: the lists in it are x
            records: x                   | {"x":7}                      | x to be a list of records
            records: x                   | [1]                          | an object with x
            id: a                        | {"error":"x"}                | the response to be a list of records
            id: a                        | [1]                          | each record to be an object
            flatten: false               | [{"a":1},[2]]                | each record to be an object
            `records: x\nrecord: node`   | {"x":[{"nod":1}]}            | an item has no node
            `records: x\nrecord: node`   | {"x":[7]}                    | each item to be an object with node
            `records: x\nerror: errors`  | {"x":null,"errors":[{"m":"denied"}]} | it reports an error in "errors": [{"m":"denied"}]
            `records: x\nerror: error.message` | {"error":{"message":"bad"}} | it reports an error in "error.message": bad
            """)
    void whatIsNoPageIsNamed(String options, String json, String message) {
        assertThatThrownBy(() -> read(options.replace("\\n", "\n"), json))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void noErrorIsNoError() throws Exception {
        for (String none : List.of("null", "false", "\"\"", "[]", "{}", "0")) {
            assertThat(read("records: x\nerror: error", "{\"error\":%s,\"x\":[{\"a\":1}]}".formatted(none))
                            .rows())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # pagination | what else the response holds | what comes next
            type: cursor, next: n, cursorParam: c             | "n":"abc"                | "abc"
            type: cursor, next: n, cursorParam: c             | "n":1.10                 | 1.10
            type: cursor, next: n                             | "n":{"a":[1,null]}       | {"a":[1,null]}
            type: cursor, next: n, cursorParam: c             | "n":null                 | null
            type: cursor, next: n, cursorParam: c             | "n":""                   | null
            type: cursor, next: n, cursorParam: c             | "n":[]                   | null
            type: cursor, next: n, cursorParam: c             | "m":1                    |
            type: cursor, next: n, cursorParam: c, more: m    | "n":"abc","m":false      | null
            type: cursor, next: n, cursorParam: c, last: l    | "n":"abc","l":true       | null
            type: cursor, next: n, cursorParam: c, more: m    | "n":"abc","m":true       | "abc"
            type: next-link, next: "['@odata.nextLink']"      | "@odata.nextLink":"P?$skiptoken=1" | "P?$skiptoken=1"
            type: next-link, next: "link[?(@.relation=='next')].url" | "link":[{"relation":"self","url":"s"},{"relation":"next","url":"u"}] | "u"
            type: cursor, next: n, cursorParam: c, more: m    | "m":true                 | []
            type: cursor, next: n, cursorParam: c, last: l    | "l":false                | []
            type: none, more: m                               | "m":true                 | []
            type: none, more: m                               | "m":false                | null
            type: last-record, field: a, cursorParam: c       | "z":1                    | "L"
            """)
    void theNextPageIsRead(String pagination, String also, String next) throws Exception {
        Page page = read(
                "records: x\npagination: {%s}".formatted(pagination),
                "{\"x\":[{\"a\":1},{\"a\":\"L\"}],%s}".formatted(also));
        assertThat(page.announced().next()).isEqualTo(next);
    }

    @Test
    void theLastItemNamesTheNextPage() throws Exception {
        assertThat(read(
                                "records: h\nrecord: _source\npagination: {type: last-record, field: sort, cursorParam: c}",
                                "{\"h\":[{\"sort\":[1],\"_source\":{\"a\":1}},{\"_source\":{\"a\":2},\"sort\":[null,\"P\"]}]}")
                        .announced()
                        .next())
                .isEqualTo("[null,\"P\"]");
        assertThat(read(
                                "records: h\npagination: {type: last-record, field: k.i, cursorParam: c}",
                                "{\"h\":[{\"k\":{\"i\":12345678901234567890}}]}")
                        .announced()
                        .next())
                .isEqualTo("12345678901234567890");
        assertThat(read(
                                "records: h\nflatten: true\npagination: {type: last-record, field: k.i, cursorParam: c}",
                                "{\"h\":[{\"k\":{\"i\":7,\"j\":1}}]}")
                        .announced()
                        .next())
                .isEqualTo("7");
    }

    @Test
    void headersAnnounceToo() throws Exception {
        String link = "<http://a/b?page=2>; rel=\"next\"";
        Page page = read(
                "pagination: {type: link-header, totalRecords: \"header:X-Total-Count\"}",
                "[{\"a\":1}]",
                Map.of("link", List.of("<c>; rel=\"first\"", link), "X-Total-Count", "2345"));
        assertThat(page.announced().next()).isEqualTo("\"http://a/b?page=2\"");
        assertThat(page.announced().totalRecords()).isEqualTo(2345);
        Page range = read(
                "pagination: {type: offset, totalRecords: \"header:Content-Range\"}",
                "[{\"a\":1}]",
                Map.of("content-range", "items 0-99/2345"));
        assertThat(range.announced().totalRecords()).isEqualTo(2345);
    }

    @Test
    void aTotalThatIsNoNumberIsNamed() throws Exception {
        Page page =
                read("records: x\npagination: {type: offset, totalRecords: t}", "{\"x\":[{\"a\":1}],\"t\":\"1.234\"}");
        assertThat(page.announced().totalRecords()).isEqualTo(-1);
        assertThat(page.problems()).singleElement().asString().contains("(t: \"1.234\") is no whole number");
    }

    @Test
    void pagesThatBeginAtZeroSayTheirNumbersAccordingly() throws Exception {
        Page page = read(
                "records: x\npagination: {type: page-number, firstPage: 0, pageEcho: p, totalPages: n}",
                "{\"p\":0,\"n\":\"3\",\"x\":[{\"a\":1}]}");
        assertThat(page.announced().page()).isEqualTo(1);
        assertThat(page.announced().totalPages()).isEqualTo(3);
    }
}
