package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fixture.Pages;
import caravan.fixture.TestRuns;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.QuoteMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages to bytes: golden cases, and that another program reads from them what went in. */
class CsvDialectTest {
    private static final CSVFormat RFC = TestRuns.CSV;

    /** The clause of RFC 4180, section 2, that says so, the value and its cell; # stands for CR, ~ for LF. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            4 spaces are part of a field      | ` a ` | ` a `
            4 no field is lost                | ``    | ``
            5 quotes are not needed           | abc   | abc
            5 nor for what looks like nothing | N/A   | N/A
            5 nor for text beyond ASCII       | é€😀   | é€😀
            6 a comma needs them              | a,b   | "a,b"
            6 a quote needs them              | a"b   | "a""b"
            6 CR needs them                   | a#b   | "a#b"
            6 LF needs them                   | a~b   | "a~b"
            6 both need them                  | #~    | "#~"
            7 a quote is doubled              | "     | \"""\"
            7 each quote is                   | ""    | \"""\"""
            7 wherever it stands              | "a"   | \"""a""\"
            """)
    void writesACell(String clause, String value, String cell) throws Exception {
        String text = value.replace('#', '\r').replace('~', '\n');
        assertThat(written(RFC, List.of(List.of("1", text, "3"))))
                .isEqualTo("a,b,c\r\n1," + cell.replace('#', '\r').replace('~', '\n') + ",3\r\n");
    }

    /** RFC 4180, section 2: 1 each record on its line, 2 the last one's ended too, 3 a header, 4 as many fields in each. */
    @Test
    void writesAHeaderAndLinesOfTheSameLength() throws Exception {
        assertThat(rows(RFC, """
                {"data": [{"b": 1, "a,": 2}, {"a,": 3}, {}, {"b": null, "a,": ""}]}""")).isEqualTo("b,\"a,\"\r\n1,2\r\nN/A,3\r\nN/A,N/A\r\nN/A,\r\n");
    }

    @Test
    void tellsAnEmptyCellThatIsAloneFromNoRowAtAll() throws Exception {
        assertThat(rows(RFC, "{\"data\": [{\"a\": \"\"}, {\"a\": null}, {\"a\": 1}]}"))
                .isEqualTo("a\r\n\"\"\r\nN/A\r\n1\r\n");
        CSVFormat none = RFC.builder().setNullString("").get();
        assertThat(rows(none, "{\"data\": [{\"a\": null}, {}]}")).isEqualTo("a\r\n\"\"\r\n\"\"\r\n");
        assertThat(rows(none, "{\"data\": [{\"\": null}]}")).isEqualTo("\"\"\r\n\"\"\r\n");
    }

    @Test
    void writesNothingForNothing() throws Exception {
        assertThat(rows(RFC, "{\"data\": []}")).isEmpty();
        assertThat(rows(RFC, "{\"data\": [{}, {}]}")).isEqualTo("\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void writesTheDialectOfTheRoute(CSVFormat format, String expected) throws Exception {
        assertThat(rows(format, "{\"data\": [{\"a\": \"x;y\", \"b\": \"p,q\", \"c\": null, \"d\": \"it's\"}]}"))
                .isEqualTo(expected);
    }

    static List<Object[]> formats() {
        return List.of(
                new Object[] {RFC, "a,b,c,d\r\nx;y,\"p,q\",N/A,it's\r\n"},
                new Object[] {RFC.builder().setDelimiter(';').get(), "a;b;c;d\r\n\"x;y\";p,q;N/A;it's\r\n"},
                new Object[] {RFC.builder().setDelimiter("||").get(), "a||b||c||d\r\nx;y||p,q||N/A||it's\r\n"},
                new Object[] {RFC.builder().setQuote('\'').get(), "a,b,c,d\r\nx;y,'p,q',N/A,'it''s'\r\n"},
                new Object[] {RFC.builder().setRecordSeparator("\n").get(), "a,b,c,d\nx;y,\"p,q\",N/A,it's\n"},
                new Object[] {
                    RFC.builder().setQuoteMode(QuoteMode.ALL).get(),
                    "\"a\",\"b\",\"c\",\"d\"\r\n\"x;y\",\"p,q\",\"N/A\",\"it's\"\r\n"
                },
                new Object[] {
                    RFC.builder().setNullString("no, none").get(), "a,b,c,d\r\nx;y,\"p,q\",\"no, none\",it's\r\n"
                });
    }

    @Test
    void refusesAFormatThatCouldNotBeReadBack() {
        for (CSVFormat format : List.of(
                RFC.builder().setQuote(null).setQuoteMode(null).get(),
                RFC.builder().setQuote('«').get(),
                RFC.builder().setEscape('\\').get(),
                CSVFormat.TDF
                        .builder()
                        .setQuoteMode(QuoteMode.NONE)
                        .setEscape('\\')
                        .get())) {
            assertThatThrownBy(() -> new CsvDialect(format))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must quote cells with an ASCII character");
        }
    }

    @Test
    void saysWhatDistinguishesIt() {
        assertThat(new CsvDialect(RFC).description())
                .isEqualTo("delimiter ,, quote \", record separator CRLF, quoted where needed, missing value N/A");
        assertThat(new CsvDialect(RFC.builder()
                                .setDelimiter('\t')
                                .setQuoteMode(QuoteMode.ALL)
                                .setRecordSeparator("\n")
                                .setNullString(null)
                                .get())
                        .description())
                .isEqualTo("delimiter TAB, quote \", record separator LF, all quoted, missing value \"\"");
    }

    @Property(seed = "1", tries = 400)
    void isReadByAnotherProgramAsItWasWritten(
            @ForAll("tables") List<List<String>> rows, @ForAll("dialects") CSVFormat format) throws Exception {
        assertThat(parsed(format, written(format, rows))).isEqualTo(rows);
    }

    @Property(seed = "2", tries = 400)
    void isScannedAsItWasWritten(
            @ForAll("tables") List<List<String>> rows, @ForAll("dialects") CSVFormat format, @ForAll boolean dripping)
            throws Exception {
        CsvDialect dialect = new CsvDialect(format);
        byte[] bytes = written(format, rows).getBytes(StandardCharsets.UTF_8);
        RowScanner scanner = new RowScanner(dialect, dripping ? drip(bytes) : new ByteArrayInputStream(bytes));
        CsvDialect.CellBuffer again = new CsvDialect.CellBuffer(1);
        int count = 0;
        while (scanner.next()) {
            assertThat(scanner.cells()).isEqualTo(rows.get(0).size());
            for (int i = 0; i < scanner.cells(); i++) {
                if (i > 0) {
                    again.write(dialect.delimiter(), 0, dialect.delimiter().length);
                }
                scanner.copy(i, again);
            }
            again.write(dialect.recordSeparator(), 0, dialect.recordSeparator().length);
            count++;
        }
        assertThat(count).isEqualTo(rows.size() + 1);
        assertThat(again.toByteArray()).isEqualTo(bytes);
    }

    /** Never more than a byte at a time. */
    private static InputStream drip(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, 1));
            }
        };
    }

    @Test
    void doesNotScanARowWithoutAnEnd() throws Exception {
        RowScanner scanner = new RowScanner(
                new CsvDialect(RFC), new ByteArrayInputStream("a,b\r\nc,\"d\r\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(scanner.next()).isTrue();
        assertThatThrownBy(scanner::next).isInstanceOf(EOFException.class);
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> cell = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        3,
                        Arbitraries.strings()
                                .withChars(",;|\"'\r\n\t aé€\u0000\u00a6")
                                .ofMaxLength(8)),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.of("", "😀", "\u2028", "a\"\r\n", "=1+1", "\\\"", "x".repeat(300))));
        return Arbitraries.integers()
                .between(2, 40)
                .flatMap(columns ->
                        cell.list().ofSize(columns).list().ofMinSize(1).ofMaxSize(4));
    }

    @Provide
    Arbitrary<CSVFormat> dialects() {
        return Arbitraries.of(
                RFC,
                RFC.builder().setDelimiter(';').get(),
                RFC.builder().setDelimiter('\t').get(),
                RFC.builder().setDelimiter("||").get(),
                RFC.builder().setDelimiter("|;|").get(),
                RFC.builder().setDelimiter('\u00a6').get(),
                RFC.builder().setQuote('\'').get(),
                RFC.builder().setRecordSeparator("\n").get(),
                RFC.builder().setQuoteMode(QuoteMode.ALL).get());
    }

    private static List<List<String>> parsed(CSVFormat format, String text) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        CSVFormat reader =
                format.builder().setNullString(null).setIgnoreEmptyLines(false).get();
        try (CSVParser parser = CSVParser.parse(text, reader)) {
            parser.forEach(row -> rows.add(row.toList()));
        }
        return rows.subList(1, rows.size());
    }

    private static String written(CSVFormat format, List<List<String>> rows) throws IOException {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode data = page.putArray("data");
        for (List<String> row : rows) {
            ObjectNode record = data.addObject();
            for (int i = 0; i < row.size(); i++) {
                record.put(i < 26 ? String.valueOf((char) ('a' + i)) : "column" + i, row.get(i));
            }
        }
        return rows(format, page.toString());
    }

    private static String rows(CSVFormat format, String json) throws IOException {
        CsvDialect.CellBuffer out = new CsvDialect.CellBuffer(0);
        new Rows(Pages.read(json), null).write(new CsvDialect(format), out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
