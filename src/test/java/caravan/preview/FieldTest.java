package caravan.preview;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fixture.Pages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0                                    | integer
            -12345678901234567890123             | integer
            007                                  | text
            +49 30 1                             | text
            1.10                                 | number
            1E+2                                 | number
            1.                                   | text
            true                                 | boolean
            True                                 | text
            2026-11-22                           | date
            2026-02-30                           | text
            2026-11-22T10:00:00Z                 | timestamp
            2026-11-22 10:00:00.123+02:00        | timestamp
            2026-13-22T10:00                     | text
            300b3a1c-0000-4000-8000-00000000000f | uuid
            a.b+c@d.example                      | email
            a@b                                  | text
            {"a":1}                              | object
            [1,2]                                | list
            []                                   | list
            {                                    | text
            N/A                                  | text
            """)
    void looksLike(String value, String kind) {
        assertThat(ValueKind.of(value).label()).isEqualTo(kind);
    }

    /** Value*how often. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1*3 2.5*1                   | number
            12345*9 01234*1             | text
            Ann*9 17*1                  | text
            17*9 n/a*1                  | mostly integer (90.0 %)
            17*9999 n/a*1               | mostly integer (> 99.9 %)
            17*3 n/a*2                  | mixed: integer 60.0 %, text 40.0 %
            17*3 n/a*1 007*1            | mixed: integer 60.0 %, text 40.0 %
            2026-11-22*1 2026-11-22T10:00*1 | mixed: date 50.0 %, timestamp 50.0 %
            a@b.example*1               | email
            -*3                         | –
            """)
    void agreesOnAWordOrTellsTheShares(String values, String looksLike) {
        Field field = new Field("f");
        for (String value : values.split(" ", -1)) {
            int star = value.lastIndexOf('*');
            String text = value.substring(0, star);
            Collections.nCopies(Integer.parseInt(value.substring(star + 1)), text.equals("-") ? null : text)
                    .forEach(field::add);
        }
        assertThat(field.looksLike()).isEqualTo(looksLike);
    }

    @Test
    void countsWhatIsFilled() throws Exception {
        List<String> records = new ArrayList<>(List.of("{\"a\":1,\"b\":\"x\",\"c\":null}", "{\"a\":2,\"b\":\"\"}"));
        List<Field> fields = Field.of(Pages.read("{\"data\":" + records + "}"));
        assertThat(fields).extracting(Field::name).containsExactly("a", "b", "c");
        assertThat(fields).extracting(Field::filled).containsExactly("100 %", "50.0 %", "0 %");
        assertThat(fields).extracting(Field::example).containsExactly("1", "x", "");
        assertThat(fields).extracting(Field::isNumber).containsExactly(true, false, false);
        assertThat(Field.records(Pages.read("{\"data\":" + records + "}"), 1))
                .containsExactly(java.util.Arrays.asList("1", "x", null));
    }

    @Test
    void onlyAllIsAHundredPercent() {
        Field field = new Field("f");
        for (int i = 0; i < 5000; i++) {
            field.add(i == 7 ? null : "x");
        }
        assertThat(field.filled()).isEqualTo("> 99.9 %");
    }
}
