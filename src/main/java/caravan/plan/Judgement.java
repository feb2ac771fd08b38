package caravan.plan;

import caravan.page.PageOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is taken for.
 *
 * @param doubt why it is believed only when it comes once more, after a while; null when it is believed at once
 * @param outcome what becomes of the page once the answer is believed; null: its records are stored
 * @param isPatient whether it is believed only after it has come as often as a page fails before it is given up
 * @param refusal why the run cannot go on with this; null where it can
 */
public record Judgement(
        @Nullable String doubt,
        @Nullable PageOutcome outcome,
        boolean isPatient,
        @Nullable String refusal) {
    static final Judgement ACCEPTED = new Judgement(null, null);

    Judgement(@Nullable String doubt, @Nullable PageOutcome outcome) {
        this(doubt, outcome, false, null);
    }

    static Judgement refused(String why) {
        return new Judgement(null, null, false, why);
    }

    static Judgement settled(PageOutcome outcome) {
        return new Judgement(null, outcome);
    }
}
