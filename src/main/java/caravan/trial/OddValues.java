package caravan.trial;

import java.util.List;

/** Values that break careless extractors, each with the JSON as written and the cell that it must become. */
final class OddValues {
    /** One value: {@code json} as the source writes it, {@code cell} as it must arrive. */
    record Odd(String json, String cell) {}

    static final List<Odd> ALL = List.of(
            // CSV's own characters.
            new Odd("\"a, b,, c\"", "a, b,, c"),
            new Odd("\"say \\\"hi\\\"\"", "say \"hi\""),
            new Odd("\"\\\"\"", "\""),
            new Odd("\"two\\nlines\"", "two\nlines"),
            new Odd("\"two\\r\\nlines\"", "two\r\nlines"),
            new Odd("\"lone\\rreturn\"", "lone\rreturn"),
            new Odd("\"\\n\"", "\n"),
            new Odd("\"a;b\\tc|d\"", "a;b\tc|d"),
            new Odd("\"ends with \\\\\"", "ends with \\"),
            new Odd("\"\"", ""),
            new Odd("\"  spaces around  \"", "  spaces around  "),
            new Odd("\" \"", " "),
            new Odd("\"# not a comment\"", "# not a comment"),
            // Characters that get lost.
            new Odd("\"nul\\u0000here\"", "nul\u0000here"),
            new Odd("\"\\b\\f\\u001b\\u007f\"", "\b\f\u001b\u007f"),
            new Odd("\"lone \\ud83d high\"", "lone \ufffd high"),
            new Odd("\"lone \\udc00 low\"", "lone \ufffd low"),
            new Odd("\"\\ude00\\ud83d\"", "\ufffd\ufffd"),
            new Odd("\"escaped \\ud83d\\ude00\"", "escaped \ud83d\ude00"),
            new Odd("\"raw \ud83d\udc69\u200d\ud83d\udcbb\"", "raw \ud83d\udc69\u200d\ud83d\udcbb"),
            new Odd("\"\u6771\u4eac\\u90fd\"", "\u6771\u4eac\u90fd"),
            new Odd("\"\ufeffmark\u2028separator\"", "\ufeffmark\u2028separator"),
            new Odd("\"a\\/b\\u0041\"", "a/bA"),
            new Odd("\"e\u0301 is not \u00e9\"", "e\u0301 is not \u00e9"),
            // Text that looks like something else.
            new Odd("\"=1+1\"", "=1+1"),
            new Odd("\"+1 555\"", "+1 555"),
            new Odd("\"-2\"", "-2"),
            new Odd("\"@SUM(A1)\"", "@SUM(A1)"),
            new Odd("\"007\"", "007"),
            new Odd("\"1e5\"", "1e5"),
            new Odd("\"true\"", "true"),
            new Odd("\"null\"", "null"),
            new Odd("\"N/A\"", "N/A"),
            new Odd("\"NaN\"", "NaN"),
            new Odd("\"2024-02-30\"", "2024-02-30"),
            new Odd("\"{\\\"a\\\":1}\"", "{\"a\":1}"),
            // Numbers, as written.
            new Odd("1.10", "1.10"),
            new Odd("1E+2", "1E+2"),
            new Odd("1e-7", "1e-7"),
            new Odd("-0", "-0"),
            new Odd("0.0", "0.0"),
            new Odd("123456789012345678901234567890", "123456789012345678901234567890"),
            new Odd("-9223372036854775809", "-9223372036854775809"),
            new Odd("0.10000000000000000000000000001", "0.10000000000000000000000000001"),
            new Odd("1.7976931348623159e+400", "1.7976931348623159e+400"),
            // Other types.
            new Odd("true", "true"),
            new Odd("false", "false"),
            new Odd("[]", "[]"),
            new Odd("{ }", "{}"),
            new Odd("[ 1.10, null, 1E+2 ]", "[1.10,null,1E+2]"),
            new Odd(
                    "{ \"street\" : \"Oak, 5\", \"geo\": { \"lat\": 1.50, \"lon\" : -0 }, \"tags\":[\"a\\n\",\"\u00e9\"] }",
                    "{\"street\":\"Oak, 5\",\"geo\":{\"lat\":1.50,\"lon\":-0},\"tags\":[\"a\\n\",\"\u00e9\"]}"));

    private OddValues() {}
}
