package caravan.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that keeps connections for a while, and closes them without a word. */
final class KeepAliveApi implements AutoCloseable {
    private static final Pattern PAGE = Pattern.compile("[?&]page=([0-9]+)");

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final IntFunction<String> body;
    private final int idleMillis;
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    /** @param idleMillis for how long a connection is kept after an answer; 0 for not at all */
    KeepAliveApi(IntFunction<String> body, int idleMillis) throws IOException {
        this.body = body;
        this.idleMillis = idleMillis;
        daemon(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** How many answers it gave. */
    int served() {
        return served.get();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.incrementAndGet();
                daemon(() -> serve(client));
            } catch (IOException e) {
                // Closed: the loop's condition tells.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            do {
                String first = in.readLine();
                while (first != null && !in.readLine().isEmpty()) {
                    // The rest of the head says nothing.
                }
                Matcher page = PAGE.matcher(String.valueOf(first));
                if (!page.find()) {
                    return;
                }
                byte[] json = body.apply(Integer.parseInt(page.group(1))).getBytes(StandardCharsets.UTF_8);
                client.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.length
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().write(json);
                served.incrementAndGet();
                client.setSoTimeout(Math.max(1, idleMillis));
            } while (idleMillis > 0);
        } catch (SocketTimeoutException idle) {
            // Closed now.
        } catch (IOException e) {
            // The client hung up.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "keep-alive-api");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
