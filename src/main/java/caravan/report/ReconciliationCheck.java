package caravan.report;

import static caravan.text.Numbers.grouped;
import static caravan.text.Plural.choose;
import static caravan.text.Plural.count;

import caravan.store.Reconciliation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of the things that were compared when the last page was stored.
 *
 * @param examples of what did not pass
 */
record ReconciliationCheck(boolean passed, String text, List<String> examples) {
    private static final int MAX_EXAMPLES = 5;

    static List<ReconciliationCheck> of(Reconciliation found) {
        List<ReconciliationCheck> checks = new ArrayList<>();
        for (String difference : found.differences()) {
            checks.add(check(false, (found.accepted() ? "accepted: " : "differs: ") + difference));
        }
        checks.add(check(
                found.recordsStored() == found.recordsAnnounced(),
                found.recordsAnnounced() < 0
                        ? count(found.recordsStored(), "record") + " stored; the API announced no total"
                        : "%s announced, %s stored%s"
                                .formatted(
                                        count(found.recordsAnnounced(), "record"),
                                        grouped(found.recordsStored()),
                                        ReportText.difference(found))));
        checks.add(check(
                found.pagesExpected() == found.pagesStored(),
                "%s expected, %s stored"
                        .formatted(count(found.pagesExpected(), "page"), grouped(found.pagesStored()))));
        checks.add(check(
                found.endConfirmed(),
                found.endConfirmed() ? "nothing follows the last page" : "it is not known what follows the last page"));
        if (found.isProbeDue()) {
            checks.add(check(found.probedPages() > 0, ReportText.probe(found)));
        }
        int shorter = found.shortPages().size();
        checks.add(check(
                shorter == 0,
                shorter == 0
                        ? "no page is shorter than the others"
                        : "%s %s shorter than the others"
                                .formatted(count(shorter, "page"), choose(shorter, "is", "are"))));
        if (found.idField() != null) {
            checks.add(ids(found));
        }
        if (!found.announcements().isEmpty()) {
            checks.add(check(
                    false, "the API announced different totals: " + String.join("; then ", found.announcements())));
        }
        return checks;
    }

    private static ReconciliationCheck ids(Reconciliation found) {
        return switch (Long.signum(found.repeatedIds())) {
            case 0 -> check(true, "no duplicate values of %s".formatted(found.idField()));
            case -1 -> check(false, "too many duplicate values of %s to count".formatted(found.idField()));
            default ->
                new ReconciliationCheck(
                        false,
                        "%s with a duplicate %s".formatted(count(found.repeatedIds(), "record"), found.idField()),
                        examples(found.repeatedIdExamples()));
        };
    }

    private static List<String> examples(Map<String, List<Integer>> pagesById) {
        List<String> examples = new ArrayList<>();
        for (Map.Entry<String, List<Integer>> id : pagesById.entrySet()) {
            if (examples.size() == MAX_EXAMPLES) {
                examples.add("…");
                break;
            }
            examples.add(id.getValue().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", id.getKey() + " on pages ", "")));
        }
        return examples;
    }

    private static ReconciliationCheck check(boolean passed, String text) {
        return new ReconciliationCheck(passed, text, List.of());
    }
}
