package caravan.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A report as it was written at the end of a run. */
public final class SavedReport {
    private final RunReport report;

    private SavedReport(RunReport report) {
        this.report = report;
    }

    /** Null where none was written: the run was killed, or is under way. */
    public static @Nullable SavedReport of(Path file) throws IOException {
        return Files.exists(file) ? new SavedReport(RunReport.read(file)) : null;
    }

    /** What was printed at the end of the run. */
    public String text() {
        return ReportText.of(report);
    }

    RunReport report() {
        return report;
    }
}
