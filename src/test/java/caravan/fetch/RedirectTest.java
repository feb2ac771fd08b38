package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedirectTest {
    private static final URI ASKED = URI.create("http://crm.example.com/api/customers?page=1");

    private static @Nullable Redirect redirect(int status, String location) {
        return Redirect.of(ASKED, new ResponseHead(status, Map.of("location", location)));
    }

    @Test
    void isFollowedWithinItsOrigin() {
        assertThat(redirect(301, "/v2/customers?page=1"))
                .isEqualTo(new Redirect(URI.create("http://crm.example.com/v2/customers?page=1"), true));
        assertThat(redirect(307, "HTTP://CRM.example.com:80/v2/{a}#top"))
                .isEqualTo(new Redirect(URI.create("HTTP://CRM.example.com:80/v2/%7Ba%7D"), false));
    }

    @Test
    void isNotFollowedAnywhereElse() {
        assertThat(redirect(302, "https://crm.example.com/v2")).isNull();
        assertThat(redirect(302, "http://other.example.com/v2")).isNull();
        assertThat(redirect(302, " ")).isNull();
        assertThat(redirect(302, "http://[")).isNull();
        assertThat(redirect(304, "/v2")).isNull();
        assertThat(Redirect.of(ASKED, new ResponseHead(301, Map.of()))).isNull();
    }

    @Test
    void showsNoValuesOfTheQuery() {
        assertThat(String.valueOf(redirect(301, "/v2?key=secret"))).doesNotContain("secret");
    }
}
