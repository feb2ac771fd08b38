package caravan.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 25 records, 10 a page, each style followed by hand. */
class StyleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAGES = "/api/v1/customers";
    private static final List<Integer> ALL =
            IntStream.rangeClosed(100_001, 100_025).boxed().toList();

    private final List<Integer> ids = new ArrayList<>();

    private static SimulatorOptions serving(Style style) {
        return new SimulatorOptions().records(25).limit(10).style(style);
    }

    private static HttpResponse<String> get(CrmSimulator crm, String path) throws Exception {
        return new Client(crm).get(path, "Authorization", "Bearer demo-token");
    }

    private JsonNode take(HttpResponse<String> response, String list, String id) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode body = JSON.readTree(response.body());
        body.at(list).forEach(item -> ids.add(item.at(id).asInt()));
        return body;
    }

    @Test
    void offsetsNeedNotBeginAPage() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(serving(Style.OFFSET))) {
            take(get(crm, PAGES + "?limit=10"), "/data", "/id");
            JsonNode second = take(get(crm, PAGES + "?limit=7&offset=10"), "/data", "/id");
            take(get(crm, PAGES + "?limit=10&offset=17"), "/data", "/id");
            assertThat(ids).isEqualTo(ALL);
            assertThat(second.at("/metadata").toString()).isEqualTo("{\"offset\":10,\"limit\":7,\"total_records\":25}");
            assertThat(get(crm, PAGES + "?offset=-1").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void cursorsLeadToTheEnd() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(serving(Style.CURSOR))) {
            String cursor = "";
            while (!cursor.equals("null")) {
                JsonNode page = take(get(crm, PAGES + "?limit=10&cursor=" + cursor), "/data", "/id");
                cursor = page.at("/metadata/next").asText();
            }
            assertThat(ids).isEqualTo(ALL);
            assertThat(get(crm, PAGES + "?cursor=nonsense").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void aCursorCanBePosted() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(serving(Style.CURSOR).post(true))) {
            HttpRequest.Builder second = new Client(crm)
                    .request(PAGES, "Authorization", "Bearer demo-token")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"limit\":10,\"cursor\":\"%s\"}".formatted(Addressing.cursor(20))));
            take(new Client(crm).send(second), "/data", "/id");
            assertThat(ids).isEqualTo(ALL.subList(20, 25));
            assertThat(get(crm, PAGES).statusCode()).isEqualTo(405);
        }
    }

    @Test
    void theLastRecordLeadsOnAlsoWhereTheSourceHasMoved() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(serving(Style.LAST_RECORD).faults("insert-during@2"))) {
            take(get(crm, PAGES + "?limit=10"), "/data", "/id");
            take(get(crm, PAGES + "?limit=10&after=100010"), "/data", "/id");
            take(get(crm, PAGES + "?limit=10&after=100020"), "/data", "/id");
            assertThat(ids).isEqualTo(ALL);
        }
    }

    @Test
    void itemsCanHoldTheirCursor() throws Exception {
        SimulatorOptions options = serving(Style.LAST_RECORD).record("node").recordsPath("result.edges");
        try (CrmSimulator crm = CrmSimulator.start(options)) {
            JsonNode page = take(get(crm, PAGES + "?limit=10"), "/result/edges", "/node/id");
            String after = page.at("/result/edges/9/cursor").asText();
            take(get(crm, PAGES + "?limit=15&after=" + after), "/result/edges", "/node/id");
            assertThat(ids).isEqualTo(ALL);
        }
    }

    @Test
    void linksLeadToTheEnd() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(serving(Style.NEXT_LINK))) {
            String link = PAGES + "?limit=10";
            while (!link.equals("null")) {
                link = take(get(crm, link), "/data", "/id").at("/metadata/next").asText();
            }
            assertThat(ids).isEqualTo(ALL);
        }
    }

    @Test
    void headersHoldLinksAndTotalsWhereTheAnswerIsTheList() throws Exception {
        SimulatorOptions options = serving(Style.LINK_HEADER).recordsPath("");
        try (CrmSimulator crm = CrmSimulator.start(options)) {
            HttpResponse<String> page = get(crm, PAGES + "?limit=10");
            take(page, "", "/id");
            assertThat(page.headers().firstValue("X-total-records")).contains("25");
            String link = page.headers().firstValue("Link").orElseThrow();
            assertThat(link).endsWith("; rel=\"next\"");
            take(get(crm, link.replaceAll(".*<(.*)>.*", "$1")), "", "/id");
            assertThat(ids).isEqualTo(ALL.subList(0, 20));
        }
    }

    @Test
    void oneAnswerCanHoldAll() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(serving(Style.NONE).firstPageShort(true))) {
            take(get(crm, PAGES), "/data", "/id");
            assertThat(ids).isEqualTo(ALL);
        }
    }
}
