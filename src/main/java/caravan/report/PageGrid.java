package caravan.report;

import static caravan.report.Markup.count;
import static caravan.report.Markup.number;
import static caravan.report.Markup.text;

import caravan.report.PageCells.Cell;
import caravan.report.PageCells.State;
import java.util.ArrayList;
import java.util.List;

/** A cell for each page, and in words those that need a look. */
final class PageGrid {
    /** Above this, cells are too small for a character. */
    private static final int FEW = 600;

    private static final int SOME = 2500;
    private static final int SHOWN_AT_ONCE = 12;
    private static final int MOST_NAMED = 200;

    private PageGrid() {}

    static String grid(RunReport report, PageCells pages) {
        if (pages.cells().isEmpty()) {
            return "<h2>Pages</h2><p class=calm>%s are too many to draw; the ledger has a line for each.</p>"
                    .formatted(count(pages.size(), "page"));
        }
        StringBuilder html = new StringBuilder(pages.size() * 8 + 1000);
        html.append("<h2>Pages</h2><ul class=legend>");
        for (State state : State.values()) {
            long cells =
                    pages.cells().stream().filter(cell -> cell.state() == state).count();
            if (cells > 0) {
                html.append("<li>")
                        .append(cell(state, state == State.RETRIED && pages.size() <= FEW ? "n" : ""))
                        .append(number(cells))
                        .append(' ')
                        .append(name(state, report, pages))
                        .append("</li>");
            }
        }
        String size = pages.size() <= FEW ? "few" : pages.size() <= SOME ? "some" : "many";
        html.append(
                "</ul><div id=cells class=%s tabindex=0 role=group aria-label=\"One cell for each page; the arrow keys go through them\">"
                        .formatted(size));
        for (Cell cell : pages.cells()) {
            html.append(cell(cell.state(), size.equals("few") ? inside(cell) : ""));
        }
        return html.append("</div>").toString();
    }

    /** What must be looked at, page by page. */
    static String attention(RunReport report, PageCells pages) {
        List<String> failed = new ArrayList<>();
        List<String> doubtful = new ArrayList<>();
        int notAsked = 0;
        for (int page = 1; page <= pages.cells().size(); page++) {
            Cell cell = pages.page(page);
            switch (cell.state()) {
                case FAILED ->
                    failed.add(row(page, cell, text(report.pages().failed().getOrDefault(page, ""))));
                case DOUBTFUL -> doubtful.add(row(page, cell, doubts(report, page, cell)));
                case MISSING -> notAsked += report.isRunning() ? 0 : 1;
                default -> {}
            }
        }
        List<String> rows = new ArrayList<>(failed);
        rows.addAll(doubtful);
        if (rows.isEmpty() && notAsked == 0) {
            return "";
        }
        StringBuilder html = new StringBuilder("<h2>Pages that need a look</h2>");
        if (notAsked > 0) {
            html.append("<p>%s never asked for. Run again to fetch %s.</p>"
                    .formatted(
                            count(notAsked, "page") + (notAsked == 1 ? " was" : " were"),
                            notAsked == 1 ? "it" : "them"));
        }
        if (!rows.isEmpty()) {
            table(html, rows.subList(0, Math.min(SHOWN_AT_ONCE, rows.size())));
        }
        if (rows.size() > SHOWN_AT_ONCE) {
            html.append("<details id=more><summary>")
                    .append(number(rows.size() - SHOWN_AT_ONCE))
                    .append(" more</summary>");
            table(html, rows.subList(SHOWN_AT_ONCE, Math.min(MOST_NAMED, rows.size())));
            html.append(rows.size() > MOST_NAMED ? "<p>The JSON report and the ledger have them all.</p>" : "")
                    .append("</details>");
        }
        return html.toString();
    }

    private static void table(StringBuilder html, List<String> rows) {
        html.append("<table class=attention><thead><tr><th>Page<th>What<th class=n>Attempts<tbody>");
        rows.forEach(html::append);
        html.append("</table>");
    }

    private static String row(int page, Cell cell, String what) {
        return "<tr><th>%s%s<td>%s<td class=n>%s"
                .formatted(cell(cell.state(), ""), number(page), what, number(cell.attempts()));
    }

    private static String doubts(RunReport report, int page, Cell cell) {
        List<String> problems = report.content().problems().getOrDefault(page, List.of());
        return problems.isEmpty()
                ? count(cell.rows(), "record") + ", fewer than others"
                : text(String.join("; ", problems)) + " (" + count(cell.rows(), "record") + ")";
    }

    private static String cell(State state, String inside) {
        return state == State.STORED ? "<i></i>" : "<i class=%c>%s</i>".formatted(state.letter(), inside);
    }

    /** How many retries, in one character. */
    private static String inside(Cell cell) {
        return cell.state() != State.RETRIED ? "" : cell.attempts() > 10 ? "+" : Integer.toString(cell.attempts() - 1);
    }

    private static String name(State state, RunReport report, PageCells pages) {
        return switch (state) {
            case STORED -> "stored";
            case RETRIED -> pages.size() <= FEW ? "stored after so many retries" : "stored after retries";
            case DOUBTFUL -> "doubtful";
            case FAILED -> "failed";
            case MISSING -> report.isRunning() ? "still to come" : "never asked for";
            case ASKED -> "on their way";
        };
    }
}
