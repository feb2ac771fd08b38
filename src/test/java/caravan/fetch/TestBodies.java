package caravan.fetch;

import caravan.fixture.TestSources;
import java.io.InputStream;
import java.util.Map;

/** Bodies of answers of which nothing but the bytes matters. */
final class TestBodies {
    private TestBodies() {}

    static ResponseBody of(InputStream body, long maxBytes) {
        return new ResponseBody(
                body,
                maxBytes,
                TestSources.customers("http://crm.example", 2).shape(),
                new ResponseHead(200, Map.of()));
    }
}
