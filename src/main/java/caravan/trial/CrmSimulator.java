package caravan.trial;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * An unstable CRM on 127.0.0.1 that behaves the same way for the same options, and knows what it served and what it should
 * have served.
 *
 * <p>It answers {@code GET /api/v1/customers?page=N&limit=M} (or as {@link Style} has it), {@code POST /login}, {@code GET /__stats} with the JSON of
 * {@link Stats}, and {@code GET /__truth[?missing=X]} with the CSV of a perfect extraction. HTTP/1.1 with keep-alive, one
 * daemon thread a connection, one write an answer. Thread-safe.
 */
public final class CrmSimulator implements AutoCloseable {
    private final SimulatorOptions options;
    private final CrmApi api;
    private final LoopbackServer server;
    private final LoopbackServer elsewhere;

    private CrmSimulator(SimulatorOptions options) throws IOException {
        this.options = options;
        api = new CrmApi(options);
        server = new LoopbackServer(options.port, "crm", api);
        elsewhere = api.redirects() ? new LoopbackServer(0, "crm-elsewhere", api::handleElsewhere) : null;
        if (elsewhere != null) {
            api.redirectTo("http://localhost:" + elsewhere.port());
        }
    }

    /**
     * Starts it; it serves when this returns.
     *
     * @throws UncheckedIOException if the port is not to be had
     */
    public static CrmSimulator start(SimulatorOptions options) {
        try {
            return new CrmSimulator(options);
        } catch (IOException e) {
            throw new UncheckedIOException("127.0.0.1:" + options.port + " cannot be had: " + e.getMessage(), e);
        }
    }

    /** Without a slash at its end. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** The source file that says how it is asked. */
    public String source() {
        return SourceText.of(options);
    }

    /** What it has served so far. */
    public Stats stats() {
        return api.stats();
    }

    /** Writes what {@code /__truth} serves; leaves the stream open. */
    public void truth(String missing, OutputStream out) throws IOException {
        api.truth(missing, out);
    }

    /** Stops listening and drops all connections. */
    @Override
    public void close() {
        server.close();
        if (elsewhere != null) {
            elsewhere.close();
        }
    }
}
