package caravan.auth;

import java.time.Duration;
import java.time.Instant;

/**
 * A bearer token (RFC 6750) and until when it is to be used.
 *
 * @param value the secret; printed nowhere
 * @param renewAt a little before it expires; {@link Instant#MAX} where that is not known
 */
public record Token(String value, Instant renewAt) {
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** A token of which no end is known. */
    public static Token lasting(String value) {
        return new Token(value, Instant.MAX);
    }

    /**
     * A token that a login has brought. It is renewed half a minute before its end, or after nine tenths of a short life.
     *
     * @param seconds how long it lasts; 0 where nobody says
     */
    public static Token issued(String value, long seconds, Instant now) {
        if (seconds <= 0) {
            return lasting(value);
        }
        Duration life =
                Duration.ofSeconds(Math.min(seconds, Duration.ofDays(36500).toSeconds()));
        Duration tenth = life.dividedBy(10);
        return new Token(value, now.plus(life).minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN));
    }

    @Override
    public String toString() {
        return "Token[hidden, renewAt=" + renewAt + "]";
    }
}
