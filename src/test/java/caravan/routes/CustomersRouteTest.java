package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.page.PageTask.Purpose;
import caravan.source.Source;
import java.net.URI;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

class CustomersRouteTest extends RouteTest {
    CustomersRouteTest() {
        super("customers.camel.yaml", "direct:extract");
    }

    @Override
    Map<String, String> properties() {
        return Map.of(
                "API_BASE_URL", "http://crm.example",
                "API_ENDPOINT", "/c",
                "RECORDS_PER_PAGE", "250",
                "caravan.runs", "1");
    }

    @Override
    void bind(Registry registry) {}

    /** What the timer has sent may be there before the test begins. */
    @Override
    void resetMocks() {}

    @Test
    void theTimerSendsTheSourceOnItsWay() throws Exception {
        MockEndpoint extract = getMockEndpoint("mock:direct:extract");
        extract.expectedMessageCount(1);
        extract.assertIsSatisfied();
        Source source = extract.getExchanges().get(0).getProperty("source", Source.class);
        assertThat(source.getName()).isEqualTo("customers");
        assertThat(source.getIdField()).isEqualTo("id");
        assertThat(source.page(3, Purpose.RECORDS).uri())
                .isEqualTo(URI.create("http://crm.example/c?page=3&limit=250"));
    }
}
