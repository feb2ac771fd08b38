package caravan.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecklistTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Checklist list = new Checklist(
            new PrintStream(out, true, StandardCharsets.UTF_8), 40, text -> text.replace("secret", "***"));

    @Test
    void isALineForEachCheckAndTheCodeOfTheFirstThatFailed() {
        list.passed("routes", "source customers");
        list.failed("API", List.of("no secret connection to http://127.0.0.1:1/a/rather/long/path"), "Mend it.", 4);
        list.notTried("page 1", "the API gives no answer");
        list.failed("S3", List.of("one", "two"), null, 5);
        assertThat(list.end()).isEqualTo(4);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                ✓ routes    source customers
                ✗ API       no *** connection to
                            http://127.0.0.1:1/a/rather/long/path
                            → Mend it.
                – page 1    not checked: the API gives
                            no answer
                ✗ S3        one
                            two

                2 checks failed, 1 could not be tried.
                """);
    }

    @Test
    void endsWellWhenAllIsWell() {
        list.passed("routes", "source customers");
        assertThat(list.end()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\nAll is ready: caravan run.\n");
    }
}
