package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.trial.SimulatorOptions;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What an API answers, where it is odd. */
final class AnswerTroubles {
    private AnswerTroubles() {}

    static Map<String, Trouble> all() {
        Map<String, Trouble> all = new LinkedHashMap<>();
        all.put("every third answer 403 with `Retry-After: 1`", AnswerTroubles::forbiddenByTheRate);
        all.put("pages 4 to 6 without records for a while", folder -> emptyFor(folder, Duration.ofMillis(2500)));
        all.put("pages 4 to 6 without records for good, and again the next day", AnswerTroubles::emptyForGood);
        all.put("past the end the last page again, one field of it always another", folder -> endless(folder, true, 6));
        all.put("the same without totals", folder -> endless(folder, false, 6));
        all.put("pages in a circle", folder -> endless(folder, true, 1));
        all.put("pages in a circle without totals", folder -> endless(folder, false, 1));
        all.put("paging ignored, one field always another", folder -> ignored(folder, true));
        all.put("paging ignored without totals", folder -> ignored(folder, false));
        waits().forEach((tried, headers) -> all.put(tried, folder -> waited(folder, headers)));
        all.put("`X-RateLimit-Reset: 86400`, seconds or milliseconds", AnswerTroubles::ambiguous);
        all.put("400 for all beyond page 5 of 20", AnswerTroubles::offsetWindow);
        all.put("400 for all beyond page 5 of 20, the next run", AnswerTroubles::offsetWindowAgain);
        all.put("400 for pages 3 to 5 of 20", AnswerTroubles::refusedInTheMiddle);
        all.put(
                "a login that answers 200 and `{\"error\": \"account locked\"}`",
                folder -> login(folder, "application/json", "{\"error\": \"account locked\"}"));
        all.put(
                "a login that answers 200 and a list of errors",
                folder -> login(
                        folder, "application/json", "{\"data\":null,\"errors\":[{\"message\":\"no such user\"}]}"));
        all.put("a login that answers 200 without a token", folder -> login(folder, "application/json", "{\"jwt\":1}"));
        all.put("a login that answers 200 and HTML", folder -> login(folder, "text/html", "<html>Sign in</html>"));
        all.put("a login that answers nothing", folder -> login(folder, "", ""));
        return all;
    }

    private static Caravan.Ended forbiddenByTheRate(Path folder) throws Exception {
        SimulatorOptions options = new SimulatorOptions().limit(10).pages(6).faults("403-seconds=33%@2-");
        try (Rehearsal rehearsal = Rehearsal.with(folder, options)) {
            Caravan.Ended run = Trouble.run(rehearsal.caravanWithLogin(), folder);
            rehearsal.assertDelivered(run);
            assertThat(rehearsal.stats().logins()).isEqualTo(1);
            return run;
        }
    }

    /** Longer than it is doubted at first, not longer than a page that fails is asked for. */
    private static Caravan.Ended emptyFor(Path folder, Duration time) throws Exception {
        long[] since = {0};
        OddApi[] itself = new OddApi[1];
        try (OddApi api = new OddApi(6, (request, page) -> {
            since[0] = since[0] == 0 ? System.nanoTime() : since[0];
            boolean isDown = page >= 4 && page <= 6 && System.nanoTime() - since[0] < time.toNanos();
            return isDown && sendEmpty(itself[0], request, page);
        })) {
            itself[0] = api;
            Caravan.Ended run = Trouble.run(
                    api.caravan(folder)
                            .with("DOUBT_PAUSE", 0.5)
                            .with("INITIAL_BACKOFF", 0.2)
                            .with("MAX_BACKOFF", 2),
                    folder);
            api.assertDelivered(folder, run);
            return run;
        }
    }

    private static boolean sendEmpty(OddApi api, HttpExchange request, int page) throws IOException {
        OddApi.send(request, 200, api.page(page, ""));
        return true;
    }

    private static Caravan.Ended emptyForGood(Path folder) throws Exception {
        OddApi[] itself = new OddApi[1];
        boolean[] isDown = {true};
        try (OddApi api = new OddApi(
                6, (request, page) -> isDown[0] && page >= 4 && page <= 6 && sendEmpty(itself[0], request, page))) {
            itself[0] = api;
            Caravan caravan = api.caravan(folder).with("DOUBT_PAUSE", 0.2);
            Caravan.Ended run = Trouble.run(caravan, folder);
            assertThat(Files.readString(caravan.output().csv()).lines()).hasSize(31);
            isDown[0] = false;
            Caravan.Ended later = caravan.start("retry").end();
            assertThat(later.exitCode()).as("%s", later).isZero();
            api.assertDelivered(folder, later);
            return run;
        }
    }

    private static final AtomicInteger VOLATILE = new AtomicInteger();

    /** @param from the page to which it goes back past its end, which is page 6 */
    private static Caravan.Ended endless(Path folder, boolean hasTotals, int from) throws Exception {
        OddApi[] itself = new OddApi[1];
        try (OddApi api = new OddApi(6, (request, page) -> {
            int shown = page <= 6 ? page : from + (page - 7) % (7 - from);
            String records = itself[0].records(shown).replace("}", ",\"seen\":" + VOLATILE.incrementAndGet() + "}");
            OddApi.send(request, 200, hasTotals ? itself[0].page(shown, records) : "{\"data\":[" + records + "]}");
            return true;
        })) {
            itself[0] = api;
            Caravan caravan = api.caravan(folder);
            Caravan.Ended run = Trouble.run(caravan, folder);
            assertThat(Files.readString(caravan.output().csv()).lines())
                    .as("%s", run)
                    .hasSize(61);
            assertThat(api.asked()).hasSizeLessThan(40);
            return run;
        }
    }

    private static Caravan.Ended ignored(Path folder, boolean hasTotals) throws Exception {
        OddApi[] itself = new OddApi[1];
        try (OddApi api = new OddApi(6, (request, page) -> {
            String records = itself[0].records(1).replace("}", ",\"seen\":" + VOLATILE.incrementAndGet() + "}");
            OddApi.send(request, 200, hasTotals ? itself[0].page(page, records) : "{\"data\":[" + records + "]}");
            return true;
        })) {
            itself[0] = api;
            Caravan caravan = api.caravan(folder);
            Caravan.Ended run = Trouble.run(caravan, folder);
            assertThat(Files.readString(caravan.output().csv()).lines())
                    .as("%s", run)
                    .hasSize(11);
            assertThat(api.asked()).hasSizeLessThan(60);
            return run;
        }
    }

    /** What an answer 429 says of how long to wait, about two seconds each. */
    private static Map<String, Supplier<Map<String, String>>> waits() {
        Map<String, Supplier<Map<String, String>>> waits = new LinkedHashMap<>();
        waits.put("`Retry-After: 1.5`", () -> Map.of("Retry-After", "1.5"));
        waits.put("`Retry-After: 2.0`", () -> Map.of("Retry-After", "2.0"));
        waits.put("`Retry-After: 1500ms`", () -> Map.of("Retry-After", "1500ms"));
        waits.put(
                "`X-RateLimit-Reset` in milliseconds since 1970",
                () -> Map.of(
                        "X-RateLimit-Remaining",
                        "0",
                        "X-RateLimit-Reset",
                        "" + Instant.now().plusMillis(1700).toEpochMilli()));
        waits.put("`RateLimit: \"default\";r=0;t=2`", () -> Map.of("RateLimit", "\"default\";r=0;t=2"));
        waits.put(
                "`X-Rate-Limit-Remaining: 0`, `X-Rate-Limit-Reset: 2`",
                () -> Map.of("X-Rate-Limit-Remaining", "0", "X-Rate-Limit-Reset", "2"));
        return waits;
    }

    private static Caravan.Ended waited(Path folder, Supplier<Map<String, String>> headers) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        long[] at = new long[2];
        try (OddApi api = new OddApi(4, (request, page) -> {
            if (page == 1) {
                return false;
            }
            if (refused.getAndIncrement() > 0) {
                at[1] = at[1] == 0 ? System.nanoTime() : at[1];
                return false;
            }
            at[0] = System.nanoTime();
            headers.get().forEach(request.getResponseHeaders()::set);
            OddApi.send(request, 429, "{\"error\":\"slow down\"}");
            return true;
        })) {
            Caravan.Ended run = Trouble.run(api.caravan(folder).with("PARALLEL_PAGES", 1), folder);
            api.assertDelivered(folder, run);
            assertThat(Duration.ofNanos(at[1] - at[0])).isBetween(Duration.ofMillis(1300), Duration.ofSeconds(8));
            return run;
        }
    }

    private static Caravan.Ended ambiguous(Path folder) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (OddApi api = new OddApi(4, (request, page) -> {
            if (page == 2 && asked.getAndIncrement() == 0) {
                request.getResponseHeaders().set("X-RateLimit-Remaining", "0");
                request.getResponseHeaders().set("X-RateLimit-Reset", "86400");
            }
            return false;
        })) {
            Caravan.Ended run =
                    Trouble.run(api.caravan(folder).with("PARALLEL_PAGES", 1).with("MAX_RETRY_AFTER", 2), folder);
            api.assertDelivered(folder, run);
            List<OddApi.Asked> all = api.asked();
            assertThat(all.get(2).nanos() - all.get(1).nanos()).isGreaterThan(1_900_000_000L);
            return run;
        }
    }

    private static Caravan.Ended offsetWindow(Path folder) throws Exception {
        try (OddApi api = new OddApi(20, AnswerTroubles::refusedBeyondFive)) {
            Caravan.Ended run = Trouble.run(api.caravan(folder), folder);
            assertThat(api.asked().stream().filter(asked -> asked.page() > 5))
                    .as("three, those on their way then, and the last page")
                    .hasSizeLessThanOrEqualTo(8);
            assertThat(run.err().lines().filter(line -> line.contains("in slices")))
                    .hasSize(1);
            return run;
        }
    }

    private static boolean refusedBeyondFive(HttpExchange request, int page) throws IOException {
        if (page > 5) {
            OddApi.send(request, 400, "{\"error\":\"Result window is too large\"}");
        }
        return page > 5;
    }

    private static Caravan.Ended offsetWindowAgain(Path folder) throws Exception {
        try (OddApi api = new OddApi(20, AnswerTroubles::refusedBeyondFive)) {
            Caravan caravan = api.caravan(folder);
            Trouble.run(caravan, folder);
            int before = api.asked().size();
            Caravan.Ended again = Trouble.run(caravan, folder);
            assertThat(api.asked().size() - before).as("%s", again).isLessThanOrEqualTo(3);
            return again;
        }
    }

    /** Three in a row that are refused are no limit where pages come behind them. */
    private static Caravan.Ended refusedInTheMiddle(Path folder) throws Exception {
        try (OddApi api = new OddApi(20, (request, page) -> page >= 3 && page <= 5 && refusedBeyondFive(request, 6))) {
            Caravan caravan = api.caravan(folder).with("PARALLEL_PAGES", 1);
            Caravan.Ended run = Trouble.run(caravan, folder);
            assertThat(Files.readString(caravan.output().csv()).lines()).hasSize(171);
            return run;
        }
    }

    private static Caravan.Ended login(Path folder, String type, String body) throws Exception {
        try (OddApi api = new OddApi(3, (request, page) -> {
            if (page == 0) {
                OddApi.send(request, 200, type, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            return page == 0;
        })) {
            Caravan.Ended run = Trouble.run(
                    api.caravan(folder)
                            .without("API_TOKEN")
                            .with("API_USERNAME", "me")
                            .with("API_PASSWORD", "pass-of-troubles")
                            .with("MAX_RETRIES", 1),
                    folder);
            assertThat(api.asked()).allMatch(asked -> asked.uri().getPath().equals("/login"));
            assertThat(run.out()).contains("the login at " + api.url() + "/login");
            return run;
        }
    }
}
