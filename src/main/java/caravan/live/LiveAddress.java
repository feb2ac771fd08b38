package caravan.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the live page is served: {@code [HOST:]PORT}, on this machine only unless a host is named.
 *
 * @param host a name or address without brackets
 * @param port 0 for any free one
 */
public record LiveAddress(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Set<String> OWN_NAMES = Set.of("localhost", LOOPBACK, "[::1]");
    private static final Pattern FORM = Pattern.compile("(?:([^:\\[\\]/@\\s]+|\\[[0-9A-Fa-f:.]+\\]):)?(\\d{1,5})");

    /** On this machine, at any free port. */
    public static LiveAddress anywhere() {
        return new LiveAddress(LOOPBACK, 0);
    }

    /** @throws IllegalArgumentException when it is none, with what it should be */
    public static LiveAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65535) {
            throw new IllegalArgumentException(
                    "'%s' is neither a port from 0 to 65535 nor HOST:PORT (an IPv6 host in brackets)".formatted(text));
        }
        String host = parts.group(1) == null ? LOOPBACK : parts.group(1).replaceAll("[\\[\\]]", "");
        return new LiveAddress(host, Integer.parseInt(parts.group(2)));
    }

    /**
     * The same with a port that was free a moment ago.
     *
     * @throws IOException when it is taken or no address of this machine, with what to do
     */
    public LiveAddress free() throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return new LiveAddress(host, probe.getLocalPort());
        } catch (UnknownHostException e) {
            throw new IOException("--live %s: there is no host %s".formatted(this, host), e);
        } catch (IOException e) {
            throw new IOException(
                    "--live %s cannot be served on (%s): name another port, or 0 for any free one"
                            .formatted(this, e.getMessage()),
                    e);
        }
    }

    /** For a browser on this machine. */
    public URI url() {
        return URI.create("http://" + (isEverywhere() ? LOOPBACK + ":" + port : this) + "/");
    }

    /**
     * Whether a request with this {@code Host} header means another server. A page of somewhere else can make its name
     * point to this machine and have a browser ask here (DNS rebinding); the header still has that name. Only what is
     * served on the loopback has names that are known here.
     */
    public boolean isForeign(@Nullable String hostHeader) {
        if (!isLoopback()) {
            return false;
        }
        // Any port: it may have been forwarded.
        String name = hostHeader == null ? "" : hostHeader.replaceFirst(":\\d+$", "");
        return !OWN_NAMES.contains(name.toLowerCase(Locale.ROOT)) && !name.equalsIgnoreCase(bracketed());
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean isEverywhere() {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return bracketed() + ":" + port;
    }

    private String bracketed() {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
