package caravan.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

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
     * The token in the answer to a login: {@code access_token} and, in seconds, {@code expires_in}. It is renewed half a
     * minute before its end, or after nine tenths of a short life.
     *
     * @throws IllegalArgumentException when there is no token in the answer
     */
    public static Token issued(Map<?, ?> answer, Instant now) {
        if (!(answer.get("access_token") instanceof String value) || value.isBlank()) {
            throw new IllegalArgumentException("the answer to the login has no access_token");
        }
        if (!(answer.get("expires_in") instanceof Number seconds) || seconds.longValue() <= 0) {
            return lasting(value);
        }
        Duration life = Duration.ofSeconds(
                Math.min(seconds.longValue(), Duration.ofDays(36500).toSeconds()));
        Duration tenth = life.dividedBy(10);
        return new Token(value, now.plus(life).minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN));
    }

    @Override
    public String toString() {
        return "Token[hidden, renewAt=" + renewAt + "]";
    }
}
