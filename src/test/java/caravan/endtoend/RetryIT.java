package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked again, how often, and how long it waits: by the CRM's own count. */
class RetryIT {
    @TempDir
    Path folder;

    @Test
    void onlyTheRoutesRetry() throws Exception {
        // All that the HTTP client would ask again by itself, uncounted.
        try (Rehearsal rehearsal = Rehearsal.small(folder, 6, "503-seconds=2@2,429-seconds@3,reset@4,no-answer@5")) {
            Caravan caravan = rehearsal.caravan().with("PROBE_PERCENT", 0);
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            rehearsal.assertDelivered(run);
            assertThat(rehearsal.stats().byPage())
                    .containsEntry(2L, 3L)
                    .containsEntry(3L, 2L)
                    .containsEntry(4L, 2L)
                    .containsEntry(5L, 2L)
                    .containsEntry(6L, 1L);
            // A connection that had served before and was closed without a word is no failure of the page: asked again
            // at once.
            assertThat(run.reported("Total Retries")).matches("[345] \\(.*").contains("429: 1", "503: 2");
            assertThat(caravan.output().report().get("requests").asLong())
                    .isEqualTo(rehearsal.stats().pageRequests());
        }
    }

    @Test
    void retryAfterIsObeyed() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 1, "503-seconds=2@1")) {
            Caravan.Ended run = rehearsal.caravan().run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            // Two waits of a second, where the backoff alone is 0.1 s at most.
            assertThat(rehearsal.stats().lastRequestMillis() - rehearsal.stats().firstRequestMillis())
                    .as("%s", run)
                    .isGreaterThanOrEqualTo(2000);
        }
    }

    @Test
    void aRetryAfterBeyondTheLimitEndsTheRunAndSaysUntilWhen() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 4, "503-hour@3")) {
            Caravan caravan = rehearsal.caravan().with("PARALLEL_PAGES", 1).with("PROBE_PERCENT", 0);
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(4);
            assertThat(run.out()).containsPattern("wait until 20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]+Z");
            assertThat(run.out()).contains("MAX_RETRY_AFTER=300").containsPattern("[123] pages? (is|are) safe");
            assertThat(rehearsal.stats().byPage()).containsEntry(3L, 1L);
            // The hour is over.
            Caravan.Ended again = caravan.run();
            assertThat(again.exitCode()).as("%s", again).isZero();
            rehearsal.assertDelivered(again);
            assertThat(rehearsal.stats().byPage())
                    .containsEntry(1L, 1L)
                    .containsEntry(2L, 1L)
                    .containsEntry(3L, 2L);
        }
    }

    @Test
    void neitherSilenceNorADripOutlastsTheTimeout() throws Exception {
        // A dripping page of ten records would take minutes.
        try (Rehearsal rehearsal = Rehearsal.small(folder, 3, "hang@2,drip=2@3")) {
            Caravan.Ended run = rehearsal.caravan().with("REQUEST_TIMEOUT", 0.7).run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            rehearsal.assertDelivered(run);
            assertThat(run.reported("Total Retries")).startsWith("3 (timeout: 3)");
            assertThat(rehearsal.stats().lastRequestMillis() - rehearsal.stats().firstRequestMillis())
                    .isBetween(1300L, 8000L);
        }
    }

    @Test
    void aRedirectToAnotherHostNeverGetsTheToken() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 3, "redirect=always@2")) {
            Caravan.Ended run = rehearsal.caravan().with("MAX_RETRIES", 1).run();
            assertThat(rehearsal.stats().leakedTokens()).as("%s", run).isZero();
            assertThat(rehearsal.stats().byFault().get("redirect")).isPositive();
            // The page comes from there without a token, or it is named as missing.
            if (run.exitCode() == 0) {
                rehearsal.assertDelivered(run);
            } else {
                assertThat(run.exitCode()).as("%s", run).isEqualTo(3);
                assertThat(run.reported("  page 2")).contains("302", "redirected to http://localhost:");
            }
        }
    }

    @Test
    void aRateLimitSlowsTheRunAndCostsNoPage() throws Exception {
        SimulatorOptions options =
                new SimulatorOptions().limit(10).pages(20).rate(20, 3).retryAfter(SimulatorOptions.RetryAfter.DATE);
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan caravan = rehearsal.caravan().with("MAX_RETRIES", 20);
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            rehearsal.assertDelivered(run);
            assertThat(caravan.output().report().get("requests").asLong())
                    .isEqualTo(rehearsal.stats().pageRequests());
        }
    }
}
