package caravan.spread;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.page.Announced;
import caravan.page.Attempt;
import caravan.page.Page;
import caravan.page.Utf8Buffer;
import java.time.Duration;
import java.util.List;

/**
 * What becomes of a task, as it travels back: the page that came, or how the attempt failed; and what it did to the API. Durations and no
 * times of day, so that no clocks are compared.
 *
 * <p>Each cell is the length of its text and 2; 1 stands for null, 0 for a field that the record does not have. Behind them all their
 * text, in one piece.
 */
public final class ReplyMessage {
    private static final int VERSION = 1;
    private static final int PAGE = 0;
    private static final int FAILURE = 1;
    private static final int NULL = 1;
    private static final int TEXT = 2;
    /** As {@link caravan.fetch.PageReader} has it: no page takes more. */
    private static final int MAX_BYTES = 1 << 28;

    private ReplyMessage() {}

    public static byte[] of(Page page) {
        Bytes out = new Bytes(page.textLength() + page.textLength() / 4 + 1024)
                .number(VERSION)
                .number(PAGE);
        attempt(out, page.attempt());
        Announced said = page.announced();
        out.signed(said.page()).signed(said.limit()).signed(said.totalPages()).signed(said.totalRecords());
        out.optional(said.next());
        List<String> problems = page.problems();
        out.number(problems.size());
        problems.forEach(out::text);
        int columns = page.columns().size();
        out.number(columns);
        page.columns().forEach(out::text);
        out.number(page.rows());
        Bytes text = new Bytes(page.textLength() + 16);
        page.forEachRow(row -> {
            for (int i = 0; i < columns; i++) {
                if (row.isAbsent(i)) {
                    out.number(0);
                } else if (row.isNull(i)) {
                    out.number(NULL);
                } else {
                    out.number((long) row.end(i) - row.start(i) + TEXT);
                    text.raw(page.text(), row.start(i), row.end(i));
                }
            }
        });
        byte[] all = text.toBytes();
        return out.number(all.length).raw(all, 0, all.length).toBytes();
    }

    public static byte[] of(FetchException failure) {
        Bytes out = new Bytes(256).number(VERSION).number(FAILURE);
        attempt(out, failure.attempt());
        return out.text(failure.kind().name())
                .text(failure.causeName())
                .text(failure.getMessage())
                .number(failure.retryAfter().toMillis())
                .toBytes();
    }

    private static void attempt(Bytes out, Attempt attempt) {
        out.number(attempt.requests())
                .number(attempt.renewedOn())
                .signed(attempt.answeredAfter().toNanos())
                .signed(attempt.requestsLeft())
                .number(attempt.untilReset().toMillis());
    }

    /**
     * The page that came.
     *
     * @throws FetchException how the attempt failed
     * @throws MalformedException when it is no reply
     */
    public static Page read(byte[] message) throws FetchException, MalformedException {
        if (message.length > MAX_BYTES) {
            throw new MalformedException("%d bytes are too many for a page".formatted(message.length));
        }
        BytesReader in = new BytesReader(message);
        TaskMessage.version(in, VERSION);
        int what = in.below(2);
        Attempt attempt = attempt(in);
        if (what == FAILURE) {
            throw failure(in).of(attempt);
        }
        Page page = page(in);
        page.attempt(attempt);
        return page;
    }

    private static Attempt attempt(BytesReader in) throws MalformedException {
        return new Attempt(
                in.below(1000),
                in.below(1000),
                Duration.ofNanos(in.signed()),
                in.signed(),
                Duration.ofMillis(in.below(Integer.MAX_VALUE)));
    }

    private static FetchException failure(BytesReader in) throws MalformedException {
        FailureKind kind;
        try {
            kind = FailureKind.valueOf(in.text());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("it names no kind of failure");
        }
        FetchException failure =
                new FetchException(kind, in.text(), in.text(), Duration.ofMillis(in.below(Integer.MAX_VALUE)));
        in.end();
        return failure;
    }

    private static Page page(BytesReader in) throws MalformedException {
        Announced said = new Announced(in.signed(), in.signed(), in.signed(), in.signed(), in.optional());
        // It grows with what is really there, not with what a length says.
        Page page = new Page(new Page.Size(Math.min(in.left(), 1 << 20), 1 << 14));
        page.announced(said);
        for (int problems = in.count(1); problems > 0; problems--) {
            page.problem(in.text());
        }
        int columns = in.count(1);
        for (int i = 0; i < columns; i++) {
            if (page.column(in.text()) != i) {
                throw new MalformedException("a column stands in it twice");
            }
        }
        // A record without fields takes no byte: the number of rows is bounded by what a page may take.
        int rows = columns == 0 ? in.below(MAX_BYTES / 4) : in.count(columns);
        BytesReader text = in.at(cells(in, rows, columns));
        int length = text.count(1);
        if (length != text.left()) {
            throw new MalformedException("its text has %d bytes instead of %d".formatted(text.left(), length));
        }
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < columns; i++) {
                cell(page, i, in.number(), text);
            }
            page.endRow();
        }
        text.end();
        page.dataSeen();
        return page;
    }

    /** Where the text begins: behind so many cells. */
    private static int cells(BytesReader in, int rows, int columns) throws MalformedException {
        BytesReader ahead = in.at(in.position());
        for (long i = 0; i < (long) rows * columns; i++) {
            ahead.number();
        }
        return ahead.position();
    }

    private static void cell(Page page, int column, long cell, BytesReader text) throws MalformedException {
        if (cell == NULL) {
            page.nullCell(column);
        } else if (cell >= TEXT) {
            Utf8Buffer buffer = page.textBuffer();
            int start = buffer.length();
            int length = (int) Math.min(cell - TEXT, Integer.MAX_VALUE);
            int from = text.skip(length);
            buffer.append(text.bytes(), from, length);
            page.cell(column, start);
        } else if (cell < 0) {
            throw new MalformedException("a cell of %d bytes".formatted(cell));
        }
    }
}
