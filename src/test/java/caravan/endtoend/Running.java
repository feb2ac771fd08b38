package caravan.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A started program. Closing it kills it, if it has not ended. */
final class Running implements AutoCloseable {
    /** Far more than any run here takes, on a machine that is busy with much else, too: only a hang meets it. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Thread outReader;
    private final Thread errReader;

    Running(Process process) {
        this.process = process;
        this.outReader = collect(process.getInputStream(), out);
        this.errReader = collect(process.getErrorStream(), err);
    }

    private static Thread collect(InputStream from, ByteArrayOutputStream to) {
        Thread reader = new Thread(() -> {
            try (from) {
                from.transferTo(to);
            } catch (IOException e) {
                // The process is gone; what it had to say is here.
            }
        });
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() {
        return Caravan.utf8(out.toByteArray());
    }

    String err() {
        return Caravan.utf8(err.toByteArray());
    }

    /** Waits until something holds; fails when the program ends before it does. */
    Running await(String what, Callable<Boolean> condition) throws Exception {
        Await.until(
                what,
                PATIENCE,
                () -> {
                    if (condition.call()) {
                        return true;
                    }
                    if (!process.isAlive() && !condition.call()) {
                        throw new AssertionError("It ended before: " + what + "\n" + end());
                    }
                    return false;
                },
                () -> out() + err());
        return this;
    }

    /** Waits until something holds, or the program has ended: whether it holds. */
    boolean awaitOrEnd(String what, Callable<Boolean> condition) throws Exception {
        Await.until(what, PATIENCE, () -> condition.call() || !process.isAlive(), () -> out() + err());
        return process.isAlive();
    }

    /** On a terminal: what a user types. */
    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** SIGTERM. */
    Running terminate() {
        // Not Process.destroy(), which also closes the pipe that the report comes through.
        process.toHandle().destroy();
        return this;
    }

    /** SIGKILL, and waits until it is dead. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end. */
    Caravan.Ended end() throws InterruptedException {
        return end(PATIENCE);
    }

    /** Waits for its end, at most so long. */
    Caravan.Ended end(Duration atMost) throws InterruptedException {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("It has not ended after " + atMost + "\n" + out() + err());
            }
            outReader.join(PATIENCE.toMillis());
            errReader.join(PATIENCE.toMillis());
            return new Caravan.Ended(process.exitValue(), out(), err());
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
