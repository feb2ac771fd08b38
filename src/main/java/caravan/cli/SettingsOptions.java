package caravan.cli;

import caravan.boot.Installation;
import caravan.settings.Settings;
import caravan.settings.SettingsException;
import caravan.settings.SettingsFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How every command that has settings takes them from the command line. */
class SettingsOptions {
    @Option(
            names = "-D",
            paramLabel = "NAME=VALUE",
            description = "A setting; wins over the environment, .env and conf/application.properties.")
    Map<String, String> settings = new LinkedHashMap<>();

    /** The output folder, whatever else is missing. */
    Path folder() {
        return load(Settings.Need.FILES).outputDir();
    }

    /** @throws SettingsException when anything that is needed is wrong */
    Settings load(Settings.Need need) {
        return SettingsFiles.load(settings, System.getenv(), Path.of(""), Installation.conf(), need);
    }
}
