package caravan.look;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.Failure;
import caravan.fetch.FetchException;
import caravan.fetch.Pace;
import caravan.fetch.Page;
import caravan.fetch.Pages;
import caravan.source.Source;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class PageLookTest {
    private int asked;

    private PageLook look(Object... answers) throws Exception {
        Source source = new Source();
        source.setUrl("http://crm.example/customers");
        Deque<Object> left = new ArrayDeque<>(List.of(answers));
        Pace pace = Pages.pace();
        return PageLook.at(source, 1, pace, Duration.ofMillis(1), (page, plan) -> {
            asked++;
            // As the route does: a page that is not let in again would hang.
            assertThat(pace.enter(page.number())).isTrue();
            Object answer = left.remove();
            if (answer instanceof Exception e) {
                throw e;
            }
            return (Page) answer;
        });
    }

    private static FetchException failure(Failure failure, String cause, Duration retryAfter) {
        return new FetchException(failure, cause, cause + " instead of a page", retryAfter);
    }

    private static Page page() throws Exception {
        return Pages.read("{\"data\":[{\"a\":1}]}");
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"TRANSIENT", "RATE_LIMITED", "DOUBTFUL"})
    void asksOnceMoreForWhatARunWouldRetry(Failure failure) throws Exception {
        PageLook look = look(failure(failure, "503", Duration.ZERO), page());
        assertThat(asked).isEqualTo(2);
        assertThat(look.page().rows()).isEqualTo(1);
        assertThat(look.failure()).isNull();
        assertThat(look.first().causeName()).isEqualTo("503");
    }

    @Test
    void givesUpAfterTheSecond() throws Exception {
        PageLook look = look(
                failure(Failure.TRANSIENT, "503", Duration.ZERO),
                failure(Failure.TRANSIENT, "502", Duration.ZERO),
                page());
        assertThat(asked).isEqualTo(2);
        assertThat(look.page()).isNull();
        assertThat(look.failure().causeName()).isEqualTo("502");
        assertThat(look.isReachable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"PERMANENT", "REFUSED", "UNAUTHORIZED", "ENDED", "STOPPED"})
    void asksNotAgainWhereARunWouldNot(Failure failure) throws Exception {
        assertThat(look(failure(failure, "401", Duration.ZERO)).isDenied()).isTrue();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void waitsNotForLong() throws Exception {
        assertThat(look(failure(Failure.RATE_LIMITED, "429", Duration.ofSeconds(6)))
                        .failure()
                        .causeName())
                .isEqualTo("429");
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void knowsAnApiThatIsNotThere() throws Exception {
        PageLook look = look(new ConnectException("Connection refused"));
        assertThat(asked).isEqualTo(1);
        assertThat(look.isReachable()).isFalse();
        assertThat(look.failure()).hasMessage("no connection to crm.example: Connection refused");
    }

    @Test
    void tellsAnErrorOfTheRouteFromOneOfTheApi() throws Exception {
        PageLook look = look(new IllegalArgumentException("no bean atempts"));
        assertThat(look.failure()).isNull();
        assertThat(look.error()).hasMessage("no bean atempts");
    }
}
