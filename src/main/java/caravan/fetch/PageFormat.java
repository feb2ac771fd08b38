package caravan.fetch;

import caravan.page.Page;
import caravan.source.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.jackson.JacksonDataFormat;

/** Makes a {@link Page} of a {@link ResponseBody}, by the shape that the body's source has. Thread-safe. */
public final class PageFormat extends JacksonDataFormat {
    private static final ObjectMapper MAPPER = PageReader.mapper();

    public PageFormat() {
        super(MAPPER, Page.class);
    }

    @Override
    public Object unmarshal(Exchange exchange, Object body) throws Exception {
        if (!(body instanceof ResponseBody response)) {
            throw new IllegalArgumentException("There is no body of an answer to read, but "
                    + (body == null ? "nothing" : body.getClass().getName()));
        }
        return read(response, response.shape(), response.head());
    }

    /** Reads a page to its end. */
    public static Page read(InputStream body, Shape shape, ResponseHead head) throws IOException {
        return MAPPER.readerFor(Page.class)
                .withAttribute(Shape.class, shape)
                .withAttribute(ResponseHead.class, head)
                .readValue(body);
    }
}
