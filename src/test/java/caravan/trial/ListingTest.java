package caravan.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which records a listing of seven, two a page, shows before and after a page is first asked for. */
class ListingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dirty            | 3 | 0 1 2 3 4 5 6       | 0 1 2 3 4 5 6
            delete-during@3  | 3 | 0 1 2 3 4 5 6       | 0 1 3 4 5 6 7
            insert-during@3  | 3 | 0 1 2 3 4 5 6       | 7 0 1 2 3 4 5 6
            grow-last@3      | 3 | 0 1 2 3 4 5 6       | 0 1 2 3 4 5 6 7 8 9 10
            """)
    void movesWhenItsPageIsFirstAskedFor(String script, long page, String before, String after) {
        Paging paging = new Paging(2, 100, false);
        FaultPlan plan = new FaultPlan(FaultScript.parse(script), 1, 4, Clock.systemUTC());
        Listing listing = new Listing(7, paging, plan);
        assertThat(records(listing.visibleTo(1))).isEqualTo(before);
        assertThat(records(listing.visibleTo(page))).isEqualTo(after);
        assertThat(records(listing.visibleTo(page))).as("once").isEqualTo(after);
        assertThat(records(listing.atLast())).isEqualTo(after);
    }

    private static String records(Order order) {
        return String.join(
                " ",
                LongStream.range(0, order.count())
                        .mapToObj(place -> Long.toString(order.record(place)))
                        .toList());
    }
}
