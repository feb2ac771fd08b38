package caravan.store;

import caravan.fetch.FailureKind;
import caravan.fetch.Pages;
import caravan.page.Page;
import caravan.page.PageOutcome;
import caravan.page.PageTask;
import caravan.run.Attempted;
import caravan.run.Events;
import caravan.run.PageAttempts;
import caravan.run.PageOutcomes;
import caravan.run.Run;
import caravan.run.Runs;
import caravan.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;

/** Carries pages into a run through the real classes, as the routes do, but without Camel and one at a time. */
public final class Carrying {
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    public static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setQuoteMode(QuoteMode.MINIMAL)
            .setRecordSeparator("\r\n")
            .setNullString("N/A")
            .get();

    private final Path folder;
    private final List<String> pages;
    private final RowWriter rowWriter = new RowWriter();
    private final PageWriter pageWriter = new PageWriter(rowWriter);
    private final PageOutcomes outcomes = new PageOutcomes(System::nanoTime);

    /** @param pages for each page the JSON list of its records */
    public Carrying(Path folder, List<String> pages) {
        this.folder = folder;
        this.pages = pages;
        rowWriter.create(FORMAT, null);
    }

    public Run begin() throws IOException {
        return begin(false, 2);
    }

    Run begin(boolean fresh, int recordsPerPage) throws IOException {
        Source source = new Source();
        source.setName("customers");
        source.setUrl("http://crm.example/customers");
        source.setRecordsPerPage(recordsPerPage);
        return new Runs(
                        folder,
                        fresh ? Runs.Choice.FRESH : Runs.Choice.RUN,
                        2,
                        rowWriter,
                        Pages::pace,
                        Events.NONE,
                        Clock.fixed(START, ZoneOffset.UTC),
                        System::nanoTime)
                .beginOrResume(source);
    }

    /** The requests for page 1, unless it is stored, and for so many others. */
    public List<PageTask> requests(Run run, int others) throws Exception {
        PageTask first = run.plan().first();
        if (first != null) {
            store(run, first);
        }
        List<PageTask> requests = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            requests.add(run.plan().next());
        }
        return requests;
    }

    /** Everything that is not stored yet. */
    public void rest(Run run) throws Exception {
        PageTask first = run.plan().first();
        if (first != null) {
            store(run, first);
        }
        for (PageTask next = run.plan().next(); next != null; next = run.plan().next()) {
            if (next.page() > pages.size() + 3) {
                throw new AssertionError("asks for page " + next.page() + " of " + pages.size());
            }
            store(run, next);
        }
    }

    /** A page past the last one is not there. */
    public void store(Run run, PageTask request) throws Exception {
        if (request.page() > pages.size()) {
            fail(run, request, FailureKind.PERMANENT, "404");
            return;
        }
        Page content = Pages.read("{\"metadata\":{\"page\":%d,\"total_pages\":%d,\"total_records\":%d},\"data\":%s}"
                .formatted(request.page(), pages.size(), 2 * pages.size(), pages.get(request.page() - 1)));
        PageAttempts page = Attempted.came(request);
        Rows rows = pageWriter.rows(run.store(), page.effort(), content);
        PageOutcome outcome;
        try {
            CsvDialect.CellBuffer bytes = new CsvDialect.CellBuffer(0);
            rows.write(rowWriter.dialect(), bytes);
            Files.write(run.files().csv(), bytes.toByteArray(), StandardOpenOption.APPEND);
            outcome = pageWriter.note(run.store(), page.effort(), rows, bytes.toByteArray());
        } finally {
            pageWriter.release(run.store());
        }
        outcomes.settle(run, page, outcome);
    }

    public void fail(Run run, PageTask request, FailureKind failure, String cause) {
        PageAttempts page = Attempted.failed(request, failure, cause);
        outcomes.settle(run, page, outcomes.failed(run, page));
    }

    public void finish(Run run) throws IOException {
        new Runs(folder, Runs.Choice.RUN, 2, rowWriter, Pages::pace, Events.NONE, Clock.systemUTC(), System::nanoTime)
                .reconcile(run);
    }

    public void arrange(Run run) throws IOException {
        Reorder.arrange(run.store(), rowWriter.dialect());
    }
}
