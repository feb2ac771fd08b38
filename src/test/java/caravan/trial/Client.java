package caravan.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a simulator as a client would, or byte by byte on a socket of its own. */
final class Client {
    private final CrmSimulator crm;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Client(CrmSimulator crm) {
        this.crm = crm;
    }

    HttpResponse<String> page(long page) throws Exception {
        return page(page, "demo-token");
    }

    HttpResponse<String> page(long page, String token) throws Exception {
        return get("/api/v1/customers?page=" + page + "&limit=10", "Authorization", "Bearer " + token);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(crm.baseUrl() + path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> login(String user, String secret) throws Exception {
        String body = "{\"username\":\"" + user + "\",\"password\":\"" + secret + "\"}";
        return send(request("/login").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** How a connection ended. */
    enum End {
        CLOSED,
        RESET,
        STILL_OPEN
    }

    /** What came over the wire. */
    record Wire(String text, End end) {
        String body() {
            return text.substring(text.indexOf("\r\n\r\n") + 4);
        }

        int contentLength() {
            int at = text.indexOf("Content-Length: ") + 16;
            return Integer.parseInt(text.substring(at, text.indexOf("\r\n", at)));
        }
    }

    /** Asks for a page and reads what comes until the connection ends or is silent for so many milliseconds. */
    Wire wire(long page, int silence) throws IOException {
        String request = "GET /api/v1/customers?page=" + page + "&limit=10 HTTP/1.1\r\nHost: crm\r\n"
                + "Authorization: Bearer demo-token\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Socket socket = new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                crm.baseUrl().getPort())) {
            socket.setSoTimeout(silence);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            End end = readAll(socket.getInputStream(), bytes);
            return new Wire(bytes.toString(StandardCharsets.UTF_8), end);
        }
    }

    private static End readAll(InputStream in, ByteArrayOutputStream bytes) throws IOException {
        long deadline = System.nanoTime() + 1_000_000_000L;
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                bytes.write(b);
                if (System.nanoTime() > deadline && bytes.size() < 2000) {
                    return End.STILL_OPEN;
                }
            }
            return End.CLOSED;
        } catch (SocketTimeoutException e) {
            return End.STILL_OPEN;
        } catch (SocketException e) {
            return End.RESET;
        }
    }
}
