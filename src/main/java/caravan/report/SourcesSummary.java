package caravan.report;

import static caravan.text.Numbers.grouped;

import caravan.text.Durations;
import caravan.text.Plural;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How several sources ended, a line each, and what the process makes of it. Pure. */
public final class SourcesSummary {
    private SourcesSummary() {}

    /** @param ends in any order */
    public static String of(List<Ended> ends) {
        List<RunReport> reports = new ArrayList<>();
        for (Ended end : ends) {
            if (end.report() != null) {
                reports.add(end.report());
            }
        }
        reports.sort(Comparator.comparing(report -> report.identity().source()));
        int name = reports.stream()
                .mapToInt(report -> report.identity().source().length())
                .max()
                .orElse(0);
        int outcome = reports.stream()
                .mapToInt(report -> report.ending().outcome().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder("--- Sources ---\n");
        for (RunReport report : reports) {
            text.append("%s  %s  %12s records  %11s pages  %s%n"
                    .formatted(
                            padded(report.identity().source(), name),
                            padded(report.ending().outcome(), outcome),
                            grouped(report.recordsIngested()),
                            "%s/%s"
                                    .formatted(
                                            grouped(report.pages().stored()),
                                            grouped(report.pages().requested())),
                            Durations.exact(report.session().seconds())));
        }
        int others = ends.size() - reports.size();
        if (others > 0) {
            text.append("%s could not begin: see above%n".formatted(Plural.count(others, "source")));
        }
        Outcome worst = ends.stream().map(Ended::outcome).reduce(Outcome.COMPLETE, Outcome::orWorse);
        long complete =
                ends.stream().filter(end -> end.outcome() == Outcome.COMPLETE).count();
        return text.append("%d of %d complete (exit %d)%n".formatted(complete, ends.size(), worst.exitCode()))
                .toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
