package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.TestSources;
import caravan.page.Announced;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFileTest {
    private static Source read(String yaml) {
        return TestSources.read("sources/orders.yaml", yaml, Map.of("BASE", "http://api.example"));
    }

    private static List<String> problems(String yaml) {
        List<String> problems = new ArrayList<>();
        SourceFile.read(
                "sources/orders.yaml",
                yaml,
                name -> {
                    throw new IllegalArgumentException("{{" + name + "}} is not set");
                },
                problems);
        return problems;
    }

    private static Announced next(String json) {
        return new Announced(-1, -1, -1, -1, json);
    }

    @Test
    void aUrlIsEnough() {
        Source source = read("url: '{{BASE}}/orders?x=a b'");
        assertThat(source.name()).isEqualTo("orders");
        assertThat(source.isChained()).isTrue();
        assertThat(source.start(Purpose.RECORDS).uri()).hasToString("http://api.example/orders?x=a%20b");
        assertThat(source.login().type()).isEqualTo(Login.Type.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            url: http://x/c                          | type: page-number, sizeParam: n, size: 50                | http://x/c?page=3&n=50
            url: http://x/c?a=b                      | type: page-number, pageParam: 'p[n]', firstPage: 0       | http://x/c?a=b&p%5Bn%5D=2
            url: http://x/c/${page}/x                | type: page-number                                        | http://x/c/3/x
            url: http://x/c                          | type: offset, offsetParam: $skip, sizeParam: $top, size: 50 | http://x/c?%24skip=100&%24top=50
            url: http://x/c?from=${offset}&n=${size} | type: offset, size: 50                                   | http://x/c?from=100&n=50
            """)
    void numberedPagesHaveTheirPlaces(String url, String pagination, String expected) {
        Source source = read(url + "\npagination: {" + pagination + "}");
        assertThat(source.page(3, Purpose.RECORDS).uri()).hasToString(expected);
        assertThat(source.isChained()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # the url, the pagination, what the first page names, the second URL
            http://x/c?a=b       | type: cursor, next: n, cursorParam: after            | "x y+z"      | http://x/c?a=b&after=x%20y%2Bz
            http://x/c?after=${cursor}&a=b | type: cursor, next: n                      | 17           | http://x/c?after=17&a=b
            http://x/c           | type: cursor, next: n                                | {"continue":"-!!","ap":"é"}  | http://x/c?continue=-%21%21&ap=%C3%A9
            http://x/c           | type: last-record, field: id, cursorParam: after, sizeParam: n, size: 2 | "P1" | http://x/c?after=P1&n=2
            http://x/a/c         | type: next-link, next: n                             | "?page=2"    | http://x/a/c?page=2
            http://x/a/c         | type: next-link, next: n                             | "d?t={{API_TOKEN}}" | http://x/a/d?t=%7B%7BAPI_TOKEN%7D%7D
            http://x/a/c         | type: next-link, next: n                             | "/v2/c#top"  | http://x/v2/c
            http://x/a/c         | type: next-link, next: n                             | "HTTP://X:80/d" | HTTP://X:80/d
            http://x/a/c         | type: next-link, next: n, trustHost: true            | "https://inner:9/d?e" | http://x/d?e
            http://x/a/c         | type: link-header                                    | "/d"         | http://x/d
            """)
    void chainsGoOnWhereThePageBeforeSays(String url, String pagination, String named, String expected)
            throws Exception {
        Source source = read("url: " + url + "\npagination: {" + pagination + "}");
        PageTask first = source.start(Purpose.RECORDS);
        assertThat(first.uri().toString()).doesNotContain("cursor", "after");
        PageTask second = source.after(first, next(named));
        assertThat(second).isNotNull();
        assertThat(second.uri()).hasToString(expected);
        assertThat(second.page()).isEqualTo(2);
        assertThat(source.after(first, next(null))).isNull();
    }

    @Test
    void bodiesTakeValuesWithTheirTypes() throws Exception {
        Source source = read("""
                url: http://x/_search
                headers: {X-Size: "${size}", X-After: "${cursor}"}
                body: '{"size": "${size}", "search_after": "${cursor}", "note": "after ${cursor}", "x": 1.10}'
                pagination: {type: last-record, field: sort, size: 2}
                """);
        PageTask first = source.start(Purpose.RECORDS);
        assertThat(first.body()).isEqualTo("{\"size\":2,\"x\":1.10}");
        assertThat(first.headers()).containsEntry("X-Size", "2").containsEntry("Content-Type", "application/json");
        assertThat(first.headers()).doesNotContainKey("X-After");
        PageTask second = source.after(first, next("[null,\"P1\"]"));
        assertThat(second).isNotNull();
        assertThat(second.body())
                .isEqualTo(
                        "{\"size\":2,\"search_after\":[null,\"P1\"],\"note\":\"after [null,\\\"P1\\\"]\",\"x\":1.10}");
        assertThat(second.headers()).containsEntry("X-After", "[null,\"P1\"]");
    }

    @Test
    void laterRequestsMayBeOthers() throws Exception {
        Source source = read("""
                url: http://x/people/_search?scroll=1m
                body: {size: 2}
                pagination:
                  type: cursor
                  next: _scroll_id
                  then: {url: http://x/_search/scroll, body: {scroll: 1m, scroll_id: "${cursor}"}}
                """);
        PageTask first = source.start(Purpose.RECORDS);
        assertThat(first.body()).isEqualTo("{\"size\":2}");
        PageTask second = source.after(first, next("\"abc==\""));
        assertThat(second).isNotNull();
        assertThat(second.uri()).hasToString("http://x/_search/scroll");
        assertThat(second.body()).isEqualTo("{\"scroll\":\"1m\",\"scroll_id\":\"abc==\"}");
    }

    @Test
    void aFormIsSentAsOne() {
        PageTask first =
                read("url: http://x/c\nbody: a=1&after=${cursor}&n=${size}\npagination: {type: last-record, field: id, size: 5}")
                        .start(Purpose.RECORDS);
        assertThat(first.body()).isEqualTo("a=1&n=5");
        assertThat(first.headers()).containsEntry("Content-Type", "application/x-www-form-urlencoded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # what is wrong, and what is said of it
            `urll: http://x/c`                                   | line 1: there is no option urll; did you mean url?
            `records: a`                                         | line 1: url is missing
            `url: ftp://x/c`                                     | line 1: url is "ftp://x/c", not an http:// or https:// URL
            `url: '{{NOPE}}/c'`                                  | line 1: {{NOPE}} is not set
            `url: http://x/c\npageParam: p`                      | line 2: pageParam does not belong here: it is an option of pagination
            `url: http://x/c\npagination: {type: page_number}`   | line 2: there is no pagination.type page_number; did you mean page-number?
            `url: http://x/c\npagination: {type: cursor, cursorParam: a}` | line 2: pagination.next is missing
            `url: http://x/c\npagination: {type: cursor, next: n, firstPage: 0}` | line 2: pagination.firstPage does not belong here: it is an option of type page-number
            `url: http://x/c\npagination: {type: page-number, pageParm: p}` | line 2: there is no option pagination.pageParm; did you mean pageParam?
            `url: http://x/c\npagination: {type: page-number, size: many}` | line 2: pagination.size is "many", not a whole number
            `url: http://x/c\npagination: {type: page-number, sizeParam: n}` | line 2: pagination.sizeParam needs a size
            `url: http://x/c?page=1\npagination: {type: page-number}` | line 1: the URL has a parameter page of its own
            `url: http://x/c\npagination: {type: last-record, field: id}` | line 2: cursorParam is missing
            `url: http://x/c\npagination: {type: none, pastEnd: [200]}` | line 2: pagination.pastEnd has 200
            `url: http://x/c\nlogin: {type: bearr}`              | line 2: there is no login.type bearr; did you mean bearer?
            `url: http://x/c\nlogin: {type: basic, header: X}`   | line 2: login.header does not belong here: it is an option of type bearer
            `url: http://x/c\nlogin: {type: client-credentials}` | line 2: login.url is missing
            `url: http://x/c\nrecords: a[*].b`                   | line 2: records is "a[*].b": a plain path such as data.items is needed
            `url: http://x/c\nschedule: daily`                   | line 2: schedule is "daily", not a period
            `url: http://x/c\nflatten: yes please`               | line 2: flatten is "yes please", not true or false
            `url: http://x/c\nerror: "a[?(@.b"`                  | line 2: error: "a[?(@.b" is not a JSONPath
            `url: http://x/c/${pag}`                             | line 1: ${pag} stands for nothing
            `url: http://x/c\nurl: http://x/d`                   | line 2: url stands twice
            `url: http://x/c\nslices: [a]`                       | line 2: slices: slices are not there yet
            `- a`                                                | line 1: a source must be a map of options
            `url: "http://x`                                     | is not valid YAML
            ``                                                   | line 1: the file is empty
            """)
    void whatIsWrongIsNamedWithItsPlace(String yaml, String problem) {
        assertThat(problems(yaml.replace("\\n", "\n")))
                .as(yaml)
                .anySatisfy(text ->
                        assertThat(text).startsWith("sources/orders.yaml").contains(problem));
    }

    @Test
    void linksLeadNowhereElse() {
        Source source = read("url: http://x/c\npagination: {type: next-link, next: n}");
        PageTask first = source.start(Purpose.RECORDS);
        for (String link : List.of("http://y/c", "https://x/c", "http://x:81/c", "//y/c")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> source.after(first, next("\"" + link + "\""))))
                    .as(link)
                    .isInstanceOf(Source.LinkException.class)
                    .hasMessageContaining("pagination.trustHost: true");
        }
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> source.after(first, next("7"))))
                .hasMessage("the next link is number, not a URL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `<http://x/c?page=2>; rel="next"`                                        | http://x/c?page=2
            `<a>; rel=prev, <b?x=1,2>; title="a, \\"b\\" <c>"; rel="last next"`      | b?x=1,2
            `<a>;rel=first,<b>;rel=last`                                             | `null`
            `<a>; rel="next"; rel="prev"`                                            | a
            `<a>; REL=NEXT`                                                          | a
            `nonsense`                                                               | `null`
            `<a>; rel="prev"; rel="next"`                                            | `null`
            """)
    void linkHeadersAreReadAsTheyAreMeant(String header, String next) {
        assertThat(String.valueOf(LinkHeader.next(header))).isEqualTo(next);
    }

    @Test
    void anIdInsideAnObjectIsThatObjectUnlessItIsFlattened() {
        String yaml = "url: http://x/c\nid: %s\nflatten: %s";
        assertThat(TestSources.read("c.yaml", yaml.formatted("code.S", "false"), Map.of())
                        .id())
                .isEqualTo("code");
        assertThat(TestSources.read("c.yaml", yaml.formatted("code.S", "true"), Map.of())
                        .id())
                .isEqualTo("code.S");
        assertThat(TestSources.read("c.yaml", yaml.formatted("'@odata.id'", "false"), Map.of())
                        .id())
                .isEqualTo("@odata.id");
    }
}
