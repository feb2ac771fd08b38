package caravan.endtoend;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, and for no longer than a deadline. */
final class Await {
    private static final long BETWEEN_LOOKS_NANOS = 2_000_000;

    private Await() {}

    /** @throws AssertionError that says {@code what} was waited for, and what {@code seen} tells then */
    static void until(String what, Duration atMost, Callable<Boolean> condition, Supplier<String> seen)
            throws Exception {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("After " + atMost + " still not: " + what + "\n" + seen.get());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }
}
