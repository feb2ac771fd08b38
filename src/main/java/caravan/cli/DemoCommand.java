package caravan.cli;

import caravan.boot.Installation;
import caravan.boot.Launch;
import caravan.live.LiveAddress;
import caravan.run.Runs;
import caravan.settings.Settings;
import caravan.trial.CrmSimulator;
import caravan.trial.EmbeddedS3;
import caravan.trial.SimulateCommand;
import caravan.trial.SimulatorOptions;
import caravan.trial.Style;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Rehearses: an unstable CRM and an S3 in this process, a whole run, the report. Needs no settings.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final String BUCKET = "demo-bucket";
    private static final String FAULTS = "500=5%,503=4%,429=3%,slow=1%,cut=2%,expire-token@40";

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private LiveOptions live;

    @Option(names = "--stay", description = "Go on serving the live page after the end of the run, until Ctrl-C.")
    private boolean stay;

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            defaultValue = "page-number",
            converter = SimulateCommand.Styles.class,
            description = "How pages are asked for, as in caravan simulate. Default: ${DEFAULT-VALUE}.")
    private Style style;

    @Override
    public Integer call() throws IOException {
        Path data = Path.of("data").toAbsolutePath();
        try (EmbeddedS3 s3 = EmbeddedS3.start(0, data.resolve("s3"), BUCKET);
                CrmSimulator crm =
                        CrmSimulator.start(new SimulatorOptions().style(style).faults(FAULTS))) {
            System.out.printf(
                    "A rehearsal: 125,000 customers of a simulated CRM (%s), which misbehaves: %s%n",
                    crm.baseUrl(), FAULTS);
            Map<String, String> settings = settings(crm, s3.endpoint(), BUCKET, data);
            Map<String, String> environment =
                    Map.of("LOG_FORMAT", System.getenv().getOrDefault("LOG_FORMAT", ""));
            Launch launch = new Launch(Installation.routes(), List.of(), Runs.Choice.FRESH, console.verbosity());
            return (style == Style.PAGE_NUMBER ? launch.shipped() : launch.sourcesIn(source(crm, data)))
                    .live(live.address == null ? LiveAddress.anywhere() : live.address, stay)
                    .once(
                            () -> SettingsOptions.checked(
                                    Settings.of(List.of(settings, environment), List.of()), Settings.Need.ALL),
                            () -> System.out.printf("The objects lie in %s%n", s3.objectPath("")))
                    .exitCode();
        }
    }

    /** The folder with the source file that says how the CRM is asked. */
    private static Path source(CrmSimulator crm, Path data) throws IOException {
        Path folder = Files.createDirectories(data.resolve("demo-source"));
        Files.writeString(folder.resolve("customers.yaml"), crm.source());
        return folder;
    }

    /** All that a run from the one to the other needs. */
    static Map<String, String> settings(CrmSimulator crm, URI s3, String bucket, Path data) {
        return Map.ofEntries(
                Map.entry("API_BASE_URL", crm.baseUrl().toString()),
                Map.entry("API_USERNAME", "demo"),
                Map.entry("API_PASSWORD", "demo-password"),
                Map.entry("S3_BUCKET", bucket),
                Map.entry("AWS_ENDPOINT_URL_S3", s3.toString()),
                Map.entry("AWS_ACCESS_KEY_ID", EmbeddedS3.ACCESS_KEY),
                Map.entry("AWS_SECRET_ACCESS_KEY", EmbeddedS3.SECRET_KEY),
                Map.entry("OUTPUT_DIR", data.toString()),
                // Scaled down, so that nobody waits for a rehearsal.
                Map.entry("INITIAL_BACKOFF", "0.1"),
                Map.entry("MAX_BACKOFF", "2"));
    }
}
