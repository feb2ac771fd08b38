package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.deliver.Delivery;
import caravan.fixture.Pipeline;
import caravan.fixture.TestRuns;
import caravan.run.Events;
import caravan.run.Run;
import caravan.run.StopReason;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** How often a delivery is tried, and what is on S3 behind it. */
class DeliverRouteTest extends RouteTest {
    private static final int MAX_RETRIES = 2;
    private static final long PART_BYTES = 16L << 20;
    private static final String CSV = "raw/date=2026-11-22/" + TestRuns.FIRST + ".csv";
    private static final String MANIFEST = "raw/date=2026-11-22/_" + TestRuns.FIRST + ".manifest.json";

    private record Put(String key, String type, String text, Map<String, String> metadata, String ifNoneMatch) {}

    /** What was stored, in this order. */
    private final List<Put> puts = new ArrayList<>();
    /** With what status each upload is answered; 200 when there is none left. */
    private final Queue<Integer> answers = new ArrayDeque<>();

    private int asked;
    private boolean altered;
    private Run run;

    DeliverRouteTest() {
        super("pipeline/40-deliver.camel.yaml");
    }

    @Override
    Map<String, String> properties() {
        return Map.of(
                "S3_BUCKET", "bucket",
                "caravan.upload", "direct:upload",
                "MAX_RETRIES", Integer.toString(MAX_RETRIES),
                "caravan.initialBackoffMillis", "1",
                "caravan.maxBackoffMillis", "1",
                "caravan.partBytes", Long.toString(PART_BYTES));
    }

    @Override
    void bind(Registry registry) {
        S3Client s3 = (S3Client)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {S3Client.class}, this::s3);
        registry.bind("s3", S3Client.class, s3);
        Clock clock = Clock.fixed(TestRuns.START, ZoneOffset.UTC);
        registry.bind(
                "delivery",
                new Delivery("bucket", source -> "raw", PART_BYTES, () -> s3, clock, source -> Events.NONE));
    }

    private Object s3(Object proxy, Method method, Object[] arguments) throws Exception {
        return switch (method.getName()) {
            case "headBucket" -> HeadBucketResponse.builder().build();
            case "putObject" -> put((PutObjectRequest) arguments[0], (RequestBody) arguments[1]);
            case "headObject" -> head(((HeadObjectRequest) arguments[0]).key());
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private PutObjectResponse put(PutObjectRequest put, RequestBody body) throws IOException {
        asked++;
        int status = answers.isEmpty() ? 200 : answers.remove();
        if (status != 200) {
            throw S3Exception.builder()
                    .statusCode(status)
                    .message("status " + status)
                    .build();
        }
        byte[] bytes = body.contentStreamProvider().newStream().readAllBytes();
        puts.add(new Put(
                put.key(),
                put.contentType(),
                new String(bytes, StandardCharsets.UTF_8),
                put.metadata(),
                put.ifNoneMatch()));
        return PutObjectResponse.builder().build();
    }

    private HeadObjectResponse head(String key) throws NoSuchAlgorithmException {
        Put put = null;
        for (Put made : puts) {
            put = made.key().equals(key) ? made : put;
        }
        if (put == null) {
            throw NoSuchKeyException.builder()
                    .statusCode(404)
                    .message("no such key")
                    .build();
        }
        byte[] last = put.text().getBytes(StandardCharsets.UTF_8);
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(last));
        return HeadObjectResponse.builder()
                .contentLength((long) last.length - (altered ? 1 : 0))
                .eTag('"' + md5 + '"')
                .metadata(put.metadata())
                .build();
    }

    @BeforeEach
    void extract() throws Exception {
        puts.clear();
        answers.clear();
        asked = 0;
        altered = false;
        run = Pipeline.of("[{\"id\":1},{\"id\":2}]", "[{\"id\":3},{\"id\":4}]").extract();
    }

    @AfterEach
    void close() throws Exception {
        run.close();
    }

    private Exchange deliver(Integer... statuses) {
        answers.addAll(List.of(statuses));
        Exchange exchange = send("direct:deliver", null, Map.of("run", run));
        assertThat(exchange.getException())
                .as("a delivery that fails is no error of the flow")
                .isNull();
        return exchange;
    }

    private List<String> keys() {
        return puts.stream().map(Put::key).toList();
    }

    private String ledger() throws Exception {
        return Files.readString(run.files().ledger());
    }

    @Test
    void theFileIsUploadedAndCheckedAndTheManifestComesLast() throws Exception {
        deliver();
        assertThat(keys()).containsExactly(CSV, MANIFEST);
        assertThat(puts).extracting(Put::type).containsExactly("text/csv; charset=utf-8", "application/json");
        assertThat(puts.get(0).text()).isEqualTo(Files.readString(run.files().csv()));
        assertThat(puts.get(1).text()).contains("\"records\" : 4");
        assertThat(run.notDelivered()).isNull();
        assertThat(run.getDeliveryAttempts()).isEqualTo(1);
        assertThat(ledger()).contains("s3://bucket/" + CSV);
    }

    @Test
    void bothObjectsSayWhoseTheyAreAndANewOneIsWrittenOnlyWhereThereIsNone() throws Exception {
        deliver();
        assertThat(puts).extracting(Put::metadata).containsOnly(Map.of("caravan-run-id", "1a2b3c4d"));
        assertThat(puts.get(0).ifNoneMatch()).isEqualTo("*");
        assertThat(Files.readString(run.files().manifest()))
                .isEqualTo(puts.get(1).text());
    }

    @Test
    void anObjectOfAnotherRunIsNotOverwritten() throws Exception {
        puts.add(new Put(CSV, "text/csv", "theirs", Map.of("caravan-run-id", "ffffffff"), null));
        deliver();
        String own = CSV.replace(".csv", "_1a2b3c4d.csv");
        assertThat(keys()).containsExactly(CSV, own, MANIFEST.replace(".manifest", "_1a2b3c4d.manifest"));
        assertThat(ledger()).contains("s3://bucket/" + own);
    }

    @Test
    void oneThatWasFasterIsNotOverwrittenEither() throws Exception {
        deliver(412);
        assertThat(keys()).first().isEqualTo(CSV.replace(".csv", "_1a2b3c4d.csv"));
        assertThat(run.notDelivered()).isNull();
    }

    @Test
    void anUploadThatWasMadeButNotAnsweredIsItsOwn() throws Exception {
        puts.add(new Put(CSV, "text/csv", "earlier", Map.of("caravan-run-id", "1a2b3c4d"), null));
        deliver();
        assertThat(keys()).containsExactly(CSV, CSV, MANIFEST);
        assertThat(puts.get(1).ifNoneMatch()).isNull();
    }

    @Test
    void anS3WithoutConditionsIsWrittenToWithoutThem() {
        deliver(501);
        assertThat(keys()).containsExactly(CSV, MANIFEST);
        assertThat(puts.get(0).ifNoneMatch()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void whatMayPassIsTriedAgainAsOftenAsMaxRetriesSays(int status) throws Exception {
        deliver(status, status);
        assertThat(keys()).containsExactly(CSV, MANIFEST);
        assertThat(run.getDeliveryAttempts()).isEqualTo(1 + MAX_RETRIES);
        assertThat(run.notDelivered()).isNull();
    }

    @Test
    void aDeliveryThatHasSpentItsRetriesIsNoted() throws Exception {
        deliver(503, 503, 503, 200);
        assertThat(asked).isEqualTo(1 + MAX_RETRIES);
        assertThat(run.notDelivered()).startsWith("s3://bucket/" + CSV + " could not be written: status 503");
        assertThat(ledger()).doesNotContain("s3://bucket");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404})
    void aRefusalIsNotTriedAgain(int status) {
        deliver(status);
        assertThat(asked).isEqualTo(1);
        assertThat(run.notDelivered()).contains("status " + status);
    }

    @Test
    void anObjectThatIsNotTheFileGetsNoManifest() throws Exception {
        altered = true;
        deliver();
        assertThat(keys()).containsOnly(CSV).hasSize(1 + MAX_RETRIES);
        assertThat(run.notDelivered()).contains("bytes instead of");
        assertThat(ledger()).doesNotContain("s3://bucket");
    }

    @Test
    void aManifestThatFailsMakesTheWholeDeliveryBeTriedAgain() {
        deliver(200, 503);
        assertThat(keys()).containsExactly(CSV, CSV, MANIFEST);
        assertThat(run.notDelivered()).isNull();
    }

    @Test
    void aRunThatIsBeingStoppedIsNotTriedAgain() {
        run.stop(new StopReason(StopReason.Reason.INTERRUPTED, "stop"));
        deliver(503);
        assertThat(asked).isEqualTo(1);
        assertThat(run.notDelivered()).isNotNull();
    }
}
