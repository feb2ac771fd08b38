package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatedIdsTest {
    private final RepeatedIds ids = new RepeatedIds();

    @Test
    void areNoticedWhateverLiesBetween() {
        IntStream.range(0, 100_000).forEach(i -> add("id-" + i));
        assertThat(ids.areNone()).isTrue();
        add("id-77777");
        add("id-5");
        add("id-5");
        assertThat(ids.areNone()).isFalse();
        assertThat(ids.areTooMany()).isFalse();
        assertThat(ids.suspects())
                .containsExactlyInAnyOrder(hash("id-5"), hash("id-77777"))
                .isSorted();
    }

    @Test
    void areNotCountedWhereTheyAreTooMany() {
        IntStream.range(0, 200_001).forEach(i -> add("same"));
        assertThat(ids.areTooMany()).isFalse();
        add("same");
        assertThat(ids.areTooMany()).isTrue();
        assertThat(ids.suspects()).containsExactly(hash("same"));
    }

    @Test
    void lookAtTheirBytesOnly() {
        byte[] text = "xab".getBytes(StandardCharsets.UTF_8);
        assertThat(RepeatedIds.hash(text, 1, 3)).isEqualTo(hash("ab")).isNotEqualTo(hash("xab"));
    }

    private void add(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        ids.add(text, 0, text.length);
    }

    private static long hash(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return RepeatedIds.hash(text, 0, text.length);
    }
}
