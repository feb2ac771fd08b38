package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.CrmSimulator;
import caravan.trial.SimulatorOptions;
import caravan.trial.Stats;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A CRM, a place on S3, and the program set up to carry from one to the other. */
final class Rehearsal implements AutoCloseable {
    static final String TOKEN = "given-token-1f6e0c9b";
    static final String USER = "crm-user";
    static final String PASSWORD = "pass-word-7d31aa52";

    private static final AtomicInteger COUNT = new AtomicInteger();

    final Path folder;
    final String prefix = "trial-" + COUNT.incrementAndGet();
    private final SimulatorOptions options;
    private CrmSimulator crm;

    private Rehearsal(Path folder, SimulatorOptions options) {
        this.folder = folder;
        this.options = options.token(TOKEN).login(USER, PASSWORD);
        this.crm = CrmSimulator.start(options);
    }

    static Rehearsal with(Path folder, SimulatorOptions options) {
        return new Rehearsal(folder, options);
    }

    /** Pages of ten records: enough for all that does not depend on size. */
    static Rehearsal small(Path folder, int pages, String faults) {
        return with(folder, new SimulatorOptions().limit(10).pages(pages).faults(faults));
    }

    /** The program with a given token, quick retries and pages of ten. */
    Caravan caravan() {
        return Caravan.in(folder)
                .with(Bucket.settings())
                .with("API_BASE_URL", crm.baseUrl())
                .with("API_TOKEN", TOKEN)
                .with("S3_PREFIX", prefix)
                .with("RECORDS_PER_PAGE", 10)
                .with("INITIAL_BACKOFF", 0.02)
                .with("MAX_BACKOFF", 0.1)
                .with("DOUBT_PAUSE", 0.3)
                .with("REQUEST_TIMEOUT", 2);
    }

    /** The same, with a login in the place of the token. */
    Caravan caravanWithLogin() {
        return caravan().without("API_TOKEN").with("API_USERNAME", USER).with("API_PASSWORD", PASSWORD);
    }

    /** A token of a login: another one for the same user. */
    String anotherToken() throws Exception {
        HttpRequest login = HttpRequest.newBuilder(URI.create(crm.baseUrl() + "/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(USER, PASSWORD)))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(login, HttpResponse.BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(answer).get("access_token").asText();
    }

    CrmSimulator crm() {
        return crm;
    }

    Stats stats() {
        return crm.stats();
    }

    /** Puts another CRM with the same records in its place: at the same address, with other faults. */
    void becomes(String faults) throws Exception {
        options.port(crm.baseUrl().getPort()).faults(faults);
        crm.close();
        // The system takes a moment to give the port back.
        Await.until("the port is free again", Running.PATIENCE, this::started, () -> "");
    }

    private boolean started() {
        try {
            crm = CrmSimulator.start(options);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    byte[] truth() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            crm.truth("N/A", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The local file and the object on S3 are byte for byte what they must be, and the manifest says so. */
    void assertDelivered(Caravan.Ended run) throws IOException {
        byte[] truth = truth();
        assertSame(Files.readAllBytes(caravan().output().csv()), truth, "the local file", run);
        assertSame(Bucket.bytes(Bucket.csvKey(prefix)), truth, "the object", run);
        assertThat(Bucket.manifest(prefix).get("complete").asBoolean())
                .as("%s", run)
                .isTrue();
    }

    /** Tells the first difference, not both files. */
    static void assertSame(byte[] actual, byte[] expected, String what, Caravan.Ended run) {
        int at = java.util.Arrays.mismatch(actual, expected);
        if (at >= 0) {
            throw new AssertionError("%s (%d bytes) differs from the truth (%d bytes) at %d: '%s' instead of '%s'%n%s"
                    .formatted(
                            what, actual.length, expected.length, at, around(actual, at), around(expected, at), run));
        }
    }

    private static String around(byte[] bytes, int at) {
        int from = Math.max(0, at - 60);
        return Caravan.utf8(
                java.util.Arrays.copyOfRange(bytes, Math.min(from, bytes.length), Math.min(at + 60, bytes.length)));
    }

    @Override
    public void close() {
        crm.close();
    }
}
