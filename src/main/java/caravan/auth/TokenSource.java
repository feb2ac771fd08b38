package caravan.auth;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the token that every request carries, and logs in when there is none or it is about to expire.
 *
 * <p>Thread-safe: those who ask while a login is under way wait for it and share what it brings. A token that was
 * rejected is given up only if it is still the current one, so that many pages refused at once cause one login.
 */
public final class TokenSource {
    private final String prefix;
    private final @Nullable Callable<Token> login;
    private final Clock clock;
    private @Nullable Token current;
    private int logins;
    private String serving = "";
    private long servingSince;

    /**
     * @param scheme the word before the token; empty for none
     * @param given a token to begin with
     * @param login logs in; null where no user name is configured
     */
    public TokenSource(String scheme, @Nullable String given, @Nullable Callable<Token> login, Clock clock) {
        prefix = scheme.isEmpty() ? "" : scheme + " ";
        this.current = given == null ? null : Token.lasting(given);
        this.login = login;
        this.clock = clock;
    }

    /** Of those who need not prove who they are: sends nothing. */
    public static TokenSource none() {
        return new TokenSource("", "", null, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    /** The value of the header or parameter, empty for none; whatever the login throws where one is due and fails. */
    public synchronized String authorization() throws Exception {
        Token token = current;
        if (login != null && (token == null || !clock.instant().isBefore(token.renewAt()))) {
            logins++;
            token = login.call();
            current = token;
        }
        return token == null || token.value().isEmpty() ? "" : prefix + token.value();
    }

    /**
     * A request with this was answered well.
     *
     * @param sentNanos when it was sent, of any origin
     */
    public synchronized void served(String authorization, long sentNanos) {
        if (!authorization.equals(serving) || sentNanos - servingSince > 0) {
            serving = authorization;
            servingSince = sentNanos;
        }
    }

    /** Whether this has served a request that was sent at that time or later: then it has not expired since. */
    public synchronized boolean serves(String authorization, long sinceNanos) {
        return authorization.equals(serving) && servingSince - sinceNanos >= 0;
    }

    /** Whether a rejected token can be replaced. */
    public boolean canLogin() {
        return login != null;
    }

    /** Gives up the token of a refused request, unless another one has already taken its place. */
    public synchronized void reject(String authorization) {
        if (login != null && current != null && authorization.equals(prefix + current.value())) {
            current = null;
        }
    }

    /** An answer has brought another token in the place of the one it was asked with: a cookie that is renewed with each. */
    public synchronized void renew(String authorization, String value) {
        if (current != null && authorization.equals(prefix + current.value()) && !value.equals(current.value())) {
            Secrets.hideToken(value);
            current = new Token(value, current.renewAt());
        }
    }

    /** How many logins were tried. */
    public synchronized int logins() {
        return logins;
    }
}
