package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The edits of docs/routes.md, applied as they stand there, do what is said of them. */
class DocumentedEditsIT {
    private static final Pattern EDIT =
            Pattern.compile("```diff\\n--- a/(\\S+)\\n[^\\n]*\\n(@@[^\\n]*)\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void delimiterMaskAndGzip() throws Exception {
        try (Rehearsal rehearsal = Rehearsal.small(folder, 3, "dirty")) {
            Caravan.Ended run = rehearsal
                    .caravan()
                    .arguments("--routes", edited("Another delimiter", "A field masked", "Compressed, beside the CSV"))
                    .run();
            assertThat(run.exitCode()).as("%s", run).isZero();
            byte[] csv = Files.readAllBytes(rehearsal.caravan().output().csv());
            List<String> rows = Caravan.utf8(csv).lines().toList();
            assertThat(rows.get(0)).startsWith("id;uuid;name;email;");
            assertThat(Caravan.utf8(csv)).doesNotContain("@").contains(";***;");
            String key = Bucket.csvKey(rehearsal.prefix);
            assertThat(Bucket.bytes(key)).isEqualTo(csv);
            try (GZIPInputStream whole = new GZIPInputStream(new ByteArrayInputStream(Bucket.bytes(key + ".gz")))) {
                assertThat(whole.readAllBytes()).isEqualTo(csv);
            }
        }
    }

    @Test
    void secondBucketAndAlert() throws Exception {
        ConcurrentLinkedQueue<String> alerts = new ConcurrentLinkedQueue<>();
        HttpServer chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        chat.createContext("/", exchange -> {
            alerts.add(Caravan.utf8(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        chat.start();
        try (Rehearsal rehearsal = Rehearsal.small(folder, 3, "500=always@2")) {
            String archive = "archive-" + rehearsal.prefix;
            Bucket.s3().createBucket(create -> create.bucket(archive));
            Caravan caravan = rehearsal
                    .caravan()
                    .with("MAX_RETRIES", 0)
                    .with("ARCHIVE_BUCKET", archive)
                    .with("ALERT_URL", "http://127.0.0.1:" + chat.getAddress().getPort() + "/alerts")
                    .arguments("--routes", edited("Another bucket for each environment", "An alert on partial runs"));
            Caravan.Ended partial = caravan.run();
            assertThat(partial.exitCode()).as("%s", partial).isEqualTo(3);
            assertThat(alerts)
                    .singleElement()
                    .asString()
                    .contains(caravan.output().run(), "is partial");
            rehearsal.becomes("");
            Caravan.Ended complete = caravan.run();
            assertThat(complete.exitCode()).as("%s", complete).isZero();
            assertThat(alerts).hasSize(1);
            String key = Bucket.csvKey(rehearsal.prefix);
            assertThat(Bucket.s3()
                            .getObjectAsBytes(get -> get.bucket(archive).key(key))
                            .asByteArray())
                    .isEqualTo(Bucket.bytes(key));
        } finally {
            chat.stop(0);
        }
    }

    /** The installed routes with the edits that stand under these headings. */
    private String edited(String... headings) throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String section : Files.readString(Path.of("docs", "routes.md")).split("\n## ", -1)) {
            sections.put(section.lines().findFirst().orElse(""), section);
        }
        Path routes = Routes.copy(folder.resolve("my routes"));
        for (String heading : headings) {
            Matcher edit = EDIT.matcher(sections.get(heading));
            assertThat(edit.find()).as(heading).isTrue();
            List<String> lines = edit.group(3).lines().toList();
            assertThat(edit.group(2))
                    .as("what `patch` reads of %s", heading)
                    .endsWith(",%d @@".formatted(side(lines, '+').lines().count()))
                    .contains(",%d +".formatted(side(lines, '-').lines().count()));
            Routes.edit(routes.resolve(edit.group(1)), side(lines, '-'), side(lines, '+'));
        }
        return routes.toString();
    }

    private static String side(List<String> lines, char mark) {
        return lines.stream()
                .filter(line -> line.charAt(0) == ' ' || line.charAt(0) == mark)
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }
}
