package caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.auth.Token;
import caravan.auth.TokenSource;
import caravan.fetch.Access;
import caravan.fetch.ApiClient;
import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fetch.GetPage;
import caravan.fetch.LoginAnswer;
import caravan.fetch.LoginRequest;
import caravan.fetch.PageFormat;
import caravan.fetch.RequestDeadline;
import caravan.fetch.ResponseHead;
import caravan.fetch.StatusTable;
import caravan.fixture.Pages;
import caravan.fixture.TestSources;
import caravan.net.Certificates;
import caravan.net.Proxies;
import caravan.page.Attempt;
import caravan.page.Page;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.source.Source;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt against a server that answers by script. */
class GetPageRouteTest extends RouteTest {
    private static final String PAGE = Pages.json(7, 9, 18, "[{\"id\":1},{\"id\":2}]");
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    /** @param announced how many bytes are announced; fewer may come */
    private record Answer(int status, Map<String, String> headers, String body, int announced) {}

    private record Request(String line, Headers headers, String body) {}

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String address = "http://127.0.0.1:" + server.getAddress().getPort();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final RequestDeadline deadline = new RequestDeadline(DEADLINE);
    private final Source source = TestSources.customers(address, 2);
    private final TokenSource tokens = new TokenSource("Bearer", null, this::login, Clock.systemUTC());
    private final CountDownLatch overdue = new CountDownLatch(1);
    private final AtomicInteger logins = new AtomicInteger();
    private volatile int loginStatus;

    GetPageRouteTest() throws IOException {
        super("pipeline/25-get-page.camel.yaml");
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    @Override
    Map<String, String> properties() {
        return Map.of("caravan.api", address, "caravan.version", "1");
    }

    @Override
    void bind(Registry registry) {
        registry.bind(
                "apiClient",
                new ApiClient(
                        List.of(URI.create(address)),
                        deadline,
                        Proxies.of(Map.of(), name -> null),
                        Certificates.context(null, name -> null),
                        8));
        registry.bind("pageFormat", new PageFormat());
        registry.bind(
                "getPage",
                new GetPage(
                        name -> new Access(source, tokens),
                        () -> context.getRegistry().lookupByNameAndType("statusTable", StatusTable.class),
                        Clock.systemUTC(),
                        System::nanoTime,
                        10_000,
                        Duration.ofMinutes(5)));
    }

    @BeforeEach
    void forget() throws Exception {
        declare(statusTable());
        loginStatus = 200;
        tokens.authorization();
        answers.clear();
        requests.clear();
    }

    @AfterAll
    void stop() {
        overdue.countDown();
        deadline.close();
        server.stop(0);
        threads.shutdownNow();
    }

    /** The bean that {@code 20-fetch-page} declares. */
    private static String statusTable() throws IOException {
        String yaml = Files.readString(Path.of("routes/pipeline/20-fetch-page.camel.yaml"));
        int start = yaml.indexOf("- beans:");
        return yaml.substring(start, yaml.indexOf("\n\n", start));
    }

    private void declare(String beans) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("beans.camel.yaml", beans));
    }

    /** As {@code Beans} does it. */
    private Token login() throws Exception {
        LoginRequest login = LoginRequest.of(source, "ann", "secret-password");
        Exchange answer = send("direct:login", null, Map.of("login", login));
        if (answer.getException() != null) {
            throw answer.getException();
        }
        return LoginAnswer.token(
                source.login(),
                new ResponseHead(200, answer.getMessage().getHeaders()),
                answer.getMessage().getBody(byte[].class),
                login.url(),
                Clock.systemUTC().instant());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(new Request(line, exchange.getRequestHeaders(), body));
            Answer answer;
            if (line.equals("POST /login")) {
                String token = "{\"access_token\":\"token-%d\"}".formatted(logins.incrementAndGet());
                Map<String, String> elsewhere =
                        loginStatus == 307 ? Map.of("Location", address + "/elsewhere") : Map.of();
                answer = new Answer(loginStatus, elsewhere, token, token.length());
            } else {
                answer = answers.remove();
            }
            if (answer.status() == 0) {
                overdue.await();
            }
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(answer.status(), answer.announced() == 0 ? -1 : answer.announced());
            exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Exchange ask(Answer... script) {
        answers.addAll(List.of(script));
        PageTask task = new PageTask("customers", 7, URI.create(address + "/c?page=7"), Purpose.RECORDS);
        return template.request("direct:get-page", exchange -> {
            exchange.getMessage().setBody(task);
            // What an attempt before it has left: Camel's redelivery gives the first one's headers again.
            exchange.getMessage().setHeader("Authorization", "Bearer stale");
            exchange.getMessage().setHeader("CamelHttpMethod", "DELETE");
            exchange.getMessage().setHeader("X-Earlier", "x");
        });
    }

    private FetchException failure(Answer... script) {
        Exception thrown = ask(script).getException();
        assertThat(thrown).isInstanceOf(FetchException.class);
        return (FetchException) thrown;
    }

    private static Answer answer(int status, String body) {
        return new Answer(status, Map.of(), body, body.length());
    }

    private static Answer answer(int status, String body, String header, String value) {
        return new Answer(status, Map.of(header, value), body, body.length());
    }

    private String token() throws Exception {
        return tokens.authorization();
    }

    @Test
    void onePageIsOneRequestAndNothingOfAnEarlierOneIsSent() throws Exception {
        Page page = ask(answer(200, PAGE)).getMessage().getBody(Page.class);
        assertThat(Pages.cells(page)).containsExactly(List.of("1"), List.of("2"));
        assertThat(page.announced().totalPages()).isEqualTo(9);
        assertThat(page.attempt().requests()).isEqualTo(1);
        assertThat(page.attempt().isAnswered()).isTrue();
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo("GET /c?page=7");
            assertThat(request.body()).isEmpty();
            assertThat(request.headers())
                    .containsEntry("Authorization", List.of(token()))
                    .containsEntry("Accept", List.of("application/json"))
                    .containsEntry("User-agent", List.of("Caravan/1"))
                    .doesNotContainKey("X-earlier");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void anExpiredTokenCostsALoginAndTheSamePageIsAskedAgain(int status) throws Exception {
        String expired = token();
        Page page =
                ask(answer(status, "expired"), answer(200, PAGE)).getMessage().getBody(Page.class);
        assertThat(page.rows()).isEqualTo(2);
        assertThat(page.attempt().requests()).isEqualTo(2);
        assertThat(page.attempt().renewedOn()).isEqualTo(status);
        assertThat(requests).extracting(Request::line).containsExactly("GET /c?page=7", "POST /login", "GET /c?page=7");
        assertThat(requests.get(0).headers()).containsEntry("Authorization", List.of(expired));
        assertThat(requests.get(1).headers())
                .containsEntry("Content-type", List.of("application/json"))
                .doesNotContainKey("Authorization");
        assertThat(requests.get(1).body()).isEqualTo("{\"username\":\"ann\",\"password\":\"secret-password\"}");
        assertThat(requests.get(2).headers()).containsEntry("Authorization", List.of(token()));
        assertThat(token()).isNotEqualTo(expired);
    }

    @Test
    void aFreshTokenThatIsRejectedIsAFailureWithBothRequests() {
        FetchException failure = failure(answer(401, "no"), answer(401, "no"));
        assertThat(failure.kind()).as("it is about this page").isEqualTo(FailureKind.PERMANENT);
        assertThat(failure.attempt().requests()).isEqualTo(2);
        assertThat(failure.attempt().renewedOn()).isEqualTo(401);
    }

    @Test
    void aPageThatIsForbiddenForAFreshTokenCostsOneLogin() {
        FetchException failure = failure(answer(403, "no"), answer(403, "no"));
        assertThat(failure.kind()).isEqualTo(FailureKind.PERMANENT);
        assertThat(requests).extracting(Request::line).containsExactly("GET /c?page=7", "POST /login", "GET /c?page=7");
    }

    @Test
    void aForbiddenPageThatSaysWhenToComeAgainCostsNoLogin() {
        FetchException failure = failure(answer(403, "slow down", "Retry-After", "3"));
        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(requests).hasSize(1);
    }

    @Test
    void cookiesAreNotSentBack() throws Exception {
        ask(answer(200, PAGE, "Set-Cookie", "session=1; Path=/"));
        ask(answer(200, PAGE));
        assertThat(requests)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("Cookie"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[{\"id\":1,\"name\":\"Ann Smith\",\"email\":\"ann@example.com\"},{\"id\":2,\"na",
                "{\"data\":[{\"id\":1,\"name\":Ann Smith}]}",
                "[{\"name\":\"Ann Smith\"}]",
                "{\"name\":\"Ann Smith\"}"
            })
    void nothingOfWhatMayBeRecordsIsShown(String body) {
        FetchException failure = failure(answer(200, body));
        assertThat(failure.causeName()).isEqualTo("invalid body");
        assertThat(failure.getMessage()).doesNotContainIgnoringCase("ann").doesNotContain("Smith");
    }

    @Test
    void aRefusedLoginEndsTheRunAndItsAnswerIsNotShown() {
        loginStatus = 403;
        FetchException failure = failure(answer(401, "expired"));
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.causeName()).isEqualTo("login 403");
        assertThat(failure.attempt().requests())
                .as("one was sent, and its token given up")
                .isEqualTo(1);
        assertThat(failure.getMessage()).doesNotContain("token-").doesNotContain("secret-password");
    }

    @Test
    void aLoginIsNotRedirectedSinceItsBodyHoldsThePassword() {
        loginStatus = 307;
        assertThat(failure(answer(401, "expired")).kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(requests).extracting(Request::line).containsExactly("GET /c?page=7", "POST /login");
    }

    @ParameterizedTest
    @CsvSource({
        "301, PERMANENT",
        "400, PERMANENT",
        "404, PERMANENT",
        "408, TRANSIENT",
        "425, TRANSIENT",
        "429, RATE_LIMITED",
        "500, TRANSIENT",
        "503, TRANSIENT",
        "599, TRANSIENT"
    })
    void anyStatusBut2xxFailsAsTheStatusTableSays(int status, FailureKind kind) {
        FetchException failure = failure(new Answer(status, Map.of("Retry-After", "7"), "sorry", 5));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.causeName()).isEqualTo(Integer.toString(status));
        assertThat(failure).hasMessageContaining("sorry");
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failure.attempt().requests())
                .as("the client repeats nothing by itself")
                .isEqualTo(1);
        assertThat(failure.attempt().isAnswered()).isTrue();
        assertThat(requests).hasSize(1);
    }

    @Test
    void theStatusTableIsTheUsersToEdit() throws Exception {
        declare(statusTable()
                .replace("transient: \"408, ", "transient: \"404, ")
                .replace("\"429\"", "\"429, 408\""));
        assertThat(failure(answer(404, "")).kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure(answer(408, "")).kind()).isEqualTo(FailureKind.RATE_LIMITED);
    }

    @Test
    void whatTheAnswerSaysOfALimitIsPartOfTheAttempt() {
        Map<String, String> headers = Map.of("X-RateLimit-Remaining", "3", "X-RateLimit-Reset", "10");
        Attempt failed = failure(new Answer(500, headers, "", 0)).attempt();
        assertThat(failed.requestsLeft()).isEqualTo(3);
        Page page =
                ask(new Answer(200, headers, PAGE, PAGE.length())).getMessage().getBody(Page.class);
        assertThat(page.attempt().requestsLeft()).isEqualTo(3);
    }

    @Test
    void aBodyThatIsCutIsNoPage() {
        FetchException failure = failure(new Answer(200, Map.of(), PAGE, PAGE.length() + 100));
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.causeName()).isEqualTo("cut");
        assertThat(failure.attempt().isAnswered()).as("%s", failure).isTrue();
    }

    @Test
    void aBodyThatIsNoPageIsQuoted() {
        FetchException failure = failure(answer(200, "<html>sign in</html>"));
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.causeName()).isEqualTo("invalid body");
        assertThat(failure).hasMessageEndingWith("<html>sign in</html>");
    }

    @Test
    void aBodyThatIsTooLargeIsPermanent() {
        FetchException failure = failure(answer(200, "{\"data\":[{\"a\":\"" + "x".repeat(20_000) + "\"}]}"));
        assertThat(failure.kind()).isEqualTo(FailureKind.PERMANENT);
        assertThat(failure.causeName()).isEqualTo("too large");
    }

    @Test
    void anotherPageIsAFailure() {
        FetchException failure = failure(answer(200, PAGE.replace("\"page\":7", "\"page\":8")));
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.causeName()).isEqualTo("another page");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsATimeout() {
        FetchException failure = failure(answer(0, ""));
        assertThat(failure.causeName()).isEqualTo("timeout");
        assertThat(failure).hasMessageContaining("REQUEST_TIMEOUT");
        assertThat(failure.attempt().requests()).isEqualTo(1);
        assertThat(failure.attempt().isAnswered()).isFalse();
    }
}
