package caravan.console;

import caravan.auth.Secrets;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line for each event, a stack trace inside it, and no secret: {@code timestamp} (ISO 8601, UTC),
 * {@code level}, {@code logger}, {@code thread}, {@code run}, {@code page}, {@code message}, {@code stack_trace}.
 *
 * <p>Run and page come with the event and not with the thread: a page goes on in another thread after its backoff.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

    private final Supplier<@Nullable String> run;

    /** @param run the name of the run that is under way */
    JsonLayout(Supplier<@Nullable String> run) {
        this.run = run;
    }

    /** The event's own run, else the one that is under way. */
    private @Nullable String named(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return (pairs == null ? Stream.<KeyValuePair>empty() : pairs.stream())
                .filter(pair -> pair.key.equals("run"))
                .map(pair -> String.valueOf(pair.value))
                .findFirst()
                .orElseGet(run);
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("timestamp", TIMESTAMP.format(event.getInstant()));
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        String named = named(event);
        if (named != null) {
            fields.put("run", named);
        }
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.putIfAbsent(pair.key, pair.value instanceof Number ? pair.value : String.valueOf(pair.value));
            }
        }
        event.getMDCPropertyMap().forEach(fields::putIfAbsent);
        fields.put("message", event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            fields.put("stack_trace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        // Before JSON escapes what is in them, and a secret is not what it was.
        fields.replaceAll((name, value) -> value instanceof String text ? Secrets.redact(text) : value);
        try {
            return JSON.writeValueAsString(fields) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
