package caravan.report;

import java.nio.file.*;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    @Test
    void writesSamples() throws Exception {
        Path out = Path.of("/tmp/pages-samples");
        Files.createDirectories(out);
        Files.writeString(
                out.resolve("complete125.html"), SampleReports.complete(125).html(false));
        Files.writeString(
                out.resolve("complete1.html"), SampleReports.complete(1).html(false));
        Files.writeString(
                out.resolve("complete5.html"), SampleReports.complete(5).html(false));
        Files.writeString(
                out.resolve("complete10000.html"), SampleReports.complete(10000).html(false));
        Files.writeString(
                out.resolve("partial125.html"), SampleReports.partial(125).html(false));
        Files.writeString(
                out.resolve("partial10000.html"), SampleReports.partial(10000).html(false));
        Files.writeString(
                out.resolve("stopped125.html"), SampleReports.stopped(125).html(false));
        Files.writeString(
                out.resolve("running125.html"), SampleReports.running(125, 57).html(false));
        Files.writeString(
                out.resolve("hostile.html"),
                SampleReports.hostile("</script><img src=x onerror=alert(1)>\"'&{{title}}\u202e")
                        .html(false));
    }
}
