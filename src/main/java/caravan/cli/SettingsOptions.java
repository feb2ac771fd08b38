package caravan.cli;

import caravan.boot.Installation;
import caravan.boot.Sources;
import caravan.console.Logging;
import caravan.settings.Setting;
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
        return load(Settings.Need.FILES).get(Setting.OUTPUT_DIR);
    }

    /** @throws SettingsException if anything that is needed is wrong */
    Settings load(Settings.Need need) {
        return checked(SettingsFiles.read(settings, System.getenv(), Path.of(""), Installation.conf()), need);
    }

    /** @throws SettingsException if anything that is needed is wrong; it is then reported as LOG_FORMAT says, too */
    static Settings checked(Settings settings, Settings.Need need) {
        if ("json".equals(settings.all().get(Setting.LOG_FORMAT.name()))) {
            Logging.asJson();
        }
        return settings.check(need, Sources.areOwn());
    }
}
