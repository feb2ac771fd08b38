package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void findsTheDeclaredCharset() {
        assertThat(JsonText.declared("application/json; charset=ISO-8859-1")).isEqualTo("ISO-8859-1");
        assertThat(JsonText.declared("application/json;Charset=\"utf-8\"; a=b")).isEqualTo("utf-8");
        assertThat(JsonText.declared("application/json")).isNull();
        assertThat(JsonText.declared("application/json; charset=")).isNull();
        assertThat(JsonText.declared(null)).isNull();
    }

    @Test
    void onlyAnotherCharsetThanUtf8Matters() {
        assertThat(JsonText.other("utf-8")).isNull();
        assertThat(JsonText.other("us-ascii")).isNull();
        assertThat(JsonText.other(null)).isNull();
        assertThat(JsonText.other("no such thing")).isNull();
        assertThat(JsonText.other("x-unheard-of")).isNull();
        assertThat(JsonText.other("latin1")).isEqualTo(StandardCharsets.ISO_8859_1);
    }

    @Test
    void utf8IsBelievedWhateverIsDeclared() throws IOException {
        JsonText.Decoded decoded = decode("{\"a\":\"Müller €\"}".getBytes(StandardCharsets.UTF_8), "latin1");
        assertThat(decoded.from()).isNull();
        assertThat(decoded.text()).hasBinaryContent("{\"a\":\"Müller €\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theDeclaredCharsetIsBelievedWhereItCannotBeUtf8() throws IOException {
        String text = "{\"a\":\"Müller\"}".repeat(1000);
        JsonText.Decoded decoded = decode(text.getBytes(StandardCharsets.ISO_8859_1), "latin1");
        assertThat(decoded.from()).isEqualTo("ISO-8859-1");
        assertThat(decoded.text()).hasBinaryContent(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesOfNeitherAreRefused() {
        assertThatThrownBy(() -> decode(new byte[] {'"', (byte) 0xFC, (byte) 0x80, '"'}, "Shift_JIS"))
                .isInstanceOf(JsonText.NotTextException.class)
                .hasMessageContaining("neither UTF-8");
    }

    private static JsonText.Decoded decode(byte[] bytes, String declared) throws IOException {
        return JsonText.decode(new ByteArrayInputStream(bytes), Charset.forName(declared));
    }
}
