package caravan.cli;

import caravan.boot.Installation;
import caravan.settings.Settings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the commands have in common that start the routes. */
class RoutesOptions extends SettingsOptions {
    @Option(
            names = "--routes",
            paramLabel = "DIR",
            description = "Run the routes of this folder instead of the installation's.")
    Path routes = Installation.routes();

    Settings load() {
        return load(Settings.Need.ALL);
    }
}
