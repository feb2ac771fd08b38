package caravan.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.page.PageTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://x/c        | page | limit    | http://x/c?page=7&limit=50
            ' http://x/c '    | page | limit    | http://x/c?page=7&limit=50
            http://x/c?a=b    | p    | per_page | http://x/c?a=b&p=7&per_page=50
            http://x/c        | p[n] | a b      | http://x/c?p%5Bn%5D=7&a+b=50
            """)
    void saysWhereAPageIs(String url, String pageParameter, String limitParameter, String expected) {
        Source source = new Source();
        source.setUrl(url);
        source.setPageParameter(pageParameter);
        source.setLimitParameter(limitParameter);
        source.setRecordsPerPage(50);
        PageTask request = source.page(7, PageTask.Purpose.RECORDS);
        assertThat(request.uri()).hasToString(expected);
        assertThat(request.page()).isEqualTo(7);
        assertThat(request.isPastEnd()).isFalse();
        assertThat(source.page(8, PageTask.Purpose.END).isPastEnd()).isTrue();
    }

    @Test
    void hasDefaults() {
        Source source = new Source();
        assertThat(source.getRecordsPerPage()).isEqualTo(1000);
        assertThat(source.getIdField()).isEqualTo("id");
        source.setIdField("uuid");
        assertThat(source.getIdField()).isEqualTo("uuid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"customers", "Customers", "a-b_c9"})
    void takesANameThatAFileCanHave(String name) {
        Source source = new Source();
        source.setName(name);
        assertThat(source.getName()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "a/b", "a b", ".a", "é", "a\n"})
    void refusesAnyOther(String name) {
        assertThatThrownBy(() -> new Source().setName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, digits, - and _ only");
    }
}
