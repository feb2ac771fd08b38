package caravan.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before an S3 and passes bytes on, unless it is told to refuse or to stop in the middle. */
final class S3Front implements AutoCloseable {
    private static final byte[] REFUSAL = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final URI behind;
    private final AtomicInteger toRefuse = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private long left = Long.MAX_VALUE;
    private int generation;
    private boolean halted;

    S3Front(URI behind) throws IOException {
        this.behind = behind;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The next so many connections are answered with 503. */
    void refuse(int connections) {
        toRefuse.set(connections);
    }

    int refused() {
        return refused.get();
    }

    /** Takes so many bytes of requests, and then no further one, until it is told otherwise. Ends all connections. */
    synchronized void haltAfter(long bytes) {
        left = bytes;
        halted = false;
        generation++;
        notifyAll();
    }

    synchronized boolean isHalted() {
        return halted;
    }

    private synchronized int generation() {
        return generation;
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
            if (toRefuse.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                refused.incrementAndGet();
                byte[] some = new byte[1 << 16];
                if (client.getInputStream().read(some) > 0) {
                    client.getOutputStream().write(REFUSAL);
                }
                return;
            }
            try (Socket s3 = new Socket(behind.getHost(), behind.getPort())) {
                daemon(() -> passAnswers(s3, client));
                passRequests(client.getInputStream(), s3.getOutputStream());
            }
        } catch (IOException e) {
            // One of both hung up.
        }
    }

    private void passRequests(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 15];
        int mine = generation();
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            for (int at = 0; at < count; ) {
                int part = grant(count - at, mine);
                to.write(buffer, at, part);
                at += part;
            }
        }
    }

    private synchronized int grant(int wanted, int connection) throws IOException {
        try {
            while (left == 0 && connection == generation) {
                halted = true;
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        if (connection != generation) {
            throw new IOException("this connection is over");
        }
        int part = (int) Math.min(wanted, left);
        left -= part;
        return part;
    }

    private static void passAnswers(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException e) {
            // One of both hung up.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "s3-front");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        haltAfter(Long.MAX_VALUE);
    }
}
