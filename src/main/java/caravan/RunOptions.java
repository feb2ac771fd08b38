package caravan;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What {@code run} and {@code schedule} have in common on the command line. */
final class RunOptions {
    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Run the routes of this folder instead of the installation's.")
    Path routes = Installation.routes();

    @Option(
            names = "-D",
            paramLabel = "NAME=VALUE",
            description = "A setting; wins over the environment, .env and conf/application.properties.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--fresh", description = "Begin anew instead of resuming an unfinished run; its files stay.")
    boolean fresh;

    Settings load() {
        return SettingsFiles.load(settings, System.getenv(), Path.of(""), Installation.conf());
    }
}
