package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an API answers, where it is odd. */
final class AnswerTroubles {
    private AnswerTroubles() {}

    static Map<String, Trouble> all() {
        Map<String, Trouble> all = new LinkedHashMap<>();
        all.put("every third answer 403 with `Retry-After: 1`", AnswerTroubles::forbiddenByTheRate);
        return all;
    }

    private static Caravan.Ended forbiddenByTheRate(Path folder) throws Exception {
        SimulatorOptions options = new SimulatorOptions().limit(10).pages(6).faults("403-seconds=33%@2-");
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan.Ended run = rehearsal.caravanWithLogin().run();
            rehearsal.assertDelivered(run);
            assertThat(rehearsal.stats().logins()).isEqualTo(1);
            return run;
        }
    }
}
