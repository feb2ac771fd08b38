package caravan.report;

import caravan.store.LedgerLine;
import caravan.store.Reconciliation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Runs as they might have been: made up line by line, so that report and cells tell the same. */
public final class SampleReports {
    private static final Map<String, RunReport.Counts> MISSING = new LinkedHashMap<>();

    static {
        MISSING.put("name", new RunReport.Counts(629, 606, 646));
        MISSING.put("email", new RunReport.Counts(0, 2512, 40));
        MISSING.put("age", new RunReport.Counts(0, 0, 1));
        MISSING.put("phone_number_of_the_second_contact", new RunReport.Counts(61_210, 0, 0));
    }

    private static final String NAME = "customers_extract_20261122_235204";

    private static final List<String> COLUMNS = List.of(
            "id",
            "uuid",
            "name",
            "email",
            "age",
            "phone",
            "address",
            "city",
            "state",
            "zip_code",
            "phone_number_of_the_second_contact");

    private final PageCells.Reader reader = new PageCells.Reader();
    private final Random chance = new Random(7);
    private final Map<Integer, String> failed = new TreeMap<>();
    private final Map<String, Integer> retries = new TreeMap<>();
    private final Map<Integer, List<String>> problems = new TreeMap<>();
    private final int pages;
    private int stored;
    private long rows;
    private long requests;

    private SampleReports(int pages) {
        this.pages = pages;
    }

    public static ReportPage complete(int pages) {
        SampleReports sample = new SampleReports(pages);
        for (int page = 1; page <= pages; page++) {
            sample.store(page, page == pages ? 421 : 1000);
        }
        return sample.page(Outcome.COMPLETE, null, pages);
    }

    public static ReportPage partial(int pages) {
        SampleReports sample = new SampleReports(pages);
        for (int page = 1; page <= pages; page++) {
            if (page % 37 == 17) {
                sample.fail(page, "503 Service Unavailable: {\"error\":\"maintenance <b>tonight</b>\"}");
            } else {
                sample.store(page, page % 50 == 9 ? 400 : 1000);
            }
        }
        return sample.page(
                Outcome.PARTIAL,
                "%d of %d pages could not be fetched; the rest is delivered. Run again to fetch them."
                        .formatted(sample.failed.size(), pages),
                pages);
    }

    public static ReportPage stopped(int pages) {
        SampleReports sample = new SampleReports(pages);
        for (int page = 1; page <= pages / 3; page++) {
            sample.store(page, 1000);
        }
        for (int page = pages / 3 + 1; page <= pages / 3 + 3; page++) {
            sample.fail(page, "no connection to crm.example.com:443: Connection refused");
        }
        return sample.page(
                Outcome.API,
                "Page %d of customers failed after 6 attempts in 48 s; last answer: no connection to crm.example.com:443: Connection refused. %d pages are safe in /data/customers_extract_20261122_235204.csv; run again to resume."
                        .formatted(pages / 3 + 3, pages / 3),
                pages);
    }

    /** A run of 125 pages, and how it ended. */
    static ReportPage of(Outcome outcome) {
        return ended(outcome).page(outcome);
    }

    private static final String DIFFERENCE = "the API announces 124,426 records, 124,421 stored: 5 missing";

    static RunReport report(Outcome outcome) {
        SampleReports sample = ended(outcome);
        return sample.report(outcome.text(), outcome.exitCode(), message(outcome), sample.pages);
    }

    private static SampleReports ended(Outcome outcome) {
        SampleReports sample = new SampleReports(125);
        int end = switch (outcome) {
            case COMPLETE, PARTIAL, DIFFERS, NOT_DELIVERED -> 125;
            case API, INTERRUPTED, STORAGE, BUG -> 13;
            case CONFIGURATION -> 0;
        };
        for (int page = 1; page <= end; page++) {
            if ((outcome == Outcome.PARTIAL && page % 50 == 17) || (outcome == Outcome.API && page > 10)) {
                sample.fail(page, "503 Service Unavailable: {\"error\":\"maintenance <b>tonight</b>\"}");
            } else {
                sample.store(page, page == 125 ? 421 : page == 9 && outcome == Outcome.PARTIAL ? 400 : 1000);
            }
        }
        if (outcome == Outcome.PARTIAL) {
            sample.problems.put(
                    3, List.of("fields stand twice in their record, and the last value was taken: 2 in name"));
        }
        return sample;
    }

    private static String message(Outcome outcome) {
        String safe = "13 pages are safe in /home/ada/extracts/data/" + NAME + ".csv; run again to resume.";
        return switch (outcome) {
            case COMPLETE -> null;
            case DIFFERS ->
                "Every page is stored and delivered, but the evidence does not agree: " + DIFFERENCE
                        + ". Run again to request what is in doubt once more.";
            case PARTIAL -> "3 of 125 pages could not be fetched; the rest is delivered. Run again to fetch them.";
            case NOT_DELIVERED ->
                "s3://acme-lake/raw could not be written: The specified bucket does not exist. The file is kept: run again to deliver it, no page is asked again.";
            case API -> "Page 13 of customers failed after 6 attempts in 48 s; last answer: 503. " + safe;
            case INTERRUPTED -> "Stopped by a signal. " + safe;
            case STORAGE -> "Page 14 could not be stored in /home/ada/extracts/data: No space left on device. " + safe;
            case BUG -> "Unexpected error: java.lang.IllegalStateException. " + safe;
            case CONFIGURATION -> "The unfinished run was begun with other settings.";
        };
    }

    private ReportPage page(Outcome outcome) {
        return page(outcome, message(outcome), pages);
    }

    public static ReportPage running(int pages, int done) {
        SampleReports sample = new SampleReports(pages);
        for (int page = 1; page <= done; page++) {
            sample.store(page, 1000);
        }
        RunReport report = sample.report("running", RunReport.NONE_YET, null, pages);
        return new ReportPage(report, sample.reader.cells(pages, page -> page <= done + 4));
    }

    /** All that an API can put into a report. */
    public static ReportPage hostile(String text) {
        SampleReports sample = new SampleReports(3);
        sample.store(1, 1000);
        sample.fail(2, text);
        sample.problems.put(3, List.of(text));
        sample.reader.accept(stored(3, 7, 1, 5, Map.of(), List.of(text)));
        sample.stored++;
        sample.retries.put(text, 3);
        RunReport made = sample.report("partial", 3, text, 3);
        return new ReportPage(
                new RunReport(
                        new RunReport.Identity(text, text),
                        new RunReport.Ending(made.ending().outcome(), 3, text),
                        new RunReport.Pages(3, 2, made.pages().failed()),
                        new RunReport.Retries(3, made.retries().byCause()),
                        new RunReport.Traffic(9, made.traffic().overTime(), 1),
                        1007,
                        new RunReport.Session(1, 0),
                        new RunReport.Content(
                                Map.of(text, new RunReport.Counts(1, 2, 3)),
                                Map.of(text, 7L),
                                made.content().problems(),
                                new Reconciliation(
                                        1,
                                        2,
                                        3,
                                        2,
                                        false,
                                        Map.of(1, 1),
                                        List.of(text),
                                        text,
                                        1,
                                        Map.of(text, List.of(1, 2)),
                                        Set.of(),
                                        2,
                                        3,
                                        List.of(text),
                                        false),
                                List.of(text, text + "2")),
                        new RunReport.Csv("CSV", text, 5, text),
                        made.times()),
                sample.reader.cells(3, page -> false));
    }

    /** A ledger's line. */
    static LedgerLine.Stored stored(
            int page, int rows, int attempts, long millis, Map<String, Integer> retries, List<String> problems) {
        return new LedgerLine.Stored(
                page,
                rows,
                new LedgerLine.Section(0, 0, ""),
                new LedgerLine.Tries(attempts, attempts, millis, retries),
                List.of(),
                List.of(),
                Map.of(),
                new LedgerLine.Totals(-1, -1, -1, null),
                "0",
                "",
                problems);
    }

    private void store(int page, int rowsOfPage) {
        Map<String, Integer> causes = new TreeMap<>();
        int attempts = 1;
        while (chance.nextInt(100) < 13 && attempts < 6) {
            causes.merge(
                    List.of("500", "503", "429", "503", "500", "cut", "timeout").get(chance.nextInt(7)),
                    1,
                    Integer::sum);
            attempts++;
        }
        causes.forEach((cause, n) -> retries.merge(cause, n, Integer::sum));
        long millis = 120 + chance.nextInt(180) + 1500L * (attempts - 1);
        reader.accept(stored(page, rowsOfPage, attempts, millis, causes, List.of()));
        stored++;
        rows += rowsOfPage;
        requests += attempts;
    }

    private void fail(int page, String message) {
        for (int round = 0; round < 2; round++) {
            reader.accept(new LedgerLine.Failed(page, "503", message, 6, 6, Map.of("503", 5)));
            retries.merge("503", 5, Integer::sum);
            requests += 6;
        }
        failed.put(page, message);
    }

    private ReportPage page(Outcome outcome, String message, int pages) {
        return new ReportPage(
                report(outcome.text(), outcome.exitCode(), message, pages), reader.cells(pages, page -> false));
    }

    private RunReport report(String outcome, int exitCode, String message, int expected) {
        int seconds = Math.max(1, Math.min(600, (int) (requests / 7)));
        List<Integer> counts = new ArrayList<>();
        List<Integer> mean = new ArrayList<>();
        List<Integer> max = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            int count = i % 23 == 11 ? 0 : 4 + chance.nextInt(6);
            counts.add(count);
            mean.add(count == 0 ? 0 : 90 + chance.nextInt(60));
            max.add(count == 0 ? 0 : 160 + chance.nextInt(i % 19 == 7 ? 900 : 200));
        }
        boolean delivered = exitCode == 0 || exitCode == 3 || exitCode == 6;
        return new RunReport(
                new RunReport.Identity(NAME, "customers"),
                new RunReport.Ending(outcome, exitCode, message),
                new RunReport.Pages(stored + failed.size(), stored, failed),
                new RunReport.Retries(
                        retries.values().stream().mapToInt(Integer::intValue).sum(), retries),
                new RunReport.Traffic(
                        requests, new RunReport.OverTime(1, counts, mean, max, retries.getOrDefault("429", 0)), 1),
                rows,
                new RunReport.Session(seconds + 0.1, 0),
                new RunReport.Content(
                        rows > 100_000 ? MISSING : Map.of(),
                        Map.of(),
                        problems,
                        delivered || exitCode == 5 ? reconciliation(exitCode == 3, exitCode == 6, expected) : null,
                        COLUMNS),
                new RunReport.Csv(
                        "CSV",
                        "/home/ada/extracts/data/" + NAME + ".csv",
                        rows * 134,
                        delivered ? "s3://acme-lake/raw/customers/date=2026-11-22/" + NAME + ".csv" : null),
                new RunReport.Times(
                        "2026-11-22T23:52:04Z", exitCode == RunReport.NONE_YET ? null : "2026-11-22T23:52:23Z"));
    }

    private Reconciliation reconciliation(boolean partial, boolean differs, int expected) {
        return new Reconciliation(
                rows + 1000L * failed.size() + (differs ? 5 : 0),
                rows,
                expected,
                stored,
                true,
                partial ? Map.of(9, 400) : Map.of(),
                List.of(),
                "id",
                partial ? 2 : 0,
                partial ? Map.of("4711", List.of(3, 4)) : Map.of(),
                Set.of(),
                partial ? 0 : 3,
                partial ? 0 : 3,
                differs ? List.of(DIFFERENCE) : List.of(),
                false);
    }
}
