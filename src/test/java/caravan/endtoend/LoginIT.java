package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens: given, expired, renewed, refused. */
class LoginIT {
    @TempDir
    Path folder;

    @Test
    void aTokenThatExpiresCostsOneLoginForAllAndNoRetry() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 12, "expire-token@4,expire-token@9")) {
            Caravan caravan = rehearsal.caravanWithLogin();
            Caravan.Ended run = caravan.run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            rehearsal.assertDelivered(run);
            assertThat(rehearsal.stats().logins()).isBetween(2L, 3L);
            assertThat(run.reported("Total Retries")).isEqualTo("0");
            assertThat(caravan.output().report().get("requests").asLong())
                    .isEqualTo(rehearsal.stats().pageRequests());
        }
    }

    @Test
    void aTokenIsRenewedBeforeItsTimeIsOver() throws Exception {
        SimulatorOptions options = new SimulatorOptions()
                .limit(10)
                .pages(12)
                .latency(Duration.ofMillis(600))
                .tokenLifetime(Duration.ofSeconds(5));
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan.Ended run =
                    rehearsal.caravanWithLogin().with("PARALLEL_PAGES", 1).run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            rehearsal.assertDelivered(run);
            assertThat(rehearsal.stats().logins()).isGreaterThanOrEqualTo(2);
            assertThat(rehearsal.stats().byStatus()).doesNotContainKey("401");
        }
    }

    @Test
    void aRefusedLoginEndsTheRunAfterOneAttempt() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 3, "")) {
            Caravan.Ended run = rehearsal
                    .caravanWithLogin()
                    .with("API_PASSWORD", "wrong-password-55")
                    .run();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(4);
            assertThat(run.out()).contains("rejected the credentials");
            assertThat(run.all()).doesNotContain("wrong-password-55");
            assertThat(rehearsal.stats().refusedLogins()).isEqualTo(1);
            assertThat(rehearsal.stats().pageRequests()).isZero();
        }
    }

    @Test
    void aWrongTokenWithoutALoginEndsTheRunAfterTwoRequests() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 3, "")) {
            Caravan.Ended run =
                    rehearsal.caravan().with("API_TOKEN", "wrong-token-55").run();
            assertThat(run.exitCode()).as("%s", run).isEqualTo(4);
            assertThat(run.out()).contains("rejected the credentials");
            assertThat(run.all()).doesNotContain("wrong-token-55");
            assertThat(rehearsal.stats().pageRequests())
                    .as("one may be a mistake")
                    .isEqualTo(2);
        }
    }
}
