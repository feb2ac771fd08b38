package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.auth.Secrets;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLayoutTest {
    private static final String SECRET = "epsilon\"pass\\word\u00e9";

    private final LoggerContext context = new LoggerContext();
    private String run = "customers_extract_1";

    @Test
    void isOneObjectOnOneLine() throws Exception {
        LoggingEvent event = event("Page {}: a \"quoted\"\nline", null, 7);
        event.addKeyValuePair(new KeyValuePair("page", 7));
        String line = line(event);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        assertThat(line)
                .isEqualTo("{\"timestamp\":\"2026-11-22T10:00:00.120Z\",\"level\":\"WARN\",\"logger\":\"test\","
                        + "\"thread\":\"t\",\"run\":\"customers_extract_1\",\"page\":7,"
                        + "\"message\":\"Page 7: a \\\"quoted\\\"\\nline\"}\n");
    }

    @Test
    void hasTheTraceInsideAndNoRunWhereThereIsNone() throws Exception {
        run = null;
        String line = line(event("broken", new IllegalStateException("outer", new RuntimeException("inner"))));
        JsonNode object = new ObjectMapper().readTree(line);
        assertThat(line).containsOnlyOnce("\n");
        assertThat(object.has("run")).isFalse();
        assertThat(object.has("page")).isFalse();
        assertThat(object.get("stack_trace").asText())
                .contains("IllegalStateException: outer", "Caused by: java.lang.RuntimeException: inner", "\n\tat ");
    }

    @Test
    void showsNoSecretEvenWhereJsonWouldEscapeIt() throws Exception {
        Secrets.hide(SECRET);
        LoggingEvent event = event(
                "sent {} and {}",
                new IllegalStateException("outer " + SECRET),
                SECRET,
                new ObjectMapper().writeValueAsString(SECRET));
        event.addKeyValuePair(new KeyValuePair("header", "Bearer " + SECRET));
        String line = line(event);
        JsonNode object = new ObjectMapper().readTree(line);
        assertThat(object.get("message").asText()).isEqualTo("sent *** and \"***\"");
        assertThat(object.get("header").asText()).isEqualTo("Bearer ***");
        assertThat(object.get("stack_trace").asText()).contains("outer ***");
        assertThat(line).doesNotContain("epsilon");
    }

    @BeforeEach
    void makeContext() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private String line(LoggingEvent event) {
        JsonLayout layout = new JsonLayout(() -> run);
        layout.setContext(context);
        layout.start();
        return layout.doLayout(event);
    }

    private LoggingEvent event(String message, Throwable thrown, Object... arguments) {
        LoggingEvent event = new LoggingEvent("", context.getLogger("test"), Level.WARN, message, thrown, arguments);
        event.setThreadName("t");
        event.setInstant(Instant.parse("2026-11-22T10:00:00.12Z"));
        return event;
    }
}
