package caravan.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy (RFC 9110, 7.6 and 9.3.6): passes on requests with an absolute address, and makes tunnels. */
final class TinyProxy implements AutoCloseable {
    private static final Pattern ABSOLUTE =
            Pattern.compile("([A-Z]+) http://([^/:]+)(?::([0-9]+))?(\\S*) (HTTP/1\\.[01])");
    private static final Pattern TUNNEL = Pattern.compile("CONNECT ([^:]+):([0-9]+) HTTP/1\\.[01]");

    private static final String REFUSAL = """
            HTTP/1.1 407 Proxy Authentication Required
            Proxy-Authenticate: Basic realm="p"
            Content-Length: 0
            Connection: close

            """.replace("\n", "\r\n");

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String credentials;
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    /** @param user null where nobody is asked */
    TinyProxy(String user, String password) throws IOException {
        credentials = user == null
                ? null
                : "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The first lines of requests that it has passed on. */
    List<String> passed() {
        return passed;
    }

    /** The first lines of those that came without the right credentials. */
    List<String> refused() {
        return refused;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                // Closed: the loop's condition tells.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String first = head.lines().findFirst().orElse("");
            if (credentials != null && !head.contains("Proxy-Authorization: " + credentials + "\r\n")) {
                refused.add(first);
                write(client, REFUSAL);
                return;
            }
            Matcher tunnel = TUNNEL.matcher(first);
            Matcher absolute = ABSOLUTE.matcher(first);
            if (tunnel.matches()) {
                passed.add(first);
                try (Socket target = new Socket(tunnel.group(1), Integer.parseInt(tunnel.group(2)))) {
                    write(client, "HTTP/1.1 200 OK\r\n\r\n");
                    join(client, target);
                }
            } else if (absolute.matches()) {
                passed.add(first);
                try (Socket target = new Socket(
                        absolute.group(2), absolute.group(3) == null ? 80 : Integer.parseInt(absolute.group(3)))) {
                    String rest = head.substring(first.length() + 2)
                            .replaceAll("(?im)^(?:Proxy-[^:]*|Connection):.*\r\n", "");
                    write(
                            target,
                            "%s %s %s\r\nConnection: close\r\n%s"
                                    .formatted(absolute.group(1), absolute.group(4), absolute.group(5), rest));
                    join(client, target);
                }
            } else {
                write(client, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        } catch (IOException e) {
            // One of both hung up.
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int one = in.read();
            if (one < 0) {
                throw new IOException("closed");
            }
            head.write(one);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        to.getOutputStream().flush();
    }

    private static void join(Socket client, Socket target) throws IOException {
        daemon(() -> pass(client, target));
        InputStream answer = target.getInputStream();
        OutputStream out = client.getOutputStream();
        answer.transferTo(out);
        out.flush();
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of both hung up.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
