package caravan.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What one process took, from its start to its end. CPU time and peak memory are the kernel's (Linux), looked at until the
 * process ends: the last hundredths of a second may be missing.
 */
record Measured(int exitCode, double wall, double cpu, double peakMegabytes, long startedNanos) {
    private static final double TICKS_PER_SECOND = 100;
    private static final Pattern SPACE = Pattern.compile(" ");

    static Measured of(ProcessBuilder builder) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = builder.start();
        double cpu = 0;
        double peak = 0;
        try {
            do {
                Path proc = Path.of("/proc", Long.toString(process.pid()));
                try {
                    String stat = Files.readString(proc.resolve("stat"));
                    List<String> fields = Arrays.asList(SPACE.split(stat.substring(stat.lastIndexOf(')') + 2)));
                    cpu = Math.max(
                            cpu, (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_SECOND);
                    for (String line : Files.readAllLines(proc.resolve("status"))) {
                        if (line.startsWith("VmHWM:")) {
                            peak = Math.max(peak, Double.parseDouble(line.replaceAll("\\D+", "")) / 1024);
                        }
                    }
                } catch (NoSuchFileException | IndexOutOfBoundsException ending) {
                    // What was seen before is the last word.
                }
            } while (!process.waitFor(20, TimeUnit.MILLISECONDS));
        } finally {
            process.destroyForcibly();
        }
        return new Measured(process.waitFor(), (System.nanoTime() - start) / 1e9, cpu, peak, start);
    }

    /** The one in the middle by CPU time. */
    static Measured median(List<Measured> all) {
        return all.stream()
                .sorted(Comparator.comparingDouble(Measured::cpu))
                .toList()
                .get(all.size() / 2);
    }
}
