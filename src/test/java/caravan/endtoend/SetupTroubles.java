package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What people write into settings, and where they run it. */
final class SetupTroubles {
    private static final OddApi.Way AS_USUAL = (request, page) -> false;
    private static final String PASSWORD = "  pass\\word '7\" ";

    private SetupTroubles() {}

    static Map<String, Trouble> all() {
        Map<String, Trouble> all = new LinkedHashMap<>();
        all.put(
                "API_ENDPOINT=`/a b?c='x'&d=[1\\|2]&e=100%&f=${x}&g={{x}}&h=%20`".replace("\\|", "|"),
                SetupTroubles::endpoint);
        all.put("API_ENDPOINT with `#top`", folder -> refusedEndpoint(folder, "/customers#top"));
        all.put("API_ENDPOINT with `page=` of its own", folder -> refusedEndpoint(folder, "/customers?page=1"));
        all.put("MISSING_VALUE=`{{x}}`", SetupTroubles::bracesInASetting);
        for (String name : List.of("feature%2Flogin", "c++", "{{x}}", "why?", "a b,c", "%7Bx", "${x}", "a#b&c=d")) {
            all.put("run in a folder `" + name + "`", folder -> runIn(folder, name));
        }
        for (String name : List.of("c++", "{{x}}", "why?", "50%")) {
            all.put("installed in a folder `" + name + "`", folder -> installedIn(folder, name));
        }
        for (String name : List.of("feature%2Flogin", "c++", "{{x}}")) {
            all.put("OUTPUT_DIR is an absolute `" + name + "`", folder -> writesTo(folder, name));
        }
        all.put("OUTPUT_DIR is an absolute `why?`", SetupTroubles::notWritable);
        all.put("OUTPUT_DIR=`~/out`", SetupTroubles::home);
        all.put("OUTPUT_DIR=`$HOME/out`", SetupTroubles::variable);
        all.put("a password with blanks and quotes in the environment", folder -> password(folder, Place.ENVIRONMENT));
        all.put("a password with blanks and quotes in .env", folder -> password(folder, Place.DOT_ENV));
        all.put("a password with blanks and quotes after -D", folder -> password(folder, Place.COMMAND_LINE));
        all.put("a key in the query of API_ENDPOINT", SetupTroubles::keyInTheQuery);
        all.put("another key in the query for an unfinished run", SetupTroubles::rotatedKey);
        all.put("no S3_BUCKET", folder -> withoutS3(folder, "run"));
        all.put("`run --local` without S3", folder -> withoutS3(folder, "run", "--local"));
        all.put("`check --local` without S3", folder -> withoutS3(folder, "check", "--local"));
        all.put("`retry --local` after a partial `run --local`", SetupTroubles::retryLocally);
        return all;
    }

    private static Caravan.Ended endpoint(Path folder) throws Exception {
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Caravan.Ended run = Trouble.run(
                    api.caravan(folder).with("API_ENDPOINT", "/a b?c='x'&d=[1|2]&e=100%&f=${x}&g={{x}}&h=%20"), folder);
            api.assertDelivered(folder, run);
            assertThat(api.asked().get(0).uri().toString())
                    .isEqualTo("/a%20b?c='x'&d=%5B1%7C2%5D&e=100%25&f=$%7Bx%7D&g=%7B%7Bx%7D%7D&h=%20&page=1&limit=10");
            return run;
        }
    }

    private static Caravan.Ended refusedEndpoint(Path folder, String endpoint) throws Exception {
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Caravan caravan = api.caravan(folder).with("API_ENDPOINT", endpoint);
            Caravan.Ended run = caravan.run();
            assertThat(api.asked()).isEmpty();
            assertThat(run.all()).contains("API_ENDPOINT");
            assertThat(caravan.start("check").end().exitCode()).isEqualTo(2);
            assertThat(api.asked()).isEmpty();
            return run;
        }
    }

    private static Caravan.Ended bracesInASetting(Path folder) throws Exception {
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Caravan.Ended run =
                    api.caravan(folder).with("MISSING_VALUE", "{{x}}").run();
            assertThat(api.asked()).isEmpty();
            return run;
        }
    }

    /** The output folder is below the one in which it runs. */
    private static Caravan.Ended runIn(Path folder, String name) throws Exception {
        Path odd = Files.createDirectory(folder.resolve(name));
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Caravan caravan = api.caravan(odd).with("S3_PREFIX", folder.getFileName());
            Caravan.Ended run = caravan.run();
            assertThat(Files.readString(caravan.output().csv())).as("%s", run).isEqualTo(api.truth());
            try (Stream<Path> beside = Files.list(folder)) {
                assertThat(beside).containsExactly(odd);
            }
            return run;
        }
    }

    private static Caravan.Ended writesTo(Path folder, String name) throws Exception {
        Path odd = folder.resolve(name);
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Caravan.Ended run = TroubleTableIT.RUNS.run(
                    api.caravan(folder).with("OUTPUT_DIR", odd).settings());
            assertThat(Files.readString(new OutputFolder(odd).csv()))
                    .as("%s", run)
                    .isEqualTo(api.truth());
            try (Stream<Path> beside = Files.list(folder)) {
                assertThat(beside).containsExactly(odd);
            }
            return run;
        }
    }

    private static Caravan.Ended notWritable(Path folder) throws Exception {
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Path here = Files.createDirectory(folder.resolve("here"));
            Caravan.Ended run =
                    api.caravan(here).with("OUTPUT_DIR", folder.resolve("why?")).run();
            assertThat(api.asked()).isEmpty();
            return run;
        }
    }

    private static Caravan.Ended installedIn(Path folder, String name) throws Exception {
        Path home = Routes.copyFolder(Caravan.HOME, folder.resolve(name));
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Caravan.Ended run = api.caravan(folder)
                    .program(home.resolve("bin").resolve("caravan"))
                    .run();
            api.assertDelivered(folder, run);
            return run;
        }
    }

    private static Caravan.Ended home(Path folder) throws Exception {
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Caravan.Ended run = api.caravan(folder)
                    .with("OUTPUT_DIR", "~/out")
                    .javaOptions("-XX:TieredStopAtLevel=1 -Dcaravan.warm-up=false -Duser.home=" + folder)
                    .inDotEnv()
                    .run();
            assertThat(Files.readString(new OutputFolder(folder.resolve("out")).csv()))
                    .isEqualTo(api.truth());
            return run;
        }
    }

    private static Caravan.Ended variable(Path folder) throws Exception {
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Caravan.Ended run = api.caravan(folder)
                    .with("OUTPUT_DIR", "$HOME/out")
                    .inDotEnv()
                    .run();
            assertThat(api.asked()).isEmpty();
            return run;
        }
    }

    private enum Place {
        ENVIRONMENT,
        DOT_ENV,
        COMMAND_LINE
    }

    private static Caravan.Ended password(Path folder, Place place) throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        try (OddApi api = new OddApi(2, (request, page) -> page == 0 && loggedIn(request))) {
            api.bodies(bodies);
            Caravan caravan = api.caravan(folder).without("API_TOKEN").with("API_USERNAME", " me ");
            switch (place) {
                case ENVIRONMENT -> caravan.with("API_PASSWORD", PASSWORD);
                case DOT_ENV ->
                    Files.writeString(
                            folder.resolve(".env"),
                            "API_PASSWORD=\"" + PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n");
                case COMMAND_LINE -> caravan.arguments("-D", "API_PASSWORD=" + PASSWORD);
            }
            Caravan.Ended run = caravan.run();
            api.assertDelivered(folder, run);
            assertThat(new ObjectMapper().readTree(bodies.get(0)))
                    .isEqualTo(new ObjectMapper().valueToTree(Map.of("username", " me ", "password", PASSWORD)));
            return run;
        }
    }

    private static boolean loggedIn(HttpExchange request) throws IOException {
        OddApi.send(request, 200, "{\"access_token\":\"token-of-setup\"}");
        return true;
    }

    private static Caravan.Ended keyInTheQuery(Path folder) throws Exception {
        String key = "query-key-4d1e77";
        try (OddApi api = new OddApi(4, (request, page) -> page == 3 && failed(request))) {
            Caravan caravan = api.caravan(folder)
                    .with("API_ENDPOINT", "/api/v1/customers?region=eu&api_key=" + key)
                    .with("MAX_RETRIES", 1);
            Caravan.Ended run = caravan.run();
            assertThat(api.asked()).allMatch(asked -> asked.uri().getQuery().contains("api_key=" + key));
            assertThat(run.all()
                            + caravan.start("check").end().all()
                            + caravan.start("report").end().all())
                    .doesNotContain(key);
            try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.UTF_8))
                            .as("%s", file)
                            .doesNotContain(key);
                }
            }
            assertThat(Caravan.utf8(
                            Bucket.bytes(Bucket.manifestKey(folder.getFileName().toString()))))
                    .doesNotContain(key);
            return run;
        }
    }

    private static boolean failed(HttpExchange request) throws IOException {
        OddApi.send(request, 500, "{\"error\":\"for " + request.getRequestURI() + "\"}");
        return true;
    }

    private static Caravan.Ended rotatedKey(Path folder) throws Exception {
        boolean[] isDown = {true};
        try (OddApi api = new OddApi(4, (request, page) -> page == 3 && isDown[0] && failed(request))) {
            Caravan caravan = api.caravan(folder).with("MAX_RETRIES", 0);
            Caravan.Ended first = caravan.with("API_ENDPOINT", "/c?region=eu&key=first-key-31")
                    .run();
            assertThat(first.exitCode()).as("%s", first).isEqualTo(3);
            isDown[0] = false;
            Caravan.Ended another = caravan.with("API_ENDPOINT", "/c?region=us&key=first-key-31")
                    .run();
            assertThat(another.exitCode())
                    .as("another region is another source: %s", another)
                    .isEqualTo(2);
            Caravan.Ended run = caravan.with("API_ENDPOINT", "/c?region=eu&key=second-key-32")
                    .run();
            api.assertDelivered(folder, run);
            assertThat(run.all() + first.all()).doesNotContain("first-key-31", "second-key-32");
            return run;
        }
    }

    private static Caravan.Ended withoutS3(Path folder, String... command) throws Exception {
        try (OddApi api = new OddApi(2, AS_USUAL)) {
            Caravan caravan = api.caravan(folder)
                    .without(Bucket.settings().keySet().toArray(String[]::new))
                    .with("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1");
            Caravan.Ended ended = caravan.start(command).end();
            if (List.of(command).equals(List.of("run", "--local"))) {
                assertThat(Files.readString(caravan.output().csv()))
                        .as("%s", ended)
                        .isEqualTo(api.truth());
                Path manifest = Path.of(caravan.output().csv().toString().replaceFirst("csv$", "manifest.json"));
                assertThat(new ObjectMapper()
                                .readTree(manifest.toFile())
                                .get("complete")
                                .asBoolean())
                        .isTrue();
                assertThat(caravan.start("run", "--local").end().out())
                        .as("a new one")
                        .contains("Pages Requested: 2");
            }
            return ended;
        }
    }

    private static Caravan.Ended retryLocally(Path folder) throws Exception {
        boolean[] isDown = {true};
        try (OddApi api = new OddApi(4, (request, page) -> page == 3 && isDown[0] && failed(request))) {
            Caravan caravan = api.caravan(folder)
                    .without(Bucket.settings().keySet().toArray(String[]::new))
                    .with("MAX_RETRIES", 0);
            assertThat(caravan.start("run", "--local").end().exitCode()).isEqualTo(3);
            isDown[0] = false;
            Caravan.Ended run = caravan.start("retry", "--local").end();
            assertThat(Files.readString(caravan.output().csv())).as("%s", run).isEqualTo(api.truth());
            return run;
        }
    }
}
