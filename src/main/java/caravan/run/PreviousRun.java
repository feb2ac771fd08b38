package caravan.run;

import caravan.plan.Difference;
import caravan.store.RunFiles;
import caravan.text.Numbers;
import caravan.text.Plural;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * What the last complete run of a source has come to. The wrong user, a lost permission or a changed filter answers with a part of
 * the records, consistently: only yesterday tells.
 */
final class PreviousRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PreviousRun() {}

    /** The difference, when there are more than {@code maxShrink} percent fewer records than in the last complete run. */
    static Optional<Difference> shrink(Run run, long records, double maxShrink) throws IOException {
        if (maxShrink >= 100) {
            return Optional.empty();
        }
        for (RunFiles files :
                PastRun.newestFirst(run.files().folder(), run.source().name())) {
            if (files.run().compareTo(run.name()) < 0 && Files.exists(files.manifest())) {
                long before =
                        JSON.readTree(files.manifest().toFile()).path("records").asLong(-1);
                return before < 1 || records >= before * (1 - maxShrink / 100)
                        ? Optional.empty()
                        : Optional.of(new Difference(
                                Difference.Kind.SHRINK,
                                "%s, %s fewer than the %s of %s; if that is right, run once with MAX_SHRINK=100"
                                        .formatted(
                                                Plural.count(records, "record"),
                                                Numbers.percent(before - records, before),
                                                Numbers.grouped(before),
                                                files.run())));
            }
        }
        return Optional.empty();
    }
}
