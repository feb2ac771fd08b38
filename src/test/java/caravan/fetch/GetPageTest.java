package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.auth.Token;
import caravan.auth.TokenSource;
import caravan.fixture.Pages;
import caravan.fixture.TestSources;
import caravan.page.Page;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GetPageTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-22T10:00:00.5Z"), ZoneOffset.UTC);

    private final PageTask task =
            new PageTask("customers", 17, URI.create("http://crm.example:8080/c?page=17"), Purpose.RECORDS);
    private PageRequest page = new PageRequest(task, access(false));

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 206, 299})
    void acceptsTheBodyOfASuccess(int status) throws Exception {
        ResponseBody answer = attempts(false).accept(page, new ResponseHead(status, Map.of()), body("{}"));
        assertThat(answer.readAllBytes()).asString().isEqualTo("{}");
        assertThat(page.attempt(0).isAnswered()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # status, without a login, with one
            301, PERMANENT,    PERMANENT
            302, PERMANENT,    PERMANENT
            400, PERMANENT,    PERMANENT
            401, UNAUTHORIZED, PERMANENT
            403, PERMANENT,    PERMANENT
            404, PERMANENT,    PERMANENT
            408, TRANSIENT,    TRANSIENT
            410, PERMANENT,    PERMANENT
            422, PERMANENT,    PERMANENT
            425, TRANSIENT,    TRANSIENT
            429, RATE_LIMITED, RATE_LIMITED
            500, TRANSIENT,    TRANSIENT
            502, TRANSIENT,    TRANSIENT
            503, TRANSIENT,    TRANSIENT
            504, TRANSIENT,    TRANSIENT
            599, TRANSIENT,    TRANSIENT
            """)
    void classesEveryOtherStatus(int status, FailureKind withoutLogin, FailureKind withLogin) {
        assertThat(refusal(attempts(false), status, Map.of(), "").kind()).isEqualTo(withoutLogin);
        assertThat(refusal(attempts(true), status, Map.of(), "").kind()).isEqualTo(withLogin);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            503 | <h1>Service   Unavailable</h1> | 503 Service Unavailable: <h1>Service Unavailable</h1>
            500 | ''                            | 500 Internal Server Error
            404 | {"error":"no page"}           | 404 Not Found: {"error":"no page"}
            599 | x                             | status 599: x
            401 | bad token                     | the API rejected the credentials: 401 Unauthorized: bad token
            403 | ''                            | the API rejected the credentials: 403 Forbidden
            """)
    void saysWhatCame(int status, String body, String message) {
        FetchException refusal = refusal(attempts(false), status, Map.of(), body);
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.causeName()).isEqualTo(String.valueOf(status));
        assertThat(refusal.retryAfter()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retry-After", "retry-after", "RETRY-AFTER", "rEtRy-aFtEr"})
    void obeysRetryAfterInAnyCase(String header) {
        for (int status : new int[] {429, 503, 500}) {
            FetchException refusal = refusal(attempts(false), status, Map.of("X", "1", header, "7"), "");
            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            assertThat(refusal.kind()).isEqualTo(status == 429 ? FailureKind.RATE_LIMITED : FailureKind.TRANSIENT);
        }
    }

    @Test
    void readsRetryAfterAsADateFromNowOn() {
        FetchException refusal =
                refusal(attempts(false), 503, Map.of("Retry-After", "Sun, 22 Nov 2026 10:00:10 GMT"), "");
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(9500));
    }

    @Test
    void refusesToWaitLongerThanItIsAllowedAndSaysUntilWhen() {
        assertThat(refusal(attempts(false), 429, Map.of("Retry-After", "300"), "")
                        .kind())
                .isEqualTo(FailureKind.RATE_LIMITED);
        FetchException refusal = refusal(attempts(false), 429, Map.of("Retry-After", "301"), "later");
        assertThat(refusal.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(refusal)
                .hasMessage("429 Too Many Requests; it asks to wait until 2026-11-22T10:05:01Z (301 s),"
                        + " longer than MAX_RETRY_AFTER=300 allows");
        assertThat(refusal(attempts(false), 503, Map.of("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"), ""))
                .hasMessageContaining("until 9999-12-31T23:59:59Z");
    }

    @Test
    void saysWhereARedirectLeads() {
        assertThat(refusal(attempts(true), 302, Map.of("location", "https://other.example/\r\nlogin"), ""))
                .hasMessage("302 Moved Temporarily (redirected to https://other.example/ login;"
                        + " the token is only sent to the origin of API_BASE_URL)");
        assertThat(refusal(attempts(true), 304, Map.of(), "")).hasMessage("304 Not Modified");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            400, REFUSED,      'the login was refused, the API rejected the credentials: 400 Bad Request'
            401, REFUSED,      'the login was refused, the API rejected the credentials: 401 Unauthorized'
            403, RATE_LIMITED, 'the login failed: 403 Forbidden'
            302, REFUSED,      'the login was refused, the API rejected the credentials: 302 Moved Temporarily'
            429, RATE_LIMITED, 'the login failed: 429 Too Many Requests'
            503, TRANSIENT,    'the login failed: 503 Service Unavailable'
            """)
    void endsTheRunWhenTheLoginIsRefusedAndShowsNothingOfTheAnswer(int status, FailureKind failure, String message) {
        FetchException thrown = catchThrowableOfType(
                FetchException.class,
                () -> attempts(true)
                        .acceptLogin(new ResponseHead(status, Map.of("retry-after", "3")), body("echoed-password")));
        assertThat(thrown).hasMessage(message);
        assertThat(thrown.kind()).isEqualTo(failure);
        assertThat(thrown.causeName()).isEqualTo("login " + status);
        assertThat(thrown.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void acceptsTheAnswerToALogin() throws Exception {
        assertThat(attempts(true).acceptLogin(new ResponseHead(200, Map.of()), body("{}")))
                .asString()
                .isEqualTo("{}");
        assertThat(attempts(true).acceptLogin(new ResponseHead(204, Map.of()), null))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"401, true, true", "403, true, true", "401, false, false", "403, false, false"})
    void asksForAFreshLoginWhereOneMayHelp(int status, boolean canLogin, boolean renewed) throws Exception {
        boolean[] closed = new boolean[1];
        InputStream body = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        GetPage attempts = attempts(canLogin);
        attempts.authorize(page);
        assertThat(attempts.renewed(page, new ResponseHead(status, Map.of()), body))
                .isEqualTo(renewed);
        assertThat(closed[0]).as("the connection is given back").isEqualTo(renewed);
    }

    @Test
    void refusalWithoutBodyIsCuredByALogin() throws Exception {
        GetPage attempts = attempts(true);
        attempts.authorize(page);
        assertThat(attempts.renewed(page, new ResponseHead(401, Map.of()), null))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void explains(Throwable thrown, String cause, String message) {
        FetchException explained = Failures.explain(new RuntimeException("wrapped", thrown), page);
        assertThat(explained.kind())
                .isEqualTo(cause.equals("too large") ? FailureKind.PERMANENT : FailureKind.TRANSIENT);
        assertThat(explained.causeName()).isEqualTo(cause);
        assertThat(explained).hasMessage(message);
    }

    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(new SocketTimeoutException("no answer in 30 s"), "timeout", "no answer in 30 s"),
                Arguments.of(new SocketTimeoutException(), "timeout", "SocketTimeoutException"),
                Arguments.of(new UnknownHostException("x"), "unknown host", "the host crm.example does not resolve"),
                Arguments.of(
                        new ConnectException("Connection refused"),
                        "no connection",
                        "no connection to crm.example:8080: Connection refused"),
                Arguments.of(
                        new NoRouteToHostException("No route"),
                        "no connection",
                        "no connection to crm.example:8080: No route"),
                Arguments.of(
                        new SSLHandshakeException("bad\ncertificate"),
                        "tls",
                        "no secure connection to crm.example:8080: bad certificate"),
                Arguments.of(new NoHttpResponseException("silent"), "cut", "the answer was cut: silent"),
                Arguments.of(new ConnectionClosedException("early"), "cut", "the answer was cut: early"),
                Arguments.of(
                        new SocketException("Connection reset"),
                        "connection lost",
                        "the connection was lost: Connection reset"),
                Arguments.of(new EOFException(), "connection lost", "the connection was lost: EOFException"),
                Arguments.of(
                        new ResponseBody.TooLargeException("the body is too large"),
                        "too large",
                        "the body is too large"),
                Arguments.of(
                        new IOException("y".repeat(199) + "😀"),
                        "connection lost",
                        "the connection was lost: " + "y".repeat(199) + "…"));
    }

    @Test
    void takesTheFirstCauseThatItKnows() {
        FetchException known = new FetchException(FailureKind.REFUSED, "x", "y");
        assertThat(Failures.explain(new IllegalStateException(known), page)).isSameAs(known);
        assertThat(Failures.explain(known, page)).isSameAs(known);
    }

    @Test
    void doesNotLookAtWhatIsSuppressed() {
        RuntimeException thrown = new RuntimeException("a bug");
        thrown.addSuppressed(new SocketTimeoutException("of the attempt before"));
        assertThat(Failures.explain(thrown, page)).isNull();
        assertThat(Failures.explain(null, page)).isNull();
    }

    @Test
    void whatAnAttemptFailedOfCarriesWhatItSent() throws Exception {
        GetPage getPage = attempts(false);
        getPage.authorize(page);
        FetchException failed = catchThrowableOfType(
                FetchException.class, () -> getPage.failed(page, new SocketTimeoutException("silent")));
        assertThat(failed.causeName()).isEqualTo("timeout");
        assertThat(failed.attempt().requests()).isEqualTo(1);
        assertThat(failed.attempt().isAnswered()).isFalse();
        IllegalStateException bug = new IllegalStateException("a bug");
        assertThat(catchThrowable(() -> getPage.failed(page, bug))).isSameAs(bug);
    }

    @Test
    void refusesAnotherPageUnlessNoneIsExpected() throws Exception {
        Page other = Pages.read("{\"metadata\":{\"page\":7},\"data\":[]}");
        FetchException thrown =
                catchThrowableOfType(FetchException.class, () -> attempts(false).check(page, other));
        assertThat(thrown.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(thrown).hasMessage("the answer is page 7, not the one asked for");
        PageTask past = new PageTask("customers", 17, task.uri(), Purpose.END);
        assertThat(attempts(false).check(new PageRequest(past, access(false)), other))
                .isSameAs(other);
    }

    private FetchException refusal(GetPage attempts, int status, Map<String, Object> headers, String body) {
        return catchThrowableOfType(
                FetchException.class, () -> attempts.accept(page, new ResponseHead(status, headers), body(body)));
    }

    private static Access access(boolean canLogin) {
        int[] logins = new int[1];
        Callable<Token> login = () -> Token.lasting("token-" + ++logins[0]);
        return new Access(
                TestSources.customers("http://crm.example:8080", 2),
                new TokenSource("Bearer", "t", canLogin ? login : null, NOW));
    }

    /** Of the requests that come now, {@link #page} is the first. */
    private GetPage attempts(boolean canLogin) {
        Access access = access(canLogin);
        page = new PageRequest(task, access);
        return new GetPage(name -> access, GetPageTest::statusTable, NOW, () -> 0, 1 << 20, Duration.ofMinutes(5));
    }

    /** The one that the shipped routes declare. */
    private static StatusTable statusTable() {
        StatusTable table = new StatusTable();
        table.setTransient("408, 425, 500-599");
        table.setRateLimited("429");
        table.setUnauthorized("401, 403");
        return table;
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "5xx", "99", "500-", "599-500", "503, 503", "600", "429"})
    void theStatusTableTakesOnlyWhatItCanRead(String statuses) {
        StatusTable table = new StatusTable();
        table.setRateLimited("429");
        assertThatIllegalArgumentException().isThrownBy(() -> table.setTransient(statuses));
    }

    private static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
