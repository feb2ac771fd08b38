package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.page.PageTask;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedirectTest {
    private static final URI ASKED = URI.create("http://crm.example.com/api/customers?page=1");

    private static final PageTask TASK = new PageTask("customers", 1, ASKED, PageTask.Purpose.RECORDS);

    private static @Nullable Redirect redirect(int status, String location) {
        return Redirect.of(TASK, new ResponseHead(status, Map.of("location", location)));
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
        assertThat(Redirect.of(TASK, new ResponseHead(301, Map.of()))).isNull();
    }

    @Test
    void ofAPostIsFollowedWhereItStaysAPost() {
        PageTask post = new PageTask("customers", 1, ASKED, Map.of(), "{}", PageTask.Purpose.RECORDS, 0, null);
        assertThat(Redirect.of(post, new ResponseHead(302, Map.of("Location", "/v2"))))
                .isNull();
        assertThat(Redirect.of(post, new ResponseHead(307, Map.of("Location", "/v2"))))
                .isNotNull();
    }

    @Test
    void showsNoValuesOfTheQuery() {
        assertThat(String.valueOf(redirect(301, "/v2?key=secret"))).doesNotContain("secret");
    }
}
