package caravan.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/** {@code %severity(...)} in a pattern: red in errors, yellow in warnings, where stderr is a terminal that takes colours. */
public final class SeverityColour extends CompositeConverter<ILoggingEvent> {
    @Override
    protected String transform(ILoggingEvent event, String in) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)
                || !Terminal.ofStderr().colours()) {
            return in;
        }
        return (event.getLevel() == Level.WARN ? "\033[33m" : "\033[31m") + in + "\033[0m";
    }
}
