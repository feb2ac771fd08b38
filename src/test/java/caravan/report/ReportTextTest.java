package caravan.report;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.Reconciliation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTextTest {
    @Test
    void saysWhatARunCameTo() {
        Map<String, Integer> retries = new LinkedHashMap<>();
        retries.put("429", 3);
        retries.put("503", 11);
        RunReport report = report(
                Outcome.PARTIAL,
                "1 of 125 pages could not be fetched.",
                Map.of(17, "503 Service Unavailable: again"),
                retries,
                252.4,
                3,
                Map.of("em\u0007ail", new RunReport.Counts(1200, 34, 5)),
                Map.of(4, List.of("odd", "odder")),
                new Reconciliation(
                        100_400,
                        99_400,
                        125,
                        124,
                        true,
                        Map.of(9, 400),
                        List.of(),
                        "id",
                        1,
                        Map.of("77", List.of(3, 4)),
                        Set.of(),
                        0,
                        0,
                        List.of(),
                        false),
                "s3://b/raw/r.csv");
        assertThat(ReportText.of(report)).isEqualTo("""

                ========================================================================
                --- Execution Report ---
                Outcome: partial (exit 3)
                  1 of 125 pages could not be fetched.
                Pages Requested: 125
                Successful Pages: 124
                Failed Pages: 1
                  page 17: 503 Service Unavailable: again
                Total Retries: 14 (429: 3, 503: 11)
                Records Ingested: 99,400
                Execution Time: 4m 12s
                Format Chosen: CSV (Reason: Streaming efficiency)
                Requests: 138, at most 60 a second, 3 refused for exceeding the rate limit
                Resumed: 3 pages were stored by an earlier session
                Missing Values:
                  em ail: absent 1,200, null 34, empty 5
                Page 4: odd; odder
                Reconciliation: see below
                  records: 100,400 announced, 99,400 stored: 1,000 missing
                  pages: 125 expected, 124 stored; nothing follows the last one
                  page 9: 400 records, fewer than on other pages
                  duplicate id: 1
                    77: on pages [3, 4]
                Local File: /data/r.csv
                S3 Object: s3://b/raw/r.csv
                ========================================================================
                """);
    }

    @Test
    void isShortWhereAllIsWell() {
        RunReport report = report(Outcome.COMPLETE, null, Map.of(), Map.of(), 1.25, 0, Map.of(), Map.of(), null, null);
        assertThat(ReportText.of(report)).isEqualTo("""

                ========================================================================
                --- Execution Report ---
                Outcome: complete
                Pages Requested: 124
                Successful Pages: 124
                Failed Pages: 0
                Total Retries: 0
                Records Ingested: 99,400
                Execution Time: 1.3s
                Format Chosen: CSV (Reason: Streaming efficiency)
                Requests: 138, at most 60 a second, 3 refused for exceeding the rate limit
                Local File: /data/r.csv
                S3 Object: none
                ========================================================================
                """);
    }

    /** Ctrl-C ends the process with 130, SIGTERM with 143, and a report cannot know which of them it was. */
    @ParameterizedTest
    @CsvSource({"INTERRUPTED, interrupted", "API, API refused or unreachable (exit 4)", "COMPLETE, complete"})
    void tellsNoExitCodeThatMayBeWrong(Outcome outcome, String told) {
        RunReport report = report(outcome, "why", Map.of(), Map.of(), 1, 0, Map.of(), Map.of(), null, null);
        assertThat(ReportText.of(report)).contains("\nOutcome: " + told + "\n");
    }

    @Test
    void isJsonForPrograms() throws Exception {
        RunReport report = report(
                Outcome.COMPLETE,
                null,
                Map.of(),
                Map.of("503", 2),
                1.25,
                0,
                Map.of("email", new RunReport.Counts(1, 2, 3)),
                Map.of(),
                null,
                null);
        assertThat(report.json()).isEqualTo("""
                {
                  "run" : "r",
                  "source" : "customers",
                  "outcome" : "complete",
                  "exit_code" : 0,
                  "pages_requested" : 124,
                  "successful_pages" : 124,
                  "failed_pages" : { },
                  "total_retries" : 2,
                  "retries_by_cause" : {
                    "503" : 2
                  },
                  "requests" : 138,
                  "requests_over_time" : {
                    "seconds_per_count" : 1,
                    "counts" : [ 40, 60, 38 ],
                    "mean_millis" : [ 12, 20, 9 ],
                    "max_millis" : [ 90, 400, 17 ],
                    "refused" : 3
                  },
                  "logins" : 1,
                  "records_ingested" : 99400,
                  "execution_seconds" : 1.25,
                  "resumed_pages" : 0,
                  "missing_fields" : {
                    "email" : {
                      "absent" : 1,
                      "null" : 2,
                      "empty" : 3
                    }
                  },
                  "problems" : { },
                  "columns" : [ "id" ],
                  "format" : "CSV",
                  "file" : "/data/r.csv",
                  "bytes" : 5,
                  "started" : "2026-11-22T10:00:00Z",
                  "finished" : "2026-11-22T10:04:12Z"
                }
                """);
    }

    /** As the README, the help and DESIGN.md have them. */
    @ParameterizedTest
    @CsvSource({
        "COMPLETE, 0",
        "BUG, 1",
        "STORAGE, 1",
        "CONFIGURATION, 2",
        "PARTIAL, 3",
        "DIFFERS, 6",
        "API, 4",
        "NOT_DELIVERED, 5",
        "INTERRUPTED, 143"
    })
    void hasAnExitCodeForEveryOutcome(Outcome outcome, int exitCode) {
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.text()).isNotBlank();
        assertThat(Outcome.values()).hasSize(9);
    }

    private static RunReport report(
            Outcome outcome,
            String message,
            Map<Integer, String> failed,
            Map<String, Integer> retries,
            double seconds,
            int resumed,
            Map<String, RunReport.Counts> missing,
            Map<Integer, List<String>> problems,
            Reconciliation reconciliation,
            String object) {
        return new RunReport(
                new RunReport.Identity("r", "customers"),
                new RunReport.Ending(outcome.text(), outcome.exitCode(), message),
                new RunReport.Pages(124 + failed.size(), 124, failed),
                new RunReport.Retries(
                        retries.values().stream().mapToInt(Integer::intValue).sum(), retries),
                new RunReport.Traffic(
                        138,
                        new RunReport.OverTime(1, List.of(40, 60, 38), List.of(12, 20, 9), List.of(90, 400, 17), 3),
                        1),
                99_400,
                new RunReport.Session(seconds, resumed),
                new RunReport.Content(missing, Map.of(), problems, reconciliation, List.of("id")),
                new RunReport.Csv("CSV", "/data/r.csv", 5, object),
                new RunReport.Times("2026-11-22T10:00:00Z", "2026-11-22T10:04:12Z"));
    }
}
