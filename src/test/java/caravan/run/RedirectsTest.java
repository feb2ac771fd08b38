package caravan.run;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.Redirect;
import java.net.URI;
import org.junit.jupiter.api.Test;

class RedirectsTest {
    private final Redirects redirects = new Redirects();

    @Test
    void aPermanentOneCountsForAllPages() {
        redirects.remember(URI.create("http://a/x?page=1"), new Redirect(URI.create("http://a/y?page=1"), true));
        assertThat(redirects.target(URI.create("http://a/x?page=2"))).hasToString("http://a/y?page=2");
        assertThat(redirects.target(URI.create("http://a/x"))).hasToString("http://a/y");
        assertThat(redirects.target(URI.create("http://a/z?page=2"))).hasToString("http://a/z?page=2");
    }

    @Test
    void anyOtherCountsOnce() {
        redirects.remember(URI.create("http://a/x?page=1"), new Redirect(URI.create("http://a/y?page=1"), false));
        redirects.remember(URI.create("http://a/x?page=1"), new Redirect(URI.create("http://a/y?at=1"), true));
        assertThat(redirects.target(URI.create("http://a/x?page=2"))).hasToString("http://a/x?page=2");
    }
}
