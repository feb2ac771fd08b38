package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.Pages;
import caravan.fixture.Pipeline;
import caravan.page.Page;
import caravan.page.PageOutcome.Change;
import caravan.run.Run;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page that comes once more, against what is stored of it. */
class PageComparisonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":1,"a":"x"},{"id":2,"a":"y"} | {"id":2,"a":"z"},{"id":1,"a":"x"}           | SAME    | false
            {"id":1,"a":"x"},{"id":2,"a":"y"} | {"id":1,"a":"x"},{"id":2,"a":"y"}           | SAME    | true
            {"id":1},{"id":2}                 | {"id":1},{"id":2},{"id":3}                  | GROWN   | false
            {"id":1},{"id":2}                 | {"id":2}                                    | SHRUNK  | false
            {"id":1},{"id":2}                 | {"id":2},{"id":3}                           | SHIFTED | false
            {"a":"x","b":1},{"a":"y","b":2}   | {"a":"y","b":2},{"a":"z","b":3}             | SHIFTED | false
            {"a":"x","b":1},{"a":"y","b":2}   | {"a":"x","b":1},{"a":"y","b":2},{"a":"z","b":3} | GROWN | false
            {"a":"x","b":1},{"a":"y","b":2}   | {"a":"x","b":1}                             | SHRUNK  | false
            {"a":"x","m":"-"},{"a":"y","m":"-"} | {"a":"x","m":"1"},{"a":"y","m":"2"}       | SHIFTED | true
            """)
    void says(String stored, String now, Change change, boolean identical) throws Exception {
        Pipeline pipeline = Pipeline.of("[" + stored + "]");
        try (Run run = pipeline.begin()) {
            pipeline.carry(run, run.plan().first());
            Page page = Pages.read("{\"data\":[" + now + "]}");
            CsvDialect dialect = pipeline.rowWriter().dialect();
            assertThat(PageComparison.of(run.store(), dialect, 1, 0, page, "id"))
                    .isEqualTo(change);
            assertThat(PageComparison.isIdentical(run.store(), dialect, 1, page))
                    .as("but for what may be masked")
                    .isEqualTo(identical);
        }
    }
}
