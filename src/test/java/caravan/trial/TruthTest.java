package caravan.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the pages with Jackson's tokens, and the truth with commons-csv, and finds the same cells in both. */
class TruthTest {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20_000)
                    .maxNumberLength(2_000_000)
                    .maxNameLength(2_000_000)
                    .build())
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dirty",
                "late-field",
                "vanishing-field@3",
                "duplicates",
                "deep-json",
                "long-number",
                "long-name",
                "many-fields",
                "names-with-breaks",
                "bom,data-first,dirty,late-field@5,duplicates"
            })
    void isWhatThePagesHold(String faults) throws Exception {
        boolean wide = faults.equals("many-fields");
        SimulatorOptions options = new SimulatorOptions()
                .records(wide ? 25 : 605)
                .limit(wide ? 5 : 100)
                .faults(faults);
        try (CrmSimulator crm = CrmSimulator.start(options)) {
            Client client = new Client(crm);
            List<Map<String, String>> records = new ArrayList<>();
            for (int page = 1; page <= 7; page++) {
                String body = client.get("/api/v1/customers?page=" + page, "Authorization", "Bearer demo-token")
                        .body();
                records.addAll(records(body.startsWith("\ufeff") ? body.substring(1) : body));
            }
            Set<String> columns = new LinkedHashSet<>();
            records.forEach(record -> columns.addAll(record.keySet()));
            List<List<String>> expected = new ArrayList<>();
            expected.add(new ArrayList<>(columns));
            for (Map<String, String> record : records) {
                List<String> row = new ArrayList<>();
                columns.forEach(column -> row.add(record.getOrDefault(column, "?none?")));
                expected.add(row);
            }
            String csv = client.get("/__truth?missing=%3Fnone%3F").body();
            assertThat(rows(csv)).isEqualTo(expected);
            assertThat(crm.stats().pageRequests()).isEqualTo(7);
        }
    }

    @Test
    void quotesOnlyWhatNeedsIt() throws Exception {
        try (CrmSimulator crm =
                CrmSimulator.start(new SimulatorOptions().records(200).faults("dirty"))) {
            String csv = new Client(crm).get("/__truth").body();
            assertThat(csv)
                    .startsWith("id,uuid,name,")
                    .endsWith("\r\n")
                    .contains(",\"a, b,, c\"\r\n", ",\"say \"\"hi\"\"\"\r\n", ",\"lone\rreturn\"\r\n")
                    .contains(",  spaces around  \r\n", ",1.10\r\n", ",nul\u0000here\r\n", ",lone \ufffd high\r\n")
                    .contains(",N/A,");
        }
    }

    @Test
    void recordsAreAsLargeAndAsRegularAsIsUsual() throws Exception {
        try (CrmSimulator crm = CrmSimulator.start(new SimulatorOptions().records(1000))) {
            Client client = new Client(crm);
            String body = client.get("/api/v1/customers", "Authorization", "Bearer demo-token")
                    .body();
            assertThat(body.getBytes(StandardCharsets.UTF_8).length / 1000).isBetween(200, 270);
            assertThat(client.get("/__truth").body())
                    .startsWith("id,uuid,name,email,age,phone,address,city,state,zip_code\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"totals-grow", "totals-shrink"})
    void isWhatIsThereInTheEnd(String fault) throws Exception {
        try (CrmSimulator crm =
                CrmSimulator.start(new SimulatorOptions().pages(4).limit(10).faults(fault))) {
            Client client = new Client(crm);
            int end = fault.equals("totals-grow") ? 55 : 25;
            assertThat(client.page(1).body()).contains("\"total_records\":40");
            assertThat(client.page(2).body()).contains("\"total_records\":40");
            assertThat(client.page(3).body()).contains("\"total_records\":" + end);
            assertThat(rows(client.get("/__truth").body())).hasSize(end + 1);
        }
    }

    private static List<List<String>> rows(String csv) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        CSVFormat format =
                CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).get();
        try (CSVParser parser = CSVParser.parse(csv, format)) {
            parser.forEach(row -> rows.add(row.toList()));
        }
        return rows;
    }

    private static List<Map<String, String>> records(String body) throws Exception {
        List<Map<String, String>> records = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            boolean inData = false;
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.getParsingContext().getParent().inRoot()) {
                    inData = parser.currentName().equals("data");
                } else if (parser.currentToken() == JsonToken.START_OBJECT && inData) {
                    records.add(record(parser));
                }
            }
        }
        return records;
    }

    private static Map<String, String> record(JsonParser parser) throws Exception {
        Map<String, String> record = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                record.put(name, "?none?");
            } else {
                record.put(name, unpaired(cell(parser)));
            }
        }
        return record;
    }

    /** The value at hand; one with others inside as compact JSON. */
    private static String cell(JsonParser parser) throws Exception {
        StringBuilder cell = new StringBuilder();
        int depth = 0;
        boolean first = true;
        while (true) {
            JsonToken token = parser.currentToken();
            if (!first && !token.isStructEnd()) {
                cell.append(',');
            }
            boolean quoted = depth > 0 && (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING);
            cell.append(quoted ? quoted(parser.getText()) : parser.getText());
            if (token == JsonToken.FIELD_NAME) {
                cell.append(':');
            }
            first = token.isStructStart() || token == JsonToken.FIELD_NAME;
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return cell.toString();
            }
            parser.nextToken();
        }
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static String unpaired(String text) {
        StringBuilder whole = new StringBuilder(text);
        for (int i = 0; i < whole.length(); i++) {
            if (Character.isSurrogate(whole.charAt(i))) {
                if (Character.charCount(whole.codePointAt(i)) == 2) {
                    i++;
                } else {
                    whole.setCharAt(i, '\ufffd');
                }
            }
        }
        return whole.toString();
    }
}
