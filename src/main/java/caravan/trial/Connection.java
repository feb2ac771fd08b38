package caravan.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One client's connection: reads requests, answers each with one write, keeps alive. For one thread. */
final class Connection implements AutoCloseable {
    private static final int LARGEST_HEAD = 64 * 1024;
    private static final int LARGEST_BODY = 1024 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[4096];
    private int length;
    private boolean keepAlive = true;

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** The next request; null when the client is done, or sends what is no HTTP. */
    WireRequest next() throws IOException {
        int end = keepAlive ? headEnd() : -1;
        if (end < 0) {
            return null;
        }
        WireRequest request = WireRequest.parse(new String(buffer, 0, end, StandardCharsets.ISO_8859_1));
        consume(end + 4);
        if (request == null) {
            return null;
        }
        keepAlive = !request.header("connection").toLowerCase(Locale.ROOT).contains("close");
        if (request.header("expect").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (request.header("transfer-encoding").equalsIgnoreCase("chunked")) {
            return request.withBody(chunks());
        }
        String size = request.header("content-length");
        return size.isEmpty() ? request : request.withBody(take(Integer.parseInt(size)));
    }

    private int headEnd() throws IOException {
        int from = 0;
        while (true) {
            for (int i = from; i + 3 < length; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    return i;
                }
            }
            from = Math.max(0, length - 3);
            if (length > LARGEST_HEAD || !more()) {
                return -1;
            }
        }
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            int end = size.indexOf(';');
            byte[] chunk = take(Integer.parseInt(end < 0 ? size : size.substring(0, end), 16));
            line();
            if (chunk.length == 0) {
                return body.toByteArray();
            }
            body.write(chunk);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            byte b = take(1)[0];
            if (b == '\n') {
                return line.toString().strip();
            }
            line.append((char) b);
        }
    }

    private byte[] take(int count) throws IOException {
        if (count < 0 || count > LARGEST_BODY) {
            throw new IOException("a request body of " + count + " bytes");
        }
        while (length < count) {
            if (!more()) {
                throw new IOException("the request ended early");
            }
        }
        byte[] taken = Arrays.copyOf(buffer, count);
        consume(count);
        return taken;
    }

    private boolean more() throws IOException {
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, length, buffer.length - length);
        length += Math.max(read, 0);
        return read > 0;
    }

    private void consume(int count) {
        System.arraycopy(buffer, count, buffer, 0, length - count);
        length -= count;
    }

    /** Answers rightly. */
    void send(Reply reply) throws IOException {
        out.write(whole(reply));
    }

    /** Answers with the head alone, as to HEAD. */
    void sendHead(Reply reply) throws IOException {
        out.write(reply.head("Content-Length: " + reply.body().length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Starts an answer that ends when the stream is closed. */
    ChunkedStream sendChunked(Reply reply) throws IOException {
        out.write(reply.head("Transfer-Encoding: chunked\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return new ChunkedStream(out);
    }

    /** The answer's bytes, to be sent in a way of the caller's own. */
    byte[] whole(Reply reply) {
        byte[] head =
                reply.head("Content-Length: " + reply.body().length + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = Arrays.copyOf(head, head.length + reply.body().length);
        System.arraycopy(reply.body(), 0, whole, head.length, reply.body().length);
        return whole;
    }

    OutputStream out() {
        return out;
    }

    /** Waits until the client gives up, whatever it sends meanwhile. */
    void awaitHangUp() throws IOException {
        keepAlive = false;
        while (in.read(buffer) >= 0) {
            length = 0;
        }
    }

    /** Ends with RST instead of FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    @Override
    public void close() throws IOException {
        keepAlive = false;
        socket.close();
    }
}
