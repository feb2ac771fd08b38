package caravan.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN = List.of("MAX_RETRIES", "API_TOKEN", "size", "url", "next", "text");

    @ParameterizedTest
    @CsvSource({
        "MAX_RETRIES, MAX_RETRIES",
        "MAX_RETRYS, MAX_RETRIES",
        "MAX_RETYRES, MAX_RETRIES",
        "MAX_RETYRS, ",
        "api-token, API_TOKEN",
        "Size, size",
        "szie, size",
        "uri, url",
        "urls, url",
        "id, ",
        "all, ",
        "'', "
    })
    void findsNamesAtMostTwoEditsAway(String name, String meant) {
        assertThat(Nearest.to(name, KNOWN).orElse(null)).isEqualTo(meant);
    }

    @Test
    void prefersFewerEditsThenTheFirst() {
        assertThat(Nearest.to("tent", List.of("next", "text"))).hasValue("text");
        assertThat(Nearest.to("lent", List.of("text", "next", "tent", "sent"))).hasValue("tent");
        assertThat(Nearest.to("text", List.of())).isEmpty();
    }
}
