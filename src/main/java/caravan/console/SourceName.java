package caravan.console;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.event.KeyValuePair;

/** {@code %source} of a pattern: where several sources run, the name of the one that an event is about, with a colon. */
public final class SourceName extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        if (!Logging.hasSeveralSources() || event.getKeyValuePairs() == null) {
            return "";
        }
        for (KeyValuePair pair : event.getKeyValuePairs()) {
            if (pair.key.equals("source")) {
                return pair.value + ": ";
            }
        }
        return "";
    }
}
