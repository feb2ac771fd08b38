package caravan.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.fetch.FailureKind;
import caravan.fetch.FetchException;
import caravan.fixture.Pages;
import caravan.fixture.TestSources;
import caravan.page.Announced;
import caravan.page.Attempt;
import caravan.page.Page;
import caravan.page.PageTask;
import caravan.page.PageTask.Purpose;
import caravan.source.Source;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    private static final String SECRET = "key-of-messages-test";
    private static final Source NUMBERED = source(
            "{type: page-number, sizeParam: n, size: 50}", "headers: {X: 'a b'}\nlogin: {type: api-key, param: key}");
    private static final Attempt ATTEMPT =
            new Attempt(2, 401, Duration.ofNanos(123_456_789), 17, Duration.ofMillis(2500));

    private static Source source(String pagination, String more) {
        return TestSources.read(
                "c.yaml", "url: http://x/c?a=1\npagination: %s\n%s".formatted(pagination, more), Map.of());
    }

    private static PageTask carried(PageTask task, Source source) throws Exception {
        return TaskMessage.read(TaskMessage.of(task), name -> {
            assertThat(name).isEqualTo(source.name());
            return source;
        });
    }

    @Test
    void aTaskOfNumberedPagesComesBackAsItWas() throws Exception {
        for (Purpose purpose : Purpose.values()) {
            PageTask task = NUMBERED.page(17, purpose);
            assertThat(carried(task, NUMBERED)).isEqualTo(task);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {type: cursor, next: n, cursorParam: after}      |                                 | "a&b=\u00e9"
            {type: cursor, next: n}                          |                                 | {"x":[1,null],"y":"z"}
            {type: last-record, field: sort}                 | body: {after: "${cursor}"}      | [null,"P1"]
            {type: next-link, next: n}                       |                                 | "/other?p=2&x=%20"
            {type: next-link, next: n, trustHost: true}      |                                 | "https://inside.example/c?p=3"
            {type: link-header}                              |                                 | "?p=4"
            {type: offset, size: 20}                         |                                 |
            """)
    void aTaskOfAChainIsMadeOfWhatTheLastPageNamed(String pagination, String more, String next) throws Exception {
        Source source = source(pagination, more == null ? "" : more);
        PageTask first = source.isChained() ? source.start(Purpose.RECORDS) : source.page(1, Purpose.RECORDS);
        assertThat(carried(first, source)).isEqualTo(first);
        if (next != null) {
            PageTask second = source.after(first, new Announced(-1, -1, -1, -1, next));
            assertThat(carried(second, source)).isEqualTo(second);
            PageTask third = source.after(second, new Announced(-1, -1, -1, -1, next));
            assertThat(carried(third.to(Purpose.AGAIN), source)).isEqualTo(third.to(Purpose.AGAIN));
        }
    }

    @Test
    void aForgedTaskLeadsNowhereElse() {
        Source links = source("{type: next-link, next: n}", "");
        for (String link : new String[] {
            "\"http://evil.example/c\"",
            "\"http://x.evil.example/c\"",
            "\"http://x@evil.example/c\"",
            "\"//evil.example\""
        }) {
            byte[] forged = TaskMessage.of(
                    new PageTask("c", 2, java.net.URI.create("http://x/"), Map.of(), null, Purpose.RECORDS, 0, link));
            assertThatThrownBy(() -> TaskMessage.read(forged, name -> links))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("evil.example");
        }
    }

    @Test
    void nothingOfTheAddressNorASecretTravels() {
        PageTask task = NUMBERED.page(3, Purpose.RECORDS).at(java.net.URI.create("http://x/c?key=" + SECRET));
        String message = new String(TaskMessage.of(task), StandardCharsets.ISO_8859_1);
        assertThat(message).doesNotContain(SECRET, "http", "a b").hasSizeLessThan(40);
    }

    @Test
    void aPageComesBackAsItWas() throws Exception {
        Page page = Pages.read(Pages.json(3, 9, 27, """
                [{"id":1,"name":"Zo\u00eb 例え","n":1.10,"o":{"a":[1,2]},"e":"","t":null},
                {"id":2,"late":true,"id":3},
                {},
                {"n":NaN}]"""));
        page.attempt(ATTEMPT);
        Page carried = ReplyMessage.read(ReplyMessage.of(page));
        assertThat(carried.columns()).isEqualTo(page.columns());
        assertThat(Pages.cells(carried)).isEqualTo(Pages.cells(page));
        assertThat(carried.announced()).isEqualTo(page.announced());
        assertThat(carried.attempt()).isEqualTo(ATTEMPT);
        assertThat(carried.problems()).isEqualTo(page.problems()).isNotEmpty();
        assertThat(carried.identity("id")).isEqualTo(page.identity("id"));
        assertThat(carried.identity("")).isEqualTo(page.identity(""));
        assertThat(carried.hasData()).isTrue();
    }

    @Test
    void aFailureComesBackAsItWas() {
        FetchException failure = new FetchException(
                        FailureKind.RATE_LIMITED, "429", "429 Too Many Requests: \"slow\"", Duration.ofMillis(1500))
                .of(ATTEMPT);
        assertThatThrownBy(() -> ReplyMessage.read(ReplyMessage.of(failure)))
                .isInstanceOfSatisfying(FetchException.class, carried -> {
                    assertThat(carried.kind()).isEqualTo(FailureKind.RATE_LIMITED);
                    assertThat(carried.causeName()).isEqualTo("429");
                    assertThat(carried.getMessage()).isEqualTo(failure.getMessage());
                    assertThat(carried.retryAfter()).isEqualTo(Duration.ofMillis(1500));
                    assertThat(carried.attempt()).isEqualTo(ATTEMPT);
                });
    }

    /** Cut, changed or made up: never another exception, never more memory than the message has. */
    @Test
    void nonsenseIsNamedAsSuch() throws Exception {
        Page page = Pages.read(Pages.json(1, 1, 2, "[{\"id\":1,\"a\":\"xyz\"},{\"id\":2}]"));
        byte[] reply = ReplyMessage.of(page);
        byte[] task = TaskMessage.of(NUMBERED.page(2, Purpose.RECORDS));
        for (int cut = 0; cut < reply.length; cut++) {
            byte[] part = Arrays.copyOf(reply, cut);
            assertThatThrownBy(() -> ReplyMessage.read(part)).isInstanceOf(MalformedException.class);
        }
        for (int cut = 0; cut < task.length; cut++) {
            byte[] part = Arrays.copyOf(task, cut);
            assertThatThrownBy(() -> TaskMessage.read(part, name -> NUMBERED)).isInstanceOf(MalformedException.class);
        }
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = reply.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                ReplyMessage.read(changed);
            } catch (MalformedException | FetchException expected) {
                // One of the two, or another page.
            }
        }
        byte[] other = task.clone();
        other[0] = 99;
        assertThatThrownBy(() -> TaskMessage.read(other, name -> NUMBERED))
                .hasMessageContaining("version 99, this Caravan speaks 1");
    }
}
