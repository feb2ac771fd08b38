package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseBodyTest {
    @Test
    void passesTheBytesOn() throws Exception {
        byte[] body = {0, 1, -1, -128, 127};
        try (ResponseBody answer = TestBodies.of(new ByteArrayInputStream(body), 5)) {
            assertThat(answer.read()).isZero();
            assertThat(answer.read()).isEqualTo(1);
            assertThat(answer.read()).isEqualTo(255);
            assertThat(answer.readAllBytes()).containsExactly(-128, 127);
            assertThat(answer.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void refusesMoreThanItsBound(int step) throws Exception {
        try (ResponseBody answer = TestBodies.of(new ByteArrayInputStream(new byte[(1 << 20) + 1]), 1 << 20)) {
            byte[] buffer = new byte[step];
            assertThatThrownBy(() -> {
                        while (answer.read(buffer) >= 0) {
                            // On to the end.
                        }
                    })
                    .isInstanceOf(ResponseBody.TooLargeException.class)
                    .hasMessage("the body is larger than 1 MiB");
        }
    }

    @Test
    void saysWhatItBeganWithHoweverItWasRead() throws Exception {
        byte[] body =
                "<html>\r\n\t<b>é\u0000\u001b[31m  x</b>\u2028\u0085\u009b end</html>".getBytes(StandardCharsets.UTF_8);
        ResponseBody whole = answer(body);
        whole.readAllBytes();
        ResponseBody single = answer(body);
        while (single.read() >= 0) {
            // One at a time.
        }
        assertThat(whole.excerpt(false)).isEqualTo("<html> <b>é [31m x</b> end</html>");
        assertThat(single.excerpt(false)).isEqualTo(whole.excerpt(false));
    }

    @Test
    void saysOnlyWhatWasRead() throws Exception {
        ResponseBody answer = answer("abcdef".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.excerpt(false)).isEmpty();
        answer.readNBytes(3);
        assertThat(answer.excerpt(false)).isEqualTo("abc");
    }

    @Test
    void cutsItsExcerptAtTwoHundredCharacters() {
        assertThat(excerpt("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(excerpt("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
        assertThat(excerpt("€".repeat(5000))).isEqualTo("€".repeat(200) + "…");
    }

    /** Half a character could be written neither to the ledger nor to the report. */
    @Test
    void cutsNoCharacterInTwo() {
        assertThat(excerpt("x".repeat(199) + "😀 and more")).isEqualTo("x".repeat(199) + "…");
        assertThat(excerpt("😀".repeat(300))).isEqualTo("😀".repeat(100) + "…");
    }

    @Test
    void hasAnExcerptOfABodyThatIsCut() {
        InputStream cut = new InputStream() {
            private int left = 3;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("cut");
                }
                return 'y';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                buffer[offset] = (byte) read();
                return 1;
            }
        };
        assertThat(TestBodies.of(cut, 100).readErrorExcerpt()).isEqualTo("yyy");
    }

    private static String excerpt(String body) {
        return answer(body.getBytes(StandardCharsets.UTF_8)).readErrorExcerpt();
    }

    private static ResponseBody answer(byte[] body) {
        return TestBodies.of(new ByteArrayInputStream(body), 1 << 20);
    }

    @Test
    void passesOnNoSecretThatAnApiRepeats() {
        caravan.auth.Secrets.hide("answer-secret-51aa");
        assertThat(ResponseBody.line("who is\nanswer-secret-51aa?")).isEqualTo("who is ***?");
    }
}
