package caravan.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenSourceTest {
    private final AtomicInteger logins = new AtomicInteger();
    private final SettableClock clock = new SettableClock();

    @Test
    void usesTheGivenTokenWithoutALogin() throws Exception {
        TokenSource tokens = new TokenSource("Bearer", "given", this::login, clock);
        assertThat(tokens.authorization()).isEqualTo("Bearer given");
        assertThat(tokens.logins()).isZero();
        assertThat(tokens.canLogin()).isTrue();
    }

    @Test
    void logsInWhenThereIsNoToken() throws Exception {
        TokenSource tokens = new TokenSource("Bearer", null, this::login, clock);
        assertThat(tokens.authorization()).isEqualTo("Bearer token-1");
        assertThat(tokens.authorization()).isEqualTo("Bearer token-1");
        assertThat(tokens.logins()).isEqualTo(1);
    }

    @Test
    void renewsShortlyBeforeTheEnd() throws Exception {
        TokenSource tokens = new TokenSource("Bearer", null, this::login, clock);
        tokens.authorization();
        clock.now = clock.now.plusSeconds(99).plusNanos(999_999_999);
        assertThat(tokens.authorization()).isEqualTo("Bearer token-1");
        clock.now = clock.now.plusNanos(1);
        assertThat(tokens.authorization()).isEqualTo("Bearer token-2");
        assertThat(tokens.authorization()).isEqualTo("Bearer token-2");
    }

    @Test
    void logsInAgainAfterARejection() throws Exception {
        TokenSource tokens = new TokenSource("Bearer", "given", this::login, clock);
        tokens.reject("Bearer given");
        assertThat(tokens.authorization()).isEqualTo("Bearer token-1");
        tokens.reject("Bearer token-1");
        assertThat(tokens.authorization()).isEqualTo("Bearer token-2");
    }

    @Test
    void keepsItsTokenWhenAnOldOneIsRejected() throws Exception {
        TokenSource tokens = new TokenSource("Bearer", "given", this::login, clock);
        tokens.reject("Bearer given");
        tokens.authorization();
        tokens.reject("Bearer given");
        tokens.reject("Bearer unknown");
        assertThat(tokens.authorization()).isEqualTo("Bearer token-1");
        assertThat(tokens.logins()).isEqualTo(1);
    }

    @Test
    void keepsARejectedTokenWhereNoLoginIsPossible() throws Exception {
        TokenSource tokens = new TokenSource("Bearer", "given", null, clock);
        tokens.reject("Bearer given");
        assertThat(tokens.canLogin()).isFalse();
        assertThat(tokens.authorization()).isEqualTo("Bearer given");
    }

    @Test
    void passesOnWhatTheLoginThrowsAndTriesAgainNextTime() throws Exception {
        IOException refused = new IOException("refused");
        List<Callable<Token>> answers = new ArrayList<>(List.of(
                () -> {
                    throw refused;
                },
                this::login));
        TokenSource tokens =
                new TokenSource("Bearer", null, () -> answers.remove(0).call(), clock);
        assertThatThrownBy(tokens::authorization).isSameAs(refused);
        assertThat(tokens.authorization()).isEqualTo("Bearer token-1");
        assertThat(tokens.logins()).isEqualTo(2);
    }

    @Test
    void logsInOnceForAllWhoAreRefusedAtOnce() throws Exception {
        int pages = 32;
        TokenSource tokens = new TokenSource("Bearer", "given", this::login, clock);
        CyclicBarrier allAsked = new CyclicBarrier(pages);
        ExecutorService threads = Executors.newFixedThreadPool(pages);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < pages; i++) {
                answers.add(threads.submit(() -> {
                    String old = tokens.authorization();
                    allAsked.await(20, TimeUnit.SECONDS);
                    tokens.reject(old);
                    return tokens.authorization();
                }));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("Bearer token-1");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(tokens.logins()).isEqualTo(1);
        assertThat(logins).hasValue(1);
    }

    private Token login() {
        return new Token("token-" + logins.incrementAndGet(), clock.now.plusSeconds(100));
    }

    private static final class SettableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
