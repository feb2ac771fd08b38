package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the records of an API hold, and in which bytes they come. */
final class TextTroubles {
    private TextTroubles() {}

    static Map<String, Trouble> all() {
        Map<String, Trouble> all = new LinkedHashMap<>();
        all.put(
                "`\"cut \\ud83d\"`, half of a character",
                folder -> records(
                        folder,
                        "{\"id\":1,\"note\":\"cut \\ud83d\",\"more\":{\"a\":\"\\udc00\"}},{\"id\":2,\"note\":\"whole \\ud83d\\ude00\"}",
                        "id,note,more\r\n1,cut \ufffd,\"{\"\"a\"\":\"\"\ufffd\"\"}\"\r\n2,whole \ud83d\ude00,N/A\r\n"));
        all.put(
                "NaN, Infinity and -Infinity, unquoted",
                folder -> records(
                        folder,
                        "{\"id\":1,\"score\":NaN,\"more\":[1,-Infinity]},{\"id\":2,\"score\":Infinity}",
                        "id,score,more\r\n1,NaN,\"[1,-Infinity]\"\r\n2,Infinity,N/A\r\n"));
        all.put(
                "the text `N/A` beside null",
                folder -> records(
                        folder,
                        "{\"id\":1,\"mail\":\"N/A\"},{\"id\":2,\"mail\":null},{\"id\":3,\"mail\":\"a@b.c\"}",
                        "id,mail\r\n1,N/A\r\n2,N/A\r\n3,a@b.c\r\n"));
        all.put(
                "a cell that a spreadsheet would run: `=cmd|'/c calc'!A1`",
                folder -> records(
                        folder, "{\"id\":1,\"name\":\"=cmd|'/c calc'!A1\"}", "id,name\r\n1,=cmd|'/c calc'!A1\r\n"));
        for (String charset : new String[] {"ISO-8859-1", "utf-16", "utf8mb4", "0"}) {
            all.put("UTF-8 that says it is " + charset, folder -> declared(folder, "; charset=" + charset, null));
        }
        all.put("an empty Content-Type on page 1", folder -> declared(folder, null, null));
        all.put(
                "ISO-8859-1 that says so",
                folder -> declared(folder, "; charset=ISO-8859-1", StandardCharsets.ISO_8859_1));
        all.put(
                "windows-1252 that says so",
                folder -> declared(folder, "; charset=\"windows-1252\"", Charset.forName("windows-1252")));
        all.put("UTF-16 that says so", folder -> declared(folder, ";charset=utf-16", StandardCharsets.UTF_16));
        all.put("ISO-8859-1 that says nothing", folder -> declared(folder, "", StandardCharsets.ISO_8859_1));
        all.put(
                "ISO-8859-1 that says it is utf8mb4",
                folder -> declared(folder, "; charset=utf8mb4", StandardCharsets.ISO_8859_1));
        return all;
    }

    private static Caravan.Ended records(Path folder, String records, String csv) throws Exception {
        int count = records.split("\"id\"", -1).length - 1;
        try (OddApi api = new OddApi(1, (request, page) -> {
            OddApi.send(
                    request,
                    200,
                    "{\"metadata\":{\"page\":%d,\"limit\":10,\"total_pages\":1,\"total_records\":%d},\"data\":[%s]}"
                            .formatted(page, count, page == 1 ? records : ""));
            return true;
        })) {
            Caravan caravan = api.caravan(folder);
            Caravan.Ended run = Trouble.run(caravan, folder);
            assertThat(Files.readString(caravan.output().csv())).as("%s", run).isEqualTo(csv);
            return run;
        }
    }

    /**
     * @param parameter of the Content-Type; null for none at all on page 1
     * @param charset the real one, where it is not UTF-8
     */
    private static Caravan.Ended declared(Path folder, String parameter, Charset charset) throws Exception {
        OddApi.Way[] way = new OddApi.Way[1];
        try (OddApi api = new OddApi(3, (request, page) -> way[0].answer(request, page))) {
            way[0] = (request, page) -> {
                String type =
                        parameter == null ? (page == 1 ? "" : "application/json") : "application/json" + parameter;
                OddApi.send(
                        request,
                        200,
                        type,
                        api.page(page).getBytes(charset == null ? StandardCharsets.UTF_8 : charset));
                return true;
            };
            Caravan.Ended run = Trouble.run(api.caravan(folder).with("MAX_RETRIES", 1), folder);
            if (run.exitCode() == 0) {
                api.assertDelivered(folder, run);
                JsonNode manifest = new ObjectMapper()
                        .readTree(Bucket.bytes(
                                Bucket.manifestKey(folder.getFileName().toString())));
                assertThat(manifest.get("complete").asBoolean()).isTrue();
            }
            return run;
        }
    }
}
