package caravan.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8BufferTest {
    @Property(seed = "1")
    void encodesAsJavaDoes(@ForAll("texts") String text) {
        assertThat(written(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(seed = "2")
    void encodesOneTextAfterTheOther(@ForAll("manyTexts") List<String> texts) {
        Utf8Buffer buffer = new Utf8Buffer(16);
        texts.forEach(buffer::append);
        assertThat(Arrays.copyOf(buffer.bytes(), buffer.length()))
                .isEqualTo(String.join("", texts).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{index}")
    @CsvSource({
        "'\ud800', '\ufffd'",
        "'\udc00', '\ufffd'",
        "'a\ud800b', 'a\ufffdb'",
        "'\udc00\ud800', '\ufffd\ufffd'",
        "'\ud800\ud83d\ude00', '\ufffd\ud83d\ude00'",
        "'\ud83d\ude00\ude00', '\ud83d\ude00\ufffd'",
        "'é\ud83d', 'é\ufffd'"
    })
    void replacesASurrogateWithoutItsOtherHalf(String text, String expected) {
        assertThat(written(text)).isEqualTo(expected.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void doesNotLookBehindItsPart() {
        Utf8Buffer buffer = new Utf8Buffer(16);
        char[] chars = "x\ud83d\ude00".toCharArray();
        buffer.append(chars, 1, 1);
        assertThat(new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.UTF_8))
                .isEqualTo("\ufffd");
    }

    @Test
    void growsForTextOfAnyLength() {
        String text = "a€".repeat(100_000) + "😀".repeat(50_000);
        assertThat(written(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] written(String text) {
        Utf8Buffer buffer = new Utf8Buffer(16);
        buffer.append(text);
        return Arrays.copyOf(buffer.bytes(), buffer.length());
    }

    /** Of whole characters, from each of the four lengths that UTF-8 has. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 0x7F),
                        Arbitraries.integers().between(0x80, 0x7FF),
                        Arbitraries.integers().between(0x800, 0xD7FF),
                        Arbitraries.integers().between(0xE000, 0xFFFF),
                        Arbitraries.integers().between(0x10000, 0x10FFFF))
                .list()
                .ofMaxSize(40)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    @Provide
    Arbitrary<List<String>> manyTexts() {
        return texts().list().ofMaxSize(10);
    }
}
