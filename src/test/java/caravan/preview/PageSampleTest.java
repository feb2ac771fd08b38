package caravan.preview;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fixture.Pages;
import caravan.fixture.TestRuns;
import caravan.fixture.TestSources;
import caravan.pace.Pace;
import caravan.page.Page;
import caravan.source.Source;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class PageSampleTest {
    private int asked;

    private PageSample look(Object... answers) throws Exception {
        Source source = TestSources.customers("http://crm.example", 1000);
        Deque<Object> left = new ArrayDeque<>(List.of(answers));
        Pace pace = TestRuns.pace(System::nanoTime);
        return PageSample.at(source, 1, pace, System::nanoTime, Duration.ofMillis(1), task -> {
            asked++;
            Object answer = left.remove();
            if (answer instanceof Exception e) {
                throw e;
            }
            return (Page) answer;
        });
    }

    private static FetchException failure(FailureKind failure, String cause, Duration retryAfter) {
        return new FetchException(failure, cause, cause + " instead of a page", retryAfter);
    }

    private static Page page() throws Exception {
        return Pages.read("{\"data\":[{\"a\":1}]}");
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"TRANSIENT", "RATE_LIMITED", "DOUBTFUL"})
    void asksOnceMoreForWhatARunWouldRetry(FailureKind failure) throws Exception {
        PageSample look = look(failure(failure, "503", Duration.ZERO), page());
        assertThat(asked).isEqualTo(2);
        assertThat(look.page().rows()).isEqualTo(1);
        assertThat(look.failure()).isNull();
        assertThat(look.first().causeName()).isEqualTo("503");
    }

    @Test
    void givesUpAfterTheSecond() throws Exception {
        PageSample look = look(
                failure(FailureKind.TRANSIENT, "503", Duration.ZERO),
                failure(FailureKind.TRANSIENT, "502", Duration.ZERO),
                page());
        assertThat(asked).isEqualTo(2);
        assertThat(look.page()).isNull();
        assertThat(look.failure().causeName()).isEqualTo("502");
        assertThat(look.isReachable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"PERMANENT", "REFUSED", "UNAUTHORIZED", "SETTLED", "STOPPED"})
    void asksNotAgainWhereARunWouldNot(FailureKind failure) throws Exception {
        assertThat(look(failure(failure, "401", Duration.ZERO)).isDenied()).isTrue();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void waitsNotForLong() throws Exception {
        assertThat(look(failure(FailureKind.RATE_LIMITED, "429", Duration.ofSeconds(6)))
                        .failure()
                        .causeName())
                .isEqualTo("429");
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void knowsAnApiThatIsNotThere() throws Exception {
        PageSample look = look(failure(FailureKind.TRANSIENT, "no connection", Duration.ZERO));
        assertThat(asked).isEqualTo(1);
        assertThat(look.isReachable()).isFalse();
    }

    @Test
    void tellsAnErrorOfTheRouteFromOneOfTheApi() throws Exception {
        PageSample look = look(new IllegalArgumentException("no bean atempts"));
        assertThat(look.failure()).isNull();
        assertThat(look.error()).hasMessage("no bean atempts");
    }
}
