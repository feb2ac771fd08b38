package caravan.report;

import static caravan.report.Markup.text;

import caravan.run.Run;
import caravan.store.RunStats;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The report as one HTML page that needs nothing else: for a run that has ended, and for one under way.
 *
 * <p>All of it is drawn here, and shown without any script. The script tells of each page where the pointer is, and where
 * the page is live puts newly drawn parts in the place of the old ones.
 */
public final class ReportPage {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunReport report;
    private final PageCells pages;

    ReportPage(RunReport report, PageCells pages) {
        this.report = report;
        this.pages = pages;
    }

    /** The page of a run as it stands at this moment. */
    public static ReportPage underWay(Run run, int logins, Instant now) throws IOException {
        PageCells.Reader reader = new PageCells.Reader();
        RunStats stats = RunStats.soFar(run.files().ledger(), reader);
        return new ReportPage(
                RunReport.underWay(run, stats, logins, now),
                reader.cells(run.plan().expected(), run.plan()::isOpen));
    }

    public boolean isRunning() {
        return report.isRunning();
    }

    /** @param live whether it is to ask for its {@link #data}, at the relative address {@code data}, again and again */
    public String html(boolean live) {
        String style = resource("report.css");
        String script = resource("report.js");
        Map<String, String> places = new LinkedHashMap<>(parts());
        places.put("title", text(title()));
        places.put("style", style);
        places.put("script", script);
        places.put("live", Boolean.toString(live));
        places.put("data", json(Map.of("pages", pageData(), "running", isRunning())));
        // Should hostile text ever get through as markup, it still could neither run nor fetch anything.
        places.put(
                "policy",
                "default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'%s"
                        .formatted(hash(style), hash(script), live ? "; connect-src 'self'" : ""));
        return fill(resource("report.html"), places);
    }

    /** All that changes on a live page, as JSON. */
    public String data() {
        return json(Map.of("title", title(), "parts", parts(), "pages", pageData(), "running", isRunning()));
    }

    /** The HTML of each part of the page, by the id of its element. */
    private Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("summary", Summary.of(report, pages));
        parts.put("grid", PageGrid.grid(report, pages));
        parts.put("attention", PageGrid.attention(report, pages));
        parts.put("time", TimeCharts.of(report));
        parts.put("causes", Findings.causes(report));
        parts.put("reconciliation", Findings.reconciliation(report));
        parts.put("fields", Findings.fields(report));
        parts.put("foot", Summary.foot(report));
        return parts;
    }

    private String title() {
        return report.ending().outcome() + " · " + report.identity().run();
    }

    /** Numbers only: what the script tells of each page. */
    private Map<String, Object> pageData() {
        StringBuilder states = new StringBuilder(pages.size());
        pages.cells().forEach(cell -> states.append(cell.state().letter()));
        return Map.of(
                "states", states.toString(),
                "attempts",
                        pages.cells().stream()
                                .mapToInt(PageCells.Cell::attempts)
                                .toArray(),
                "millis",
                        pages.cells().stream().mapToLong(PageCells.Cell::millis).toArray(),
                "rows", pages.cells().stream().mapToInt(PageCells.Cell::rows).toArray());
    }

    /** In one go: what is put in is not looked at again. */
    private static String fill(String template, Map<String, String> places) {
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(places.get(place.group(1))));
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
