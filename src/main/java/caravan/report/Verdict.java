package caravan.report;

import static caravan.report.Markup.count;
import static caravan.report.Markup.number;

/**
 * A report in a sentence, and what to do about it.
 *
 * @param tone {@code good}, {@code fair}, {@code bad} or {@code running}: never told by colour alone
 * @param sentence HTML
 * @param advice HTML: what the exit code means
 */
record Verdict(String tone, String sentence, String advice) {
    static Verdict of(RunReport report, PageCells pages) {
        String all = count(report.pages().stored(), "page");
        String some = "%s of %s".formatted(number(report.pages().stored()), count(pages.size(), "page"));
        for (Outcome outcome : Outcome.values()) {
            if (!report.isRunning() && outcome.text().equals(report.ending().outcome())) {
                return of(outcome, report, all, some);
            }
        }
        return new Verdict("running", "Under way: %s stored so far.".formatted(are(some, pages.size())), "");
    }

    private static Verdict of(Outcome outcome, RunReport report, String all, String some) {
        return switch (outcome) {
            case COMPLETE ->
                report.ending().message() == null
                        ? new Verdict(
                                "good",
                                report.pages().stored() == 1
                                        ? "Complete: the only page is stored, and the checked file is on S3."
                                        : "Complete: all %s are stored, and the checked file is on S3.".formatted(all),
                                "Every page is stored and the object on S3 was checked. Nothing is to be done.")
                        : new Verdict(
                                "fair",
                                "Complete, but not all is as the API announced it.",
                                "Every page is stored and the object on S3 was checked. Look at the reconciliation.");
            case PARTIAL ->
                new Verdict(
                        "fair",
                        "Partial: %s stored and delivered, the rest could not be had.".formatted(are(some, 2)),
                        "The manifest says that the file is not complete. Run again: only the missing pages are asked for.");
            case API ->
                new Verdict(
                        "bad",
                        "Stopped: the API refused or could not be reached.",
                        "What is stored is kept; nothing is delivered yet.");
            case NOT_DELIVERED ->
                new Verdict(
                        "bad",
                        "Not delivered: everything is extracted, but the file is not on S3.",
                        "Mend bucket or keys and run again.");
            case INTERRUPTED ->
                new Verdict(
                        "fair",
                        "Interrupted: %s stored when it was asked to stop.".formatted(are(some, 2)),
                        "What is stored is kept; nothing is delivered yet.");
            case STORAGE ->
                new Verdict(
                        "bad",
                        "Stopped: local files could not be written.",
                        "What is stored is kept. Make room on the disk and run again.");
            case BUG ->
                new Verdict(
                        "bad",
                        "Stopped by an unexpected error.",
                        "What is stored is kept. The log has the trace: report it.");
            case CONFIGURATION ->
                new Verdict(
                        "bad",
                        "Not begun: a setting, an option or a route is wrong.",
                        "Nothing was requested. Mend what the message names.");
        };
    }

    private static String are(String pages, long count) {
        return pages + (count == 1 ? " is" : " are");
    }
}
