package caravan.trial;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on 127.0.0.1 and gives each connection a daemon thread of its own. */
final class LoopbackServer implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final ServerSocket server;
    private final Handler handler;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /** Answers one request. */
    interface Handler {
        void handle(WireRequest request, Connection connection) throws IOException;
    }

    /** Listens from now on; port 0 takes a free one. */
    LoopbackServer(int port, String name, Handler handler) throws IOException {
        this.handler = handler;
        this.server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        daemon(name, this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(Thread.currentThread().getName() + "-" + socket.getPort(), () -> serve(socket));
            } catch (IOException e) {
                // Closed, or a client that was gone before it was served: the loop's condition tells which.
            }
        }
    }

    private void serve(Socket socket) {
        try (Connection connection = new Connection(socket)) {
            open.add(connection);
            try {
                for (WireRequest request = connection.next();
                        request != null && !server.isClosed();
                        request = connection.next()) {
                    handler.handle(request, connection);
                }
            } finally {
                open.remove(connection);
            }
        } catch (IOException | IllegalArgumentException e) {
            // The client hung up or sends no HTTP: its affair, and the connection is closed.
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Connection connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            // Nothing is left to be done about a socket that does not close.
        }
    }
}
