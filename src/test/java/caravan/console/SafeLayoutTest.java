package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.auth.Secrets;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

class SafeLayoutTest {
    @Test
    void showsNoSecretInMessageArgumentOrTrace() {
        Secrets.hide("delta-password");
        LoggerContext context = new LoggerContext();
        SafeLayout layout = new SafeLayout();
        layout.setContext(context);
        layout.setPattern("%level %msg%n");
        layout.start();
        Exception thrown =
                new IllegalStateException("outer delta-password", new IllegalArgumentException("inner delta-password"));
        thrown.addSuppressed(new RuntimeException("aside delta-password"));
        String text = layout.doLayout(new LoggingEvent(
                "", context.getLogger("test"), Level.DEBUG, "sent {} and delta-password", thrown, new Object[] {
                    "delta-password"
                }));
        assertThat(text)
                .startsWith("DEBUG sent *** and ***")
                .contains("outer ***", "inner ***", "aside ***", "\tat caravan.console.SafeLayoutTest")
                .doesNotContain("delta-password");
    }
}
