package caravan.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The form of events on stderr, on top of {@code logback.xml}: which are shown, as text or as JSON.
 *
 * <p>Static because the logging is made before anything else.
 */
public final class Logging {
    private static volatile boolean json;
    private static volatile boolean several;
    private static volatile Supplier<@Nullable String> run = () -> null;

    private Logging() {}

    /** From now on one JSON object a line. Where a {@code logback.xml} of the user's has other appenders, nothing changes. */
    public static synchronized void asJson() {
        if (json) {
            return;
        }
        json = true;
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Appender<ILoggingEvent> stderr =
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        if (stderr instanceof OutputStreamAppender<ILoggingEvent> stream) {
            JsonLayout layout = new JsonLayout(() -> run.get());
            layout.setContext(context);
            layout.start();
            LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
            encoder.setContext(context);
            encoder.setCharset(StandardCharsets.UTF_8);
            encoder.setLayout(layout);
            encoder.start();
            stream.setEncoder(encoder);
        }
    }

    /** Tells what has kept a run from beginning: in plain words, or as an event where a program reads them. */
    public static void problem(String text) {
        if (json) {
            LoggerFactory.getLogger("caravan").error("{}", text);
        } else {
            System.err.println(text);
        }
    }

    static boolean isJson() {
        return json;
    }

    static void show(Verbosity verbosity) {
        Logger ours = (Logger) LoggerFactory.getLogger("caravan");
        switch (verbosity) {
            case QUIET -> ours.setLevel(Level.WARN);
            case VERBOSE -> ours.setLevel(Level.DEBUG);
            case NORMAL -> {
                // As logback.xml has it.
            }
        }
    }

    static boolean hasSeveralSources() {
        return several;
    }

    /**
     * @param name of the run that is under way; null where none is, or several are
     * @param hasSeveral whether there are several sources, so that each is named
     */
    static void nameRun(Supplier<@Nullable String> name, boolean hasSeveral) {
        run = name;
        several = hasSeveral;
    }
}
