package caravan.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What is between the program and an API: proxies, certificates, names, connections, redirects. */
final class NetworkTroubles {
    private static final String FAST = "-XX:TieredStopAtLevel=1 -Dcaravan.warm-up=false ";
    private static final OddApi.Way AS_USUAL = (request, page) -> false;

    private NetworkTroubles() {}

    static Map<String, Trouble> all() {
        Map<String, Trouble> all = new LinkedHashMap<>();
        all.put("HTTP_PROXY", folder -> throughAProxy(folder, null, false));
        all.put("HTTP_PROXY with user and password", folder -> throughAProxy(folder, "me", false));
        all.put("HTTP_PROXY with a wrong password", NetworkTroubles::wrongPasswordForTheProxy);
        all.put("`-Dhttp.proxyHost` in JAVA_OPTS", folder -> throughAProxy(folder, null, true));
        all.put("https_proxy with user and password", NetworkTroubles::throughATunnel);
        all.put("NO_PROXY names the API and S3", NetworkTroubles::aroundTheProxy);
        all.put("`check` with HTTP_PROXY", NetworkTroubles::checkNamesTheProxy);
        all.put("CA_CERTIFICATES with its authority", NetworkTroubles::ownAuthority);
        all.put("a certificate of an unknown authority", NetworkTroubles::unknownAuthority);
        all.put("a server that wants a certificate of the client", NetworkTroubles::clientCertificate);
        all.put("`http://crm_api:PORT`", folder -> namedHost(folder, "crm_api", "http://crm_api"));
        all.put(
                "`http://müller.example:PORT`",
                folder -> namedHost(folder, "xn--mller-kva.example", "http://müller.example"));
        all.put("`HTTP://127.0.0.1:PORT/`", folder -> namedHost(folder, "127.0.0.1", "HTTP://127.0.0.1"));
        all.put("connections closed after 1 s, pages 1.3 s apart, MAX_RETRIES=0", folder -> idle(folder, 1000, 1.3));
        all.put("connections closed at once without a word, MAX_RETRIES=0", folder -> idle(folder, 0, 0));
        all.put("each page redirected (307) to a trailing slash, 4 a second", folder -> redirected(folder, 307));
        all.put("each page redirected (308) to a trailing slash, 4 a second", folder -> redirected(folder, 308));
        all.put("a redirect in a circle", NetworkTroubles::redirectedInACircle);
        return all;
    }

    private static Caravan.Ended throughAProxy(Path folder, String user, boolean byJava) throws Exception {
        try (OddApi api = new OddApi(3, AS_USUAL);
                TinyProxy proxy = new TinyProxy(user, "pr@xy-word-55")) {
            Caravan caravan = api.caravan(folder);
            if (byJava) {
                caravan.javaOptions(FAST + "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=" + proxy.port());
            } else {
                String who = user == null ? "" : user + ":pr%40xy-word-55@";
                caravan.with("HTTP_PROXY", "http://%s127.0.0.1:%d".formatted(who, proxy.port()));
            }
            Caravan.Ended run = caravan.run();
            api.assertDelivered(folder, run);
            assertThat(proxy.passed().stream().filter(line -> line.contains(":" + api.port() + "/")))
                    .as("all that the API has seen")
                    .hasSameSizeAs(api.asked());
            assertThat(proxy.passed()).as("S3 as well").anyMatch(line -> line.startsWith("PUT "));
            assertThat(proxy.refused()).as("asked without credentials first").isEmpty();
            assertThat(run.all()).doesNotContain("pr@xy-word-55", "pr%40xy-word-55");
            return run;
        }
    }

    private static Caravan.Ended wrongPasswordForTheProxy(Path folder) throws Exception {
        try (OddApi api = new OddApi(3, AS_USUAL);
                TinyProxy proxy = new TinyProxy("me", "right-word-55")) {
            Caravan.Ended run = api.caravan(folder)
                    .with("HTTP_PROXY", "http://me:wrong-word-55@127.0.0.1:" + proxy.port())
                    .run();
            assertThat(api.asked()).isEmpty();
            assertThat(run.all()).doesNotContain("wrong-word-55");
            return run;
        }
    }

    private static Caravan.Ended throughATunnel(Path folder) throws Exception {
        OwnCertificate own = new OwnCertificate(folder, "crm");
        try (OddApi api = new OddApi(3, AS_USUAL, own.context());
                TinyProxy proxy = new TinyProxy("me", "pr@xy-word-55")) {
            Caravan.Ended run = api.caravan(folder)
                    .with("CA_CERTIFICATES", own.pem())
                    .with("https_proxy", "http://me:pr%40xy-word-55@127.0.0.1:" + proxy.port())
                    .run();
            api.assertDelivered(folder, run);
            assertThat(proxy.passed())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("CONNECT 127.0.0.1:" + api.port()));
            return run;
        }
    }

    private static Caravan.Ended aroundTheProxy(Path folder) throws Exception {
        try (OddApi api = new OddApi(3, AS_USUAL);
                TinyProxy proxy = new TinyProxy(null, null)) {
            Caravan.Ended run = api.caravan(folder)
                    .with("HTTP_PROXY", "http://127.0.0.1:" + proxy.port())
                    .with("NO_PROXY", "other.example,127.0.0.1")
                    .run();
            api.assertDelivered(folder, run);
            assertThat(proxy.passed()).isEmpty();
            return run;
        }
    }

    private static Caravan.Ended checkNamesTheProxy(Path folder) throws Exception {
        try (OddApi api = new OddApi(3, AS_USUAL);
                TinyProxy proxy = new TinyProxy("me", "pr@xy-word-55")) {
            Caravan.Ended check = api.caravan(folder)
                    .with("HTTP_PROXY", "http://me:pr%40xy-word-55@127.0.0.1:" + proxy.port())
                    .start("check")
                    .end();
            assertThat(check.out()
                            .replaceAll("\\s+", " ")
                            .split("through the proxy http://127.0.0.1:" + proxy.port(), -1))
                    .as("for the API and for S3: %s", check)
                    .hasSize(3);
            return check;
        }
    }

    private static Caravan.Ended ownAuthority(Path folder) throws Exception {
        OwnCertificate own = new OwnCertificate(folder, "crm");
        try (OddApi api = new OddApi(3, AS_USUAL, own.context())) {
            Caravan.Ended run = Trouble.run(api.caravan(folder).with("CA_CERTIFICATES", own.pem()), folder);
            api.assertDelivered(folder, run);
            return run;
        }
    }

    private static Caravan.Ended unknownAuthority(Path folder) throws Exception {
        OwnCertificate own = new OwnCertificate(folder, "crm");
        OwnCertificate another = new OwnCertificate(folder, "another");
        try (OddApi api = new OddApi(3, AS_USUAL, own.context())) {
            Caravan.Ended run =
                    api.caravan(folder).with("CA_CERTIFICATES", another.pem()).run();
            assertThat(api.asked()).isEmpty();
            assertThat(run.err()).as("permanent").doesNotContain("retry ");
            Caravan.Ended check = api.caravan(folder).start("check").end();
            assertThat(check.out()).contains("CA_CERTIFICATES");
            return run;
        }
    }

    private static Caravan.Ended clientCertificate(Path folder) throws Exception {
        OwnCertificate server = new OwnCertificate(folder, "crm");
        OwnCertificate client = new OwnCertificate(folder, "client");
        try (OddApi api = new OddApi(3, AS_USUAL, server.context(client.trust()), true)) {
            Caravan caravan = api.caravan(folder).with("CA_CERTIFICATES", server.pem());
            Caravan.Ended without = caravan.with("OUTPUT_DIR", folder.resolve("without"))
                    .with("MAX_RETRIES", 0)
                    .run();
            assertThat(without.exitCode()).as("%s", without).isEqualTo(4);
            Caravan.Ended run = caravan.without("OUTPUT_DIR")
                    .javaOptions(FAST + "-Djavax.net.ssl.keyStore=" + client.store()
                            + " -Djavax.net.ssl.keyStorePassword=" + OwnCertificate.password())
                    .run();
            api.assertDelivered(folder, run);
            return run;
        }
    }

    private static Caravan.Ended namedHost(Path folder, String resolved, String url) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n127.0.0.1 " + resolved + "\n");
        try (OddApi api = new OddApi(3, AS_USUAL)) {
            Caravan caravan = api.caravan(folder)
                    .with("API_BASE_URL", url + ":" + api.port() + "/")
                    .javaOptions(FAST + (resolved.equals("127.0.0.1") ? "" : "-Djdk.net.hosts.file=" + hosts));
            Caravan.Ended run = caravan.run();
            api.assertDelivered(folder, run);
            assertThat(api.asked())
                    .allSatisfy(asked ->
                            assertThat(asked.headers().get("Host")).containsExactly(resolved + ":" + api.port()));
            return run;
        }
    }

    private static Caravan.Ended idle(Path folder, int idleMillis, double apart) throws Exception {
        try (OddApi pages = new OddApi(4, AS_USUAL);
                KeepAliveApi api = new KeepAliveApi(pages::page, idleMillis)) {
            Caravan.Ended run = Trouble.run(
                    pages.caravan(folder)
                            .with("API_BASE_URL", api.url())
                            .with("PARALLEL_PAGES", 1)
                            .with("INTER_PAGE_DELAY", apart)
                            .with("PROBE_PERCENT", 0)
                            .with("MAX_RETRIES", 0),
                    folder);
            pages.assertDelivered(folder, run);
            assertThat(run.reported("Total Retries")).isEqualTo("0");
            int closed = idleMillis > 0 ? 0 : 4;
            assertThat(pages.caravan(folder).output().report().get("requests").asInt())
                    .as("what was sent again is a request, too")
                    .isBetween(5, 5 + closed);
            assertThat(api.served()).as("four pages, and the one past the end").isEqualTo(5);
            return run;
        }
    }

    private static Caravan.Ended redirected(Path folder, int status) throws Exception {
        AtomicInteger redirects = new AtomicInteger();
        try (OddApi api = new OddApi(6, (request, page) -> {
            if (request.getRequestURI().getPath().endsWith("/")) {
                return false;
            }
            redirects.incrementAndGet();
            request.getResponseHeaders()
                    .set(
                            "Location",
                            request.getRequestURI().getPath() + "/?"
                                    + request.getRequestURI().getRawQuery());
            OddApi.send(request, status, "", new byte[0]);
            return true;
        })) {
            Caravan caravan =
                    api.caravan(folder).with("MAX_REQUESTS_PER_SECOND", 4).with("PROBE_PERCENT", 0);
            Caravan.Ended run = Trouble.run(caravan, folder);
            api.assertDelivered(folder, run);
            List<OddApi.Asked> asked = api.asked();
            assertThat(caravan.output().report().get("requests").asInt())
                    .as("every hop")
                    .isEqualTo(asked.size());
            for (int i = 4; i < asked.size(); i++) {
                // A little less than a second: what counts is when a request was sent, not when it arrived.
                assertThat(asked.get(i).nanos() - asked.get(i - 4).nanos()).isGreaterThan(800_000_000L);
            }
            if (status == 308) {
                assertThat(redirects).as("remembered").hasValue(1);
            } else {
                assertThat(redirects).hasValue(asked.size() / 2);
            }
            assertThat(run.reported("Total Retries")).isEqualTo("0");
            return run;
        }
    }

    private static Caravan.Ended redirectedInACircle(Path folder) throws Exception {
        try (OddApi api = new OddApi(3, (request, page) -> {
            request.getResponseHeaders().set("Location", request.getRequestURI().toString());
            OddApi.send(request, 302, "", new byte[0]);
            return true;
        })) {
            Caravan.Ended run = Trouble.run(api.caravan(folder), folder);
            assertThat(api.asked()).hasSizeLessThan(30);
            return run;
        }
    }
}
