package caravan.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultScriptTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rest@7        | fault 'rest' is not known; the nearest is 'reset'
                    totl-zero     | the nearest is 'total-zero'
                    399           | fault '399': a status goes from 400 to 599
                    600           | fault '600': a status goes from 400 to 599
                    50x           | fault '50x': a status goes from 400 to 599
                    429-soon      | -seconds, -date, -hour or -nonsense
                    500=x         | '500=x': 'x' is not known
                    500=0         | '500=0': '0' is not known
                    500=0%        | '0%' is no percentage
                    500=101%      | '101%' is no percentage
                    500=NaN%      | 'NaN%' is no percentage
                    500@0         | '500@0': '0' is no page
                    500@          | '500@': '' is no page
                    500@1+        | '' is no page
                    500@5-3       | '500@5-3': pages 5-3 run backwards
                    500,,503      | a fault is missing at a comma of '500,,503'
                    dirty=5%      | dirty takes no =5%
                    dirty@3       | dirty is for the whole run and takes no @pages
                    gzip@3        | gzip is for the whole run
                    late-field@3- | late-field strikes one page, like @7
                    """)
    void namesThePartThatIsWrong(String script, String message) {
        assertThatThrownBy(() -> FaultScript.parse(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anOutageLastsFromTheFirstRequestOfItsPagesForAllPages() {
        Instant[] now = {Instant.EPOCH};
        FaultPlan plan = new FaultPlan(FaultScript.parse("503-for=1.5s@3-"), 1, 9, () -> now[0]);
        assertThat(plan.outage(2)).isNull();
        assertThat(plan.outage(4).status()).isEqualTo(503);
        assertThat(plan.outage(1).status()).as("every page").isEqualTo(503);
        now[0] = now[0].plusMillis(1500);
        assertThat(plan.outage(4)).as("over").isNull();
    }

    @Test
    void everyListedNameIsAccepted() {
        assertThat(FaultScript.names()).hasSizeGreaterThan(40);
        for (FaultScript.Entry entry : FaultScript.names()) {
            assertThat(FaultScript.parse(entry.name()).clauses()).hasSize(1);
            assertThat(entry.what()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    503=2@3            | 3 | 503 503 - -
                    503=2@3            | 4 | - - - -
                    reset@7            | 7 | reset - - -
                    404=always@17      | 17 | 404 404 404 404
                    500@2+9+20-        | 9 | 500 - - -
                    500@2+9+20-        | 10 | - - - -
                    500@2+9+20-        | 999 | 500 - - -
                    500=100%           | 5 | 500 500 500 -
                    empty=100%         | 5 | empty empty - -
                    short=100%,500=100% | 5 | short short 500 -
                    500=2@3,cut@3      | 3 | 500 500 cut -
                    503=2@3, 500=100%  | 3 | 503 503 500 -
                    """)
    void strikesTheAttemptsThatItSays(String script, long page, String expected) {
        FaultPlan plan = new FaultPlan(FaultScript.parse(script), 1, 20, Clock.systemUTC());
        List<String> met = new ArrayList<>();
        for (int attempt = 1; attempt <= 4; attempt++) {
            met.add(name(plan.next(page)));
        }
        assertThat(String.join(" ", met)).isEqualTo(expected);
    }

    @Test
    void picksOnePageBySeed() {
        Map<Long, Integer> pages = new HashMap<>();
        for (long seed = 1; seed <= 200; seed++) {
            List<Long> struck = struck(new FaultPlan(FaultScript.parse("500"), seed, 10, Clock.systemUTC()), 10);
            assertThat(struck).hasSize(1).doesNotContain(1L);
            pages.merge(struck.get(0), 1, Integer::sum);
        }
        assertThat(pages).hasSize(9);
        assertThat(struck(new FaultPlan(FaultScript.parse("500"), 1, 1, Clock.systemUTC()), 10))
                .containsExactly(1L);
    }

    @Test
    void damagesMetadataOfAllAnswersBesideOtherFaults() {
        FaultPlan plan = new FaultPlan(FaultScript.parse("total-zero,500@2"), 1, 5, Clock.systemUTC());
        assertThat(plan.next(2)).isEqualTo(new FaultPlan.Strike(FaultNames.find("500"), FaultKind.TOTAL_ZERO));
        assertThat(plan.next(2)).isEqualTo(new FaultPlan.Strike(null, FaultKind.TOTAL_ZERO));
        FaultPlan once = new FaultPlan(FaultScript.parse("total-zero=1@1"), 1, 5, Clock.systemUTC());
        assertThat(once.next(1).metadata()).isEqualTo(FaultKind.TOTAL_ZERO);
        assertThat(once.next(1).metadata()).isNull();
    }

    @Test
    void anyOrderOfRequestsMeetsTheSameFaults() {
        List<Long> requests = new ArrayList<>();
        for (long page = 1; page <= 100; page++) {
            Collections.addAll(requests, page, page, page, page, page, page);
        }
        FaultScript script = FaultScript.parse("500=10%,cut=10%,short=5%,503=2@3,reset");
        Map<Long, List<String>> inOrder = met(script, 7, requests);
        for (int shuffle = 0; shuffle < 5; shuffle++) {
            Collections.shuffle(requests, new Random(shuffle));
            assertThat(met(script, 7, requests)).isEqualTo(inOrder);
        }
        assertThat(met(script, 8, requests)).isNotEqualTo(inOrder);
    }

    @Test
    void strikesTheShareThatItSays() {
        FaultPlan plan = new FaultPlan(FaultScript.parse("500=5%"), 3, 10_000, Clock.systemUTC());
        assertThat(struck(plan, 10_000)).hasSizeBetween(430, 570);
    }

    private static Map<Long, List<String>> met(FaultScript script, long seed, List<Long> requests) {
        FaultPlan plan = new FaultPlan(script, seed, 100, Clock.systemUTC());
        Map<Long, List<String>> met = new HashMap<>();
        for (long page : requests) {
            met.computeIfAbsent(page, p -> new ArrayList<>()).add(name(plan.next(page)));
        }
        return met;
    }

    private static List<Long> struck(FaultPlan plan, long pages) {
        List<Long> struck = new ArrayList<>();
        for (long page = 1; page <= pages; page++) {
            if (plan.next(page).fault() != null) {
                struck.add(page);
            }
        }
        return struck;
    }

    private static String name(FaultPlan.Strike strike) {
        return strike.fault() == null ? "-" : strike.fault().name();
    }
}
