package caravan.discover;

import caravan.fetch.ApiClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;

/** Sends single requests to an API, through the client that a run has. */
final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 32 << 20;

    private final CloseableHttpClient http;
    private final Map<String, String> headers;
    private final @Nullable String body;

    /** @param body makes each request a POST; null for a GET */
    Api(ApiClient client, Map<String, String> headers, @Nullable String body) {
        HttpClientBuilder builder = HttpClientBuilder.create();
        client.configureHttpClient(builder);
        http = builder.disableAutomaticRetries().build();
        this.headers = headers;
        this.body = body;
    }

    Reply ask(URI url) throws IOException {
        URI address = ApiClient.address(url);
        HttpUriRequestBase request = body == null ? new HttpGet(address) : new HttpPost(address);
        request.setHeader("Accept", "application/json");
        if (body != null) {
            request.setEntity(new StringEntity(
                    body,
                    ContentType.create(
                            body.strip().startsWith("{") ? "application/json" : "application/x-www-form-urlencoded",
                            StandardCharsets.UTF_8)));
        }
        headers.forEach(request::setHeader);
        return http.execute(request, response -> {
            Map<String, String> all = new LinkedHashMap<>();
            for (Header header : response.getHeaders()) {
                all.merge(
                        header.getName().toLowerCase(Locale.ROOT),
                        header.getValue(),
                        (one, other) -> one + ", " + other);
            }
            byte[] bytes = new byte[0];
            if (response.getEntity() != null) {
                try (InputStream in = response.getEntity().getContent()) {
                    bytes = in.readNBytes(MAX_BYTES);
                }
            }
            return new Reply(url, response.getCode(), all, json(bytes));
        });
    }

    private static @Nullable JsonNode json(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            return json.isContainerNode() ? json : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
