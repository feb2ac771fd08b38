package caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectKeyTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            raw/customers,     2026-11-22T10:00:00Z,       raw/customers/date=2026-11-22/
            /raw/customers/,   2026-11-22T00:00:00Z,       raw/customers/date=2026-11-22/
            //a//b//,          2026-11-21T23:59:59.999Z,   a//b/date=2026-11-21/
            '',                2026-01-02T03:04:05Z,       date=2026-01-02/
            /,                 2026-01-02T03:04:05Z,       date=2026-01-02/
            a b/é,             2026-01-02T03:04:05Z,       a b/é/date=2026-01-02/
            """)
    void isTheFolderOfTheDayOnWhichTheRunBegan(String prefix, Instant started, String folder) {
        ObjectKey key = ObjectKey.of(prefix, "customers_extract_20261122_100000", started);
        assertThat(key.csv()).isEqualTo(folder + "customers_extract_20261122_100000.csv");
        assertThat(key.manifest()).isEqualTo(folder + "_customers_extract_20261122_100000.manifest.json");
    }
}
