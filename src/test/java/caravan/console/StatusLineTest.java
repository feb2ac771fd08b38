package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private StatusLine line;

    @BeforeEach
    void open() {
        PrintStream both = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        line = StatusLine.open();
    }

    @AfterEach
    void restore() {
        line.close();
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private Screen screen() {
        return Screen.showing(terminal.toString(StandardCharsets.UTF_8), 40);
    }

    @Test
    void standsUnderWhatIsPrinted() {
        line.show("status 1");
        assertThat(screen().lines()).containsExactly("status 1");
        System.err.println("an event");
        assertThat(screen().lines()).containsExactly("an event", "status 1");
        line.show("2");
        assertThat(screen().lines()).containsExactly("an event", "2");
        line.show("");
        assertThat(screen().lines()).containsExactly("an event", "");
    }

    @Test
    void neverBreaksALine() {
        line.show("status");
        System.err.print("half");
        assertThat(screen().lines()).containsExactly("half");
        line.show("other");
        assertThat(screen().lines()).containsExactly("half");
        System.err.write('\n');
        assertThat(screen().lines()).containsExactly("half", "other");
    }

    @Test
    void doesNotComeBackBelowWhatIsPrintedToStdoutBeforeItIsShownAgain() {
        line.show("status");
        System.out.println("the report");
        assertThat(screen().lines()).containsExactly("the report", "");
        line.show("status");
        assertThat(screen().lines()).containsExactly("the report", "status");
    }

    @Test
    void leavesNothingBehindAndGivesTheStreamsBack() {
        line.show("status");
        line.close();
        line.show("too late");
        System.err.println("after");
        assertThat(screen().lines()).containsExactly("after", "");
        assertThat(screen().statusLines()).containsExactly("status");
    }

    @Test
    void isCutWhereTheWindowHasBecomeTooNarrow() {
        line.show("x".repeat(60));
        assertThat(screen().lines())
                .singleElement()
                .satisfies(drawn -> assertThat(drawn).startsWith("x".repeat(39)));
        line.show("short");
        assertThat(screen().lines()).containsExactly("short");
    }

    @Test
    void isTornByNoThread() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int t = 0; t < 4; t++) {
            PrintStream to = t % 2 == 0 ? System.out : System.err;
            String name = "thread " + t + " line ";
            for (int i = 0; i < 300; i++) {
                expected.add(name + i);
            }
            threads.add(new Thread(() -> {
                await(go);
                for (int i = 0; i < 300; i++) {
                    to.writeBytes((name + i + "\n").getBytes(StandardCharsets.UTF_8));
                    line.show("status " + name + i);
                }
            }));
        }
        threads.forEach(Thread::start);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        line.close();
        assertThat(screen().lines()).hasSize(1201).contains("").containsAll(expected);
        assertThat(screen().statusLines()).hasSizeGreaterThan(100).allMatch(status -> status.startsWith("status "));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
