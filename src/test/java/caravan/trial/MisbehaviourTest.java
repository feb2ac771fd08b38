package caravan.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.trial.Client.End;
import caravan.trial.Client.Wire;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each fault does on the wire; each time the page is right when it is asked for again. */
class MisbehaviourTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    // Long enough for a busy machine; only what never answers waits for it.
    private static final int SILENCE = 5000;

    private static CrmSimulator crm(String faults) {
        return CrmSimulator.start(
                new SimulatorOptions().records(35).limit(10).faults(faults).slowness(Duration.ofMillis(700)));
    }

    private static void assertRight(CrmSimulator crm, long page) throws Exception {
        JsonNode right = JSON.readTree(new Client(crm).page(page).body());
        assertThat(right.get("metadata").get("page").asLong()).isEqualTo(page);
        assertThat(right.get("data")).hasSize(page == 4 ? 5 : 10);
        assertThat(right.get("data").get(0).get("id").asLong()).isEqualTo(100_001 + (page - 1) * 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 408, 425, 429, 500, 502, 503, 504, 599})
    void answersWithTheStatus(int status) throws Exception {
        try (CrmSimulator crm = crm(status + "@2")) {
            HttpResponse<String> answer = new Client(crm).page(2);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(JSON.readTree(answer.body()).get("error").get("status").asInt())
                    .isEqualTo(status);
            assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
            assertRight(crm, 2);
        }
    }

    @Test
    void saysWhenToComeBack() throws Exception {
        try (CrmSimulator crm = crm("429-seconds@1,503-date@2,429-hour@3,429-nonsense@4")) {
            Client client = new Client(crm);
            assertThat(client.page(1).headers().firstValue("Retry-After")).contains("1");
            Instant before = Instant.now();
            String date = client.page(2).headers().firstValue("Retry-After").orElseThrow();
            assertThat(date).hasSize(29);
            Instant told = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            assertThat(told).isBetween(before.plusSeconds(1), Instant.now().plusSeconds(2));
            assertThat(client.page(3).headers().firstValue("Retry-After")).contains("3600");
            assertThat(client.page(4).headers().firstValue("Retry-After")).contains("soon");
        }
    }

    @Test
    void closesWithoutAByte() throws Exception {
        try (CrmSimulator crm = crm("no-answer@2")) {
            assertThat(new Client(crm).wire(2, SILENCE)).isEqualTo(new Wire("", End.CLOSED));
            assertThat(crm.stats().byStatus()).containsEntry("none", 1L);
            assertRight(crm, 2);
        }
    }

    @Test
    void resets() throws Exception {
        try (CrmSimulator crm = crm("reset@2")) {
            assertThat(new Client(crm).wire(2, SILENCE)).isEqualTo(new Wire("", End.RESET));
            assertRight(crm, 2);
        }
    }

    @Test
    void hangsUntilTheClientGivesUp() throws Exception {
        try (CrmSimulator crm = crm("hang@2")) {
            assertThat(new Client(crm).wire(2, 300)).isEqualTo(new Wire("", End.STILL_OPEN));
            assertRight(crm, 2);
        }
    }

    @Test
    void dripsByteByByte() throws Exception {
        try (CrmSimulator crm = crm("drip@2")) {
            Wire wire = new Client(crm).wire(2, SILENCE);
            assertThat(wire.end()).isEqualTo(End.STILL_OPEN);
            assertThat(wire.contentLength()).isGreaterThan(2000);
            assertThat(wire.body()).startsWith("{").hasSizeBetween(1, 20);
            assertRight(crm, 2);
        }
    }

    @Test
    void isSlowButRight() throws Exception {
        try (CrmSimulator crm = crm("slow@2")) {
            long start = System.nanoTime();
            assertRight(crm, 2);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(700_000_000L);
            assertThat(crm.stats().byFault()).containsEntry("slow", 1L);
        }
    }

    @Test
    void cutsTheBody() throws Exception {
        try (CrmSimulator crm = crm("cut@2,cut-chunked@3")) {
            Wire cut = new Client(crm).wire(2, SILENCE);
            assertThat(cut.end()).isEqualTo(End.CLOSED);
            assertThat(cut.text().getBytes(StandardCharsets.UTF_8).length)
                    .isBetween(cut.contentLength() / 2, cut.contentLength() * 2 / 3);
            Wire chunked = new Client(crm).wire(3, SILENCE);
            assertThat(chunked.end()).isEqualTo(End.CLOSED);
            assertThat(chunked.text()).contains("Transfer-Encoding: chunked").doesNotContain("\r\n0\r\n");
            assertThatThrownBy(() -> JSON.readTree(chunked.body())).isInstanceOf(JsonProcessingException.class);
            assertRight(crm, 2);
            assertRight(crm, 3);
        }
    }

    @Test
    void breaksTheContentOfA200() throws Exception {
        try (CrmSimulator crm = crm("invalid-json@1,html@2,error-200@3,data-null@4")) {
            Client client = new Client(crm);
            String broken = client.page(1).body();
            assertThat(broken).startsWith("{\"metadata\"");
            assertThatThrownBy(() -> JSON.readTree(broken)).isInstanceOf(JsonProcessingException.class);
            HttpResponse<String> html = client.page(2);
            assertThat(html.statusCode()).isEqualTo(200);
            assertThat(html.body()).startsWith("<!DOCTYPE html>");
            assertThat(html.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            HttpResponse<String> error = client.page(3);
            assertThat(error.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(error.body()).get("error").get("code").asInt())
                    .isEqualTo(1042);
            JsonNode noData = JSON.readTree(client.page(4).body());
            assertThat(noData.get("data").isNull()).isTrue();
            for (int page = 1; page <= 4; page++) {
                assertRight(crm, page);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"empty,2,0,0", "short,2,7,100011", "repeat,1,10,100001", "wrong-page,2,10,100001"})
    void givesDoubtfulAnswers(String fault, long metadataPage, int records, int firstId) throws Exception {
        try (CrmSimulator crm = crm(fault + "@2")) {
            JsonNode page = JSON.readTree(new Client(crm).page(2).body());
            assertThat(page.get("metadata").get("page").asLong()).isEqualTo(metadataPage);
            assertThat(page.get("metadata").get("total_pages").asLong()).isEqualTo(4);
            assertThat(page.get("data")).hasSize(records);
            assertThat(page.at("/data/0/id").asInt()).isEqualTo(firstId);
            assertRight(crm, 2);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    no-total         | {"page":2,"limit":10}
                    total-null       | {"page":2,"limit":10,"total_pages":null,"total_records":35}
                    total-zero       | {"page":2,"limit":10,"total_pages":0,"total_records":35}
                    total-negative   | {"page":2,"limit":10,"total_pages":-1,"total_records":35}
                    total-text       | {"page":2,"limit":10,"total_pages":"many","total_records":35}
                    total-huge       | {"page":2,"limit":10,"total_pages":9223372036854775807,"total_records":35}
                    total-disagrees  | {"page":2,"limit":10,"total_pages":2,"total_records":35}
                    records-disagree | {"page":2,"limit":10,"total_pages":4,"total_records":42}
                    """)
    void damagesTheMetadataOfEveryAnswer(String fault, String metadata) throws Exception {
        try (CrmSimulator crm = crm(fault)) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                JsonNode page = JSON.readTree(new Client(crm).page(2).body());
                assertThat(page.get("metadata").toString()).isEqualTo(metadata);
                assertThat(page.get("data")).hasSize(10);
            }
        }
    }

    @Test
    void changesTheFormOfEveryAnswer() throws Exception {
        try (CrmSimulator crm = crm("bom,data-first,gzip,no-metadata@2")) {
            assertThat(new Client(crm).page(1).body())
                    .startsWith("\ufeff{\"data\":[{")
                    .endsWith("}],\"metadata\":" + "{\"page\":1,\"limit\":10,\"total_pages\":4,\"total_records\":35}}");
            assertThat(new Client(crm).page(2).body())
                    .startsWith("\ufeff{\"data\":[{")
                    .endsWith("}]}");
            assertThat(new Client(crm).wire(1, SILENCE).text()).contains("Content-Encoding: gzip");
        }
    }

    @Test
    void redirectsToAHostThatNotesTheToken() throws Exception {
        try (CrmSimulator crm = crm("redirect@2")) {
            Client client = new Client(crm);
            HttpResponse<String> answer = client.page(2);
            String location = answer.headers().firstValue("Location").orElseThrow();
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(location).startsWith("http://localhost:").endsWith("/api/v1/customers?page=2&limit=10");
            assertThat(URI.create(location).getPort())
                    .isNotEqualTo(crm.baseUrl().getPort());
            HttpRequest.Builder elsewhere = HttpRequest.newBuilder(URI.create(location));
            String body = client.send(elsewhere.copy()).body();
            assertThat(JSON.readTree(body).at("/data/0/id").asInt()).isEqualTo(100_011);
            assertThat(crm.stats().redirectsFollowed()).isEqualTo(1);
            assertThat(crm.stats().leakedTokens()).isZero();
            client.send(elsewhere.header("Authorization", "Bearer demo-token"));
            assertThat(crm.stats().leakedTokens()).isEqualTo(1);
            assertRight(crm, 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip-bomb,1073741824", "huge-body,335544320"})
    void sendsTheRightPageInAHugeBody(String fault, long spaces) throws Exception {
        try (CrmSimulator crm = crm(fault + "@2")) {
            Client client = new Client(crm);
            HttpRequest request = client.request(
                            "/api/v1/customers?page=2&limit=10", "Authorization", "Bearer demo-token")
                    .build();
            InputStream raw = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
            StringBuilder rest = new StringBuilder();
            long blank = 0;
            try (InputStream body = fault.equals("gzip-bomb") ? new GZIPInputStream(raw, 1 << 16) : raw) {
                byte[] block = new byte[1 << 16];
                for (int read = body.read(block); read > 0; read = body.read(block)) {
                    for (int i = 0; i < read; i++) {
                        if (block[i] == ' ') {
                            blank++;
                        } else {
                            rest.append((char) (block[i] & 0xFF));
                        }
                    }
                }
            }
            assertThat(blank + rest.length()).isGreaterThan(spaces);
            assertThat(JSON.readTree(rest.toString()).get("data")).hasSize(10);
            assertRight(crm, 2);
        }
    }
}
