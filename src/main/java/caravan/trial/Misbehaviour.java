package caravan.trial;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Does to one request what the script says. Thread-safe. */
final class Misbehaviour {
    private static final Duration BETWEEN_DRIPS = Duration.ofMillis(100);
    private static final long BOMB = 1L << 30;
    private static final long HUGE = 320L << 20;
    private static final String LOGIN_PAGE =
            "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Please sign in</h1>"
                    + "<form method=\"post\"><input name=\"user\"></form></body></html>\n";

    private final PageBodies bodies;
    private final Tokens tokens;
    private final Tally tally;
    private final SimulatorOptions options;
    private volatile String elsewhere = "";

    Misbehaviour(PageBodies bodies, Tokens tokens, Tally tally, SimulatorOptions options) {
        this.bodies = bodies;
        this.tokens = tokens;
        this.tally = tally;
        this.options = options;
    }

    void redirectTo(String base) {
        elsewhere = base;
    }

    void answer(Fault fault, PageBodies.View view, WireRequest request, Connection connection) throws IOException {
        switch (fault.kind()) {
            case STATUS -> send(status(fault), connection);
            case EXPIRE_TOKEN -> {
                tokens.revoke(request.bearer());
                send(Reply.error(401, "the token has expired").with("WWW-Authenticate", "Bearer"), connection);
            }
            case REDIRECT ->
                send(
                        Reply.error(302, "moved").with("Location", elsewhere + request.path() + '?' + request.query()),
                        connection);
            case HTML ->
                send(
                        new Reply(200, "text/html; charset=utf-8", "", LOGIN_PAGE.getBytes(StandardCharsets.UTF_8)),
                        connection);
            case ERROR_200 ->
                send(Reply.json(200, "{\"error\":{\"code\":1042,\"message\":\"internal failure\"}}"), connection);
            case INVALID_JSON -> send(bodies.reply(view, broken(bodies.render(view))), connection);
            case DATA_NULL -> send(page(view.with(PageBodies.Data.NULL)), connection);
            case EMPTY -> send(page(view.with(PageBodies.Data.NONE)), connection);
            case SHORT -> send(page(view.with(PageBodies.Data.SHORT)), connection);
            case REPEAT -> send(page(view.asPage(neighbour(view.page()))), connection);
            case NEXT_PAGE -> send(page(view.withDataOf(view.page() + 1)), connection);
            case STATUS_FOR -> send(status(fault), connection);
            case EMPTY_FOR -> send(page(view.with(PageBodies.Data.NONE)), connection);
            case TOTAL_ZERO_FOR ->
                send(page(view.with(PageBodies.Data.NONE).with(FaultKind.TOTAL_ZERO_FOR)), connection);
            case WRONG_PAGE -> send(page(view.withDataOf(neighbour(view.page()))), connection);
            default -> onTheWire(fault.kind(), view, connection);
        }
    }

    private void onTheWire(FaultKind kind, PageBodies.View view, Connection connection) throws IOException {
        boolean answers = kind != FaultKind.HANG && kind != FaultKind.RESET && kind != FaultKind.NO_ANSWER;
        tally.answered(answers ? 200 : 0);
        switch (kind) {
            case HANG -> connection.awaitHangUp();
            case RESET -> connection.reset();
            case NO_ANSWER -> connection.close();
            case SLOW -> {
                pause(options.slowness);
                connection.send(page(view));
            }
            case DRIP -> drip(page(view), connection);
            case CUT -> cut(page(view), connection);
            case CUT_CHUNKED -> cutChunked(page(view), connection);
            case GZIP_BOMB -> gzipBomb(page(view), connection);
            case HUGE_BODY -> {
                try (OutputStream out = connection.sendChunked(page(view))) {
                    padded(bodies.render(view), HUGE, out);
                }
            }
            default -> throw new IllegalStateException("no way is known to do " + kind);
        }
    }

    private void send(Reply reply, Connection connection) throws IOException {
        tally.answered(reply.status());
        connection.send(reply);
    }

    private Reply page(PageBodies.View view) {
        return bodies.reply(view, bodies.render(view));
    }

    private Reply status(Fault fault) {
        Reply reply = Reply.error(fault.status(), "the script says so");
        return switch (fault.hint()) {
            case NONE -> reply;
            case SECONDS -> reply.with("Retry-After", "1");
            // In small letters, as HTTP/2 gateways send it.
            case DATE ->
                reply.with(
                        "retry-after", Throttle.httpDate(options.clock.instant().plusSeconds(1)));
            case HOUR -> reply.with("Retry-After", "3600");
            case NONSENSE -> reply.with("Retry-After", "soon");
        };
    }

    /** The page before; after page 1, page 2. */
    private static long neighbour(long page) {
        return page == 1 ? 2 : page - 1;
    }

    private static byte[] broken(byte[] body) {
        byte[] broken = Arrays.copyOf(body, body.length * 2 / 3 + 3);
        broken[broken.length - 3] = '\n';
        broken[broken.length - 2] = '<';
        broken[broken.length - 1] = '>';
        return broken;
    }

    private static void drip(Reply reply, Connection connection) throws IOException {
        byte[] whole = connection.whole(reply);
        int body = whole.length - reply.body().length;
        connection.out().write(whole, 0, body);
        for (int i = body; i < whole.length; i++) {
            connection.out().write(whole[i]);
            pause(BETWEEN_DRIPS);
        }
    }

    private static void cut(Reply reply, Connection connection) throws IOException {
        byte[] whole = connection.whole(reply);
        connection.out().write(whole, 0, whole.length - (reply.body().length + 1) / 2);
        connection.close();
    }

    // The last chunk is what closing the stream would write.
    @SuppressWarnings("resource")
    private static void cutChunked(Reply reply, Connection connection) throws IOException {
        connection.sendChunked(reply).write(reply.body(), 0, reply.body().length / 2);
        connection.close();
    }

    private static void gzipBomb(Reply reply, Connection connection) throws IOException {
        ChunkedStream chunks = connection.sendChunked(reply.with("Content-Encoding", "gzip"));
        try (GZIPOutputStream out = new FastGzip(chunks)) {
            padded(reply.body(), BOMB, out);
        }
    }

    /** The page with spaces before its last brace: valid JSON, and right if it is read to its end. */
    private static void padded(byte[] body, long spaces, OutputStream out) throws IOException {
        out.write(body, 0, body.length - 1);
        byte[] blank = new byte[1 << 16];
        Arrays.fill(blank, (byte) ' ');
        for (long left = spaces; left > 0; left -= blank.length) {
            out.write(blank);
        }
        out.write(body, body.length - 1, 1);
    }

    static void pause(Duration time) throws IOException {
        if (!time.isZero()) {
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException().initCause(e);
            }
        }
    }

    /** Trades size for speed: the bomb is made anew each time. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
