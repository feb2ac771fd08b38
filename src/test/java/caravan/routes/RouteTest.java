package caravan.routes;

import caravan.boot.BeanParameters;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Starts one route file with the beans that it calls; one Camel for all tests of the class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class RouteTest extends CamelMainTestSupport {
    private final String file;
    private final String neighbours;

    /** @param neighbours what calls of other files go to is replaced by {@code mock:} and its address */
    RouteTest(String file, String... neighbours) {
        this.file = file;
        this.neighbours = String.join("|", neighbours);
    }

    /** What the file names in braces. */
    abstract Map<String, String> properties();

    abstract void bind(Registry registry) throws Exception;

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        registry.bind("parameters", new BeanParameters());
        bind(registry);
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        Properties all = new Properties();
        all.putAll(properties());
        // As the program has it.
        all.put("camel.main.autowiredEnabled", "false");
        all.put("camel.main.streamCachingEnabled", "false");
        all.put("camel.component.http.automaticRetriesDisabled", "true");
        camelContextConfiguration()
                .withUseOverridePropertiesWithPropertiesComponent(all)
                .withShutdownTimeout(2);
        if (!neighbours.isEmpty()) {
            camelContextConfiguration().withMockEndpointsAndSkip(neighbours);
        }
        return super.createCamelContext();
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.withRoutesIncludePattern(file(file));
    }

    static String file(String name) {
        return "file:" + Path.of("routes", name).toAbsolutePath();
    }

    /** Camel does so itself only where each test has a Camel of its own. */
    @BeforeEach
    void resetMocks() {
        MockEndpoint.resetMocks(context);
    }

    /** What becomes of an exchange with these properties, whether or not it fails. */
    Exchange send(String uri, Object body, Map<String, ?> exchangeProperties) {
        return template.request(uri, exchange -> {
            exchangeProperties.forEach(exchange::setProperty);
            exchange.getMessage().setBody(body);
        });
    }
}
