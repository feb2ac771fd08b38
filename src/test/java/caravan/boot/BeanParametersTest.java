package caravan.boot;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.PageRequest;
import caravan.fetch.ResponseHead;
import caravan.page.Effort;
import caravan.page.Page;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.run.PageAttempts;
import caravan.run.Run;
import caravan.store.Rows;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeanParametersTest {
    private static final PageAttempts PAGE =
            new PageAttempts(new PageTask("customers", 7, URI.create("http://crm/"), Purpose.RECORDS), () -> 0);

    private final BeanParameters parameters = new BeanParameters();
    private final CamelContext camel = new DefaultCamelContext();

    @Test
    void takesWhatHasAPlaceOnTheExchangeAndLeavesTheRestToTheBody() {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty("page", PAGE);
        exchange.setException(new IllegalStateException("broken"));
        exchange.getMessage().setHeaders(Map.of(Exchange.HTTP_RESPONSE_CODE, 503, "X", "1"));
        assertThat(value(PageAttempts.class, exchange)).isSameAs(PAGE);
        assertThat(value(Effort.class, exchange).page()).isEqualTo(7);
        assertThat(value(Exception.class, exchange)).hasMessage("broken");
        assertThat(value(ResponseHead.class, exchange).status()).isEqualTo(503);
        assertThat(value(ResponseHead.class, exchange).headers()).containsEntry("X", "1");
        assertThat(parameters.getDefaultParameterTypeExpression(InputStream.class))
                .isNull();
        assertThat(parameters.getDefaultParameterTypeExpression(Page.class)).isNull();
    }

    @Test
    void anAnswerWithoutAStatusIsNone() {
        assertThat(value(ResponseHead.class, new DefaultExchange(camel)).status())
                .isZero();
    }

    /** Camel keeps a thousand objects of a class that an expression looks into, when a method of it takes one of these. */
    @ParameterizedTest
    @ValueSource(classes = {PageTask.class, PageAttempts.class, PageRequest.class, Run.class, Page.class, Rows.class})
    void whatThereIsForEachPageIsNotKept(Class<?> type) {
        assertThat(Arrays.stream(type.getDeclaredMethods())
                        .map(Method::getParameterTypes)
                        .flatMap(Arrays::stream))
                .noneMatch(parameter -> parameters.getDefaultParameterTypeExpression(parameter) != null);
    }

    /** Camel takes {@code x()} for a way to write {@code isX()} and finds the call ambiguous: depending on the JVM's mood. */
    @Test
    void noMethodIsTheShortFormOfAnother() {
        for (Class<?> type : BeanParameters.PROPERTIES.keySet()) {
            List<String> names = Arrays.stream(type.getDeclaredMethods())
                    .map(Method::getName)
                    .toList();
            assertThat(names.stream()
                            .filter(name -> name.matches("(is|get)[A-Z].*"))
                            .map(name -> name.replaceFirst("is|get", ""))
                            .map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)))
                    .as(type.getSimpleName())
                    .doesNotContainAnyElementsOf(names);
        }
    }

    private <T> T value(Class<T> type, Exchange exchange) {
        return parameters.getDefaultParameterTypeExpression(type).evaluate(exchange, type);
    }
}
