package caravan.report;

import caravan.report.PageCells.Cell;
import caravan.run.Run;
import caravan.store.RunStats;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The report as one HTML page that needs nothing else: for a run that has ended, and for one under way.
 *
 * <p>All of it is drawn by the templates in {@code src/main/jte}, and shown without any script. The script tells of each page where the pointer is, and where
 * the page is live puts newly drawn parts in the place of the old ones.
 */
public final class ReportPage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunReport report;
    private final PageCells pages;

    /** What the script reads; title and parts only where the page is live. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Data(
            @Nullable String title, @Nullable Map<String, String> parts, Map<String, Object> pages, boolean running) {}

    ReportPage(RunReport report, PageCells pages) {
        this.report = report;
        this.pages = pages;
    }

    /** The page of a run as it stands at this moment. */
    public static ReportPage underWay(Run run, int logins, Instant now) throws IOException {
        PageCells.Reader reader = new PageCells.Reader();
        RunStats stats = RunStats.of(run.files().ledger(), reader);
        return new ReportPage(
                RunReport.underWay(run, stats, logins, now),
                reader.cells(run.plan().expected(), run.plan()::isOpen));
    }

    public boolean isRunning() {
        return report.isRunning();
    }

    /** As it is kept. */
    public String html() {
        return html(false, List.of());
    }

    /**
     * As it is served: it asks for its {@link #data}, at the relative address {@code data} with its own query, again and again.
     *
     * @param sources whose pages it leads to; none where there is one only
     */
    public String html(List<String> sources) {
        return html(true, sources);
    }

    private String html(boolean live, List<String> sources) {
        String style = resource("report.css");
        String script = resource("report.js");
        // Should hostile text ever get through as markup, it still could neither run nor fetch anything.
        String policy =
                "default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'%s"
                        .formatted(hash(style), hash(script), live ? "; connect-src 'self'" : "");
        String data = json(new Data(null, null, pageData(), isRunning()));
        return rendered(page -> JtepageGenerated.render(
                page, null, report, pages, live, sources, title(), policy, style, script, data));
    }

    /** All that changes on a live page, as JSON. */
    public String data() {
        return json(new Data(title(), parts(), pageData(), isRunning()));
    }

    /** The HTML of each part of the page, by the id of its element. */
    private Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("summary", rendered(part -> JtesummaryGenerated.render(part, null, report, pages)));
        parts.put("grid", rendered(part -> JtegridGenerated.render(part, null, report, pages)));
        parts.put("attention", rendered(part -> JteattentionGenerated.render(part, null, report, pages)));
        parts.put("time", rendered(part -> JtetimeGenerated.render(part, null, report)));
        parts.put("causes", rendered(part -> JtecausesGenerated.render(part, null, report)));
        parts.put("reconciliation", rendered(part -> JtereconciliationGenerated.render(part, null, report)));
        parts.put("fields", rendered(part -> JtefieldsGenerated.render(part, null, report)));
        parts.put("foot", rendered(part -> JtefootGenerated.render(part, null, report)));
        return parts;
    }

    private static String rendered(Consumer<HtmlTemplateOutput> template) {
        StringOutput html = new StringOutput();
        template.accept(new PageOutput(html));
        return html.toString();
    }

    private String title() {
        return report.ending().outcome() + " · " + report.identity().run();
    }

    /** Numbers and letters only: what the script tells of each page. */
    private Map<String, Object> pageData() {
        StringBuilder states = new StringBuilder(pages.size());
        pages.cells().forEach(cell -> states.append(cell.state().letter()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("states", states.toString());
        data.put("attempts", pages.cells().stream().mapToInt(Cell::attempts).toArray());
        data.put("millis", pages.cells().stream().mapToLong(Cell::millis).toArray());
        data.put("rows", pages.cells().stream().mapToInt(Cell::rows).toArray());
        return data;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            // A line feed whatever the checkout made of it: the policy names a hash of what the browser will read.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
