package caravan.fetch;

import caravan.net.Proxies;
import caravan.text.Urls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.auth.BasicAuthCache;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the client that talks to the API, for pages and logins alike: a deadline for the whole answer, proxy, certificates and
 * connections. It keeps no cookies, follows no redirects and repeats nothing, but for one case: a connection that had served before
 * and was closed before the first byte of an answer was closed while it was idle, and the request is sent again at once (RFC 9112,
 * 9.3.1); the API has not seen it. Thread-safe.
 */
public final class ApiClient implements HttpClientConfigurer, AutoCloseable {
    /** Many servers close an idle connection after some seconds, few sooner than this. */
    private static final TimeValue CHECKED_AFTER = TimeValue.ofMilliseconds(500);

    private static final DefaultHostnameVerifier VERIFIER = new DefaultHostnameVerifier();
    /** Neither a name service nor a certificate has names in Unicode. */
    private static final DnsResolver ASCII_NAMES = new SystemDefaultDnsResolver() {
        @Override
        public InetAddress[] resolve(String name) throws UnknownHostException {
            return super.resolve(Urls.asciiHost(name));
        }
    };

    /** A header that each answer is given: how often its request was sent again at once. */
    private static final String RESENT = "Caravan-Resent";

    private final RequestDeadline deadline;
    private final Proxies proxies;
    /** The real names of hosts by those under which camel-http knows them. */
    private final Map<String, String> hosts = new HashMap<>();

    private final PoolingHttpClientConnectionManager connections;

    /**
     * @param apis the addresses that are asked
     * @param most how many connections at once
     */
    public ApiClient(Collection<URI> apis, RequestDeadline deadline, Proxies proxies, SSLContext secure, int most) {
        this.deadline = deadline;
        this.proxies = proxies;
        for (URI api : apis) {
            String authority = api.getRawAuthority();
            String host = api.getHost() != null ? api.getHost() : authority.replaceFirst(":[0-9]*$", "");
            hosts.put(alias(host), host);
        }
        connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(
                        secure, (name, session) -> VERIFIER.verify(Urls.asciiHost(name), session)))
                .setDnsResolver(ASCII_NAMES)
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setValidateAfterInactivity(CHECKED_AFTER)
                        .build())
                .build();
    }

    /**
     * The address in the form that camel-http takes: Java's {@link URI} knows no underscore in a host, as container names have it, and
     * httpcore makes Unicode of ASCII names ({@code xn--…}), which is no host of a URI. The client puts the real host in its place.
     */
    public static URI address(URI uri) {
        if (uri.getRawAuthority() == null || alias(uri.getRawAuthority()).equals(uri.getRawAuthority())) {
            return uri;
        }
        return URI.create(
                uri.toString().replaceFirst(Pattern.quote(uri.getRawAuthority()), alias(uri.getRawAuthority())));
    }

    private static String alias(String authority) {
        return authority.replace('_', '-').replace("xn--", "xn-");
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.setConnectionManager(connections).setConnectionManagerShared(true);
        client.setRoutePlanner((target, context) -> route(target));
        client.disableRedirectHandling();
        // Kept, they would grow with each answer that sets some, until a server refuses the head of a request.
        client.disableCookieManagement();
        credentials(client);
        client.addExecInterceptorFirst("connection", this::execute);
        deadline.configure(client);
    }

    private HttpRoute route(HttpHost target) {
        boolean isSecure = "https".equalsIgnoreCase(target.getSchemeName());
        int port = target.getPort() > 0 ? target.getPort() : isSecure ? 443 : 80;
        String name = hosts.getOrDefault(target.getHostName(), target.getHostName());
        HttpHost real = new HttpHost(target.getSchemeName(), name, port);
        Proxies.Proxy proxy = proxies.to(isSecure, name, port);
        return proxy == null
                ? new HttpRoute(real, null, isSecure)
                : new HttpRoute(real, null, new HttpHost("http", proxy.host(), proxy.port()), isSecure);
    }

    private void credentials(HttpClientBuilder client) {
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        for (Proxies.Proxy proxy : proxies.all()) {
            if (proxy.hasUser()) {
                provider.setCredentials(new AuthScope(proxy.host(), proxy.port()), credentials(proxy));
            }
        }
        client.setDefaultCredentialsProvider(provider);
    }

    private static UsernamePasswordCredentials credentials(Proxies.Proxy proxy) {
        return new UsernamePasswordCredentials(proxy.user(), proxy.password().toCharArray());
    }

    private ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        URIAuthority asked = request.getAuthority();
        String host = asked == null ? null : hosts.get(asked.getHostName());
        if (asked != null && host != null && !host.equals(asked.getHostName())) {
            request.setAuthority(new URIAuthority(host, asked.getPort()));
        }
        offerCredentials(scope);
        ClassicHttpRequest again = request;
        for (int resent = 0; true; resent++) {
            try {
                ClassicHttpResponse answer = chain.proceed(again, scope);
                answer.setHeader(RESENT, resent);
                return answer;
            } catch (NoHttpResponseException | SocketException e) {
                if (!request.getMethod().equals("GET") || !hasServedBefore(scope)) {
                    if (resent > 0) {
                        e.addSuppressed(new ResentException(resent));
                    }
                    throw e;
                }
                again = ClassicRequestBuilder.copy(request).build();
            }
        }
    }

    /** How often the request was sent again at once, beside the first time. */
    static int resent(ResponseHead head) {
        String times = head.header(RESENT);
        return times == null ? 0 : Integer.parseInt(times);
    }

    /** The same of one that failed. */
    static int resent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (Throwable note : cause.getSuppressed()) {
                if (note instanceof ResentException resent) {
                    return resent.times;
                }
            }
        }
        return 0;
    }

    /** Goes with the failure of a request that was sent more than once. */
    private static final class ResentException extends IOException {
        private final int times;

        ResentException(int times) {
            super("it was sent again " + times + " times");
            this.times = times;
        }
    }

    private static boolean hasServedBefore(ExecChain.Scope scope) {
        EndpointDetails connection = scope.clientContext.getEndpointDetails();
        // Each one that has not is a new one: this comes to an end.
        return connection != null && connection.getRequestCount() > 1;
    }

    /** At once and not when it asks: else it would see each request twice. */
    private void offerCredentials(ExecChain.Scope scope) {
        HttpHost address = scope.route.getProxyHost();
        Proxies.Proxy proxy = address == null ? null : proxy(address);
        if (proxy != null && proxy.hasUser()) {
            BasicScheme scheme = new BasicScheme();
            scheme.initPreemptive(credentials(proxy));
            BasicAuthCache cache = new BasicAuthCache();
            cache.put(address, scheme);
            scope.clientContext.setAuthCache(cache);
        }
    }

    private Proxies.@Nullable Proxy proxy(HttpHost address) {
        List<Proxies.Proxy> all = proxies.all();
        return all.stream()
                .filter(proxy -> proxy.host().equals(address.getHostName()) && proxy.port() == address.getPort())
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        connections.close();
    }
}
