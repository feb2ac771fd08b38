package caravan.report;

import static caravan.text.Numbers.grouped;
import static caravan.text.Plural.choose;
import static caravan.text.Plural.count;

import caravan.text.Durations;
import org.jspecify.annotations.Nullable;

/**
 * A report in a sentence, and what to do about it.
 *
 * @param tone {@code good}, {@code fair}, {@code bad} or {@code running}: never told by colour alone
 * @param advice what the exit code means, or how long it may still take
 * @param message the report's own, where the sentence and the advice do not say all that it says; else null
 */
record Verdict(
        String tone,
        String sentence,
        String advice,
        @Nullable String message) {
    static Verdict of(RunReport report, PageCells pages) {
        String all = count(report.pages().stored(), "page");
        String some = "%s of %s".formatted(grouped(report.pages().stored()), count(pages.size(), "page"));
        for (Outcome outcome : Outcome.values()) {
            if (!report.isRunning() && outcome.text().equals(report.ending().outcome())) {
                Verdict verdict = of(outcome, report, all, some);
                return outcome == Outcome.COMPLETE || outcome == Outcome.PARTIAL
                        ? verdict
                        : verdict.with(report.ending().message());
            }
        }
        return verdict(
                "running",
                "Running: %s stored so far.".formatted(are(some, pages.size())),
                timeLeft(report, pages) + "This page updates itself.");
    }

    private static String timeLeft(RunReport report, PageCells pages) {
        int now = report.pages().stored() - report.session().resumedPages();
        int left = pages.size() - report.pages().stored();
        return now < 3 || left == 0
                ? ""
                : "About %s left. "
                        .formatted(Durations.spaced(Math.ceil(report.session().seconds() * left / now))
                                .replace(".0 s", " s"));
    }

    private static Verdict of(Outcome outcome, RunReport report, String all, String some) {
        return switch (outcome) {
            case COMPLETE ->
                report.csv().object() == null
                        ? verdict(
                                report.ending().message() == null ? "good" : "fair",
                                "Complete: %s stored; the file is on this machine."
                                        .formatted(are(all, report.pages().stored())),
                                "Nothing was delivered, as --local says.")
                        : report.ending().message() == null
                                ? verdict(
                                        "good",
                                        report.pages().stored() == 1
                                                ? "Complete: the only page is stored, and the checked file is on S3."
                                                : "Complete: all %s are stored, and the checked file is on S3."
                                                        .formatted(all),
                                        "Every page is stored and the object on S3 was checked. No action needed.")
                                : verdict(
                                        "fair",
                                        "Complete, but not everything matches what the API announced.",
                                        "Every page is stored and the object on S3 was checked. See the reconciliation below.");
            case DIFFERS ->
                verdict(
                        "bad",
                        "Differs: all %s are stored and delivered, but the evidence does not agree.".formatted(all),
                        "The manifest marks the file as incomplete: do not rely on it before you have read what differs.");
            case PARTIAL ->
                verdict(
                        "fair",
                        "Partial: %s stored and delivered; the rest could not be fetched.".formatted(are(some, 2)),
                        "The manifest marks the file as incomplete. Run again to fetch only the missing pages.");
            case API ->
                verdict(
                        "bad",
                        "Stopped: the API refused the requests or could not be reached.",
                        "Stored pages are kept; nothing has been delivered yet.");
            case NOT_DELIVERED ->
                verdict(
                        "bad",
                        "Not delivered: the extraction has finished, but the file is not on S3.",
                        "Fix the bucket or the credentials and run again.");
            case INTERRUPTED ->
                verdict(
                        "fair",
                        "Interrupted: %s were stored before the run was stopped.".formatted(some),
                        "Stored pages are kept; nothing has been delivered yet.");
            case STORAGE ->
                verdict(
                        "bad",
                        "Stopped: local files could not be written.",
                        "Stored pages are kept. Free some disk space or fix the permissions, then run again.");
            case BUG ->
                verdict(
                        "bad",
                        "Stopped by an unexpected error.",
                        "Stored pages are kept. The log has the stack trace; please report it.");
            case CONFIGURATION ->
                verdict(
                        "bad",
                        "Not started: a setting, an option or a route is wrong.",
                        "Nothing was requested. Fix what the message names.");
        };
    }

    private static Verdict verdict(String tone, String sentence, String advice) {
        return new Verdict(tone, sentence, advice, null);
    }

    private Verdict with(@Nullable String reason) {
        return new Verdict(tone, sentence, advice, reason);
    }

    private static String are(String pages, long count) {
        return pages + choose(count, " is", " are");
    }
}
